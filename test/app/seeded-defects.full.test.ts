import { afterAll, describe, expect, it } from 'vitest';
import { DEFECTS } from './defects.ts';
import { MAX_SCHEDULES, schedulesUntilFound } from './find-defect.ts';

const SEEDS = [1, 2, 3];

const took: Record<string, readonly (number | undefined)[]> = {};

afterAll(() => {
  console.log('Schedules until a defect is found, by seed:');
  console.table(took);
});

describe('random schedules of any seed find a gate', () => {
  it.each(DEFECTS)('with this defect: $name', { timeout: 1_800_000 }, async (defect) => {
    const found: (number | undefined)[] = [];
    for (const seed of SEEDS) found.push(await schedulesUntilFound(defect, seed));
    took[defect.name] = found;
    expect(found.filter((one) => one === undefined || one > MAX_SCHEDULES)).toStrictEqual([]);
  });
});
