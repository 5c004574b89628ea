import { beforeAll, describe, expect, it } from 'vitest';
import type { FaultPoint } from './faults.ts';
import { Harness } from './harness.ts';
import { violations } from './invariants.ts';
import { STORIES, type Story } from './stories.ts';

async function told(story: Story, faults: readonly FaultPoint[]): Promise<Harness> {
  const { policy } = story;
  const gate = new Harness({ faults, ...(policy === undefined ? {} : { policy }) });
  await story.tell(gate);
  return gate;
}

async function endOf(gate: Harness, story: Story): Promise<Readonly<Record<string, string>>> {
  const ids = Object.keys(story.ends[0] ?? {});
  const rows = await Promise.all(ids.map(async (id) => [id, (await gate.row(id)).status] as const));
  return Object.fromEntries(rows);
}

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

  it.each(STORIES)('of two effects in a row leaves $title right', async (story) => {
    const untroubled = await told(story, []);
    const left = await story.leaves?.(untroubled);
    const effects = untroubled.faults.calls.length;
    for (let call = 1; call <= effects; call += 1) {
      for (const [first, second] of [
        ['after', 'after'],
        ['after', 'before'],
        ['before', 'after'],
      ] as const) {
        const gate = await told(story, [
          { call, when: first },
          { call: call + 1, when: second },
        ]);
        const at = `${first} call ${call} and ${second} the next`;
        expect(await violations(gate, Object.keys(story.ends[0] ?? {})), at).toStrictEqual([]);
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
    'dropFold',
    'enroll',
    'saveBaselines',
    'saveStops',
    'keepPolicy',
    'publish',
  ])('make %s fail somewhere', (effect) => {
    expect(effects.has(effect)).toBe(true);
  });
});
