import fc from 'fast-check';
import { expect, it } from 'vitest';
import { played, schedule, wrongs } from './schedules.ts';

it.each([1, 2, 3])(
  'thousands of schedules of seed %i keep every invariant',
  { timeout: 1_800_000 },
  async (seed) => {
    await fc.assert(
      fc.asyncProperty(schedule, async (one) => {
        expect(await wrongs(await played(one))).toStrictEqual([]);
      }),
      { numRuns: 2000, seed },
    );
  },
);
