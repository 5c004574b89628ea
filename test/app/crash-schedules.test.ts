import { beforeAll, describe, expect, it } from 'vitest';
import { violations } from './invariants.ts';
import { STORIES } from './stories.ts';
import { endOf, told } from './told-stories.ts';

// Two effects in a row are in `crash-schedules.full.test.ts`.
describe('a crash', () => {
  it.each(STORIES)('before or after any one effect leaves $title right', async (story) => {
    const untroubled = await told(story, []);
    const effects = untroubled.faults.calls;
    expect(await endOf(untroubled, story)).toStrictEqual(story.ends[0]);
    expect(await violations(untroubled, Object.keys(story.ends[0] ?? {}))).toStrictEqual([]);
    expect(effects.length).toBeGreaterThan(8);
    const left = await story.leaves?.(untroubled);
    for (let call = 1; call <= effects.length; call += 1) {
      for (const when of ['before', 'after'] as const) {
        const at = `${when} call ${call}, ${effects[call - 1]}`;
        const gate = await told(story, [{ call, when }]);
        const found = await violations(gate, Object.keys(story.ends[0] ?? {}));
        expect(found, at).toStrictEqual([]);
        expect(story.ends, at).toContainEqual(await endOf(gate, story));
        expect(await story.leaves?.(gate), at).toStrictEqual(left);
      }
    }
  });
});

describe('the stories', () => {
  let effects: ReadonlySet<string> = new Set();
  beforeAll(async () => {
    const gates = await Promise.all(STORIES.map((story) => told(story, [])));
    effects = new Set(gates.flatMap(({ faults }) => faults.calls));
  });

  it.each([
    'createRefund',
    'saveRefund',
    'appendScan',
    'awaitScans',
    'bindTrail',
    'saveOrder',
    'saveProfile',
    'reserve',
    'contribute',
    'support',
    'withdraw',
    'closeDay',
    'dropRollUp',
    'enroll',
    'saveBaselines',
    'saveStops',
    'keepPolicy',
    'publish',
  ])('make %s fail somewhere', (effect) => {
    expect(effects.has(effect)).toBe(true);
  });
});
