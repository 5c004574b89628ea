import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { violations } from './invariants.ts';
import { enteredOf, played, schedule } from './schedules.ts';

/** The same schedules in every run of the tests. */
const SEED = 20_261_130;

describe('any order of events, runs, people, stops, deployments and faults', () => {
  it('keeps every invariant', async () => {
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(schedule, async (one) => {
        const gate = await played(one);
        const ids = await enteredOf(gate);
        expect(await violations(gate, ids)).toStrictEqual([]);
        for (const id of ids) ends.add((await gate.row(id)).status);
      }),
      { numRuns: 400, seed: SEED },
    );
    expect([...ends].toSorted()).toStrictEqual(['denied', 'escalated', 'published']);
  });

  it('gives the same trace for the same schedule', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (one) => {
        const [first, second] = [await played(one), await played(one)];
        expect(JSON.stringify(second.published)).toBe(JSON.stringify(first.published));
        expect(second.faults.calls).toStrictEqual(first.faults.calls);
      }),
      { numRuns: 30, seed: SEED },
    );
  });
});
