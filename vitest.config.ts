import { defineConfig } from 'vitest/config';

/** Where `.ci/run` wants the results as JSON; the README's `npm test` has no options. */
const results = process.env['TEST_RESULTS'];

export default defineConfig({
  test: {
    ...(results === undefined ? {} : { reporters: ['default', 'json'], outputFile: { json: results } }),
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/one-temporary-folder.ts',
    // A guard against what hangs, far above what the slowest needs on a slow machine.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Two cores: each file may start an embedded AWS of its own, so more workers would only starve each other.
    maxWorkers: 2,
  },
});
