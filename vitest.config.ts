import { defineConfig } from 'vitest/config';

/** Where `.ci/run` wants the results as JSON; the README's `npm test` has no options. */
const results = process.env['TEST_RESULTS'];

/** Long sweeps, which `npm run test:full` runs: whatever takes more than some seconds and only repeats at length. */
const FULL = 'test/**/*.full.test.ts';

/** Tests of the synthesized app, which is synthesized once for all of them. */
const ASSEMBLY = ['test/system/**/*.test.ts', 'test/infra/**/*.test.ts', 'test/docs.test.ts'];
const ONE_SYNTH = 'test/one-synth.ts';

// `npm test` runs all projects but `full`, which is `npm run test:full`. Projects run in the order of their names, so the
// slowest files come first.
export default defineConfig({
  test: {
    ...(results === undefined ? {} : { reporters: ['default', 'json'], outputFile: { json: results } }),
    globalSetup: 'test/one-temporary-folder.ts',
    // A guard against what hangs, far above what the slowest needs on a slow machine.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Two cores: each file may start an embedded AWS of its own, so more workers would only starve each other.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: 'plain', include: ['test/**/*.test.ts'], exclude: [FULL, ...ASSEMBLY] },
      },
      {
        extends: true,
        test: { name: 'assembly', include: ASSEMBLY, exclude: [FULL], globalSetup: ONE_SYNTH },
      },
      { extends: true, test: { name: 'full', include: [FULL], globalSetup: ONE_SYNTH } },
    ],
  },
});
