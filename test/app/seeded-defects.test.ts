import { describe, expect, it } from 'vitest';
import { DEFECTS } from './defects.ts';
import { MAX_SCHEDULES, schedulesUntilFound } from './find-defect.ts';

const SEED = 20_261_130;

// `seeded-defects.full.test.ts` looks for all of them, and prints how many schedules it took.
describe('random schedules find a gate', () => {
  it.each(DEFECTS.filter(({ isRare }) => !isRare))('with this defect: $name', async (defect) => {
    expect(await schedulesUntilFound(defect, SEED)).toBeLessThanOrEqual(MAX_SCHEDULES);
  });
});
