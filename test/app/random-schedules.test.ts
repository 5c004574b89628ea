import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enteredOf, played, schedule, wrongs } from './schedules.ts';

/** The same schedules in every run of the tests. */
const SEED = 20_261_130;

describe('any order of events, runs, people, stops, deployments and faults', () => {
  it('keeps every invariant', async () => {
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(schedule, async (one) => {
        const gate = await played(one);
        expect(await wrongs(gate)).toStrictEqual([]);
        for (const { status } of await enteredOf(gate)) ends.add(status);
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
