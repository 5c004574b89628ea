import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/one-temporary-folder.ts',
    // A guard against what hangs, far above what the slowest needs on a slow machine.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Two cores: each file may start an embedded AWS of its own, so more workers would only starve each other.
    maxWorkers: 2,
  },
});
