import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores: each file may start an embedded AWS of its own, so more workers would only starve each other.
    maxWorkers: 2,
  },
});
