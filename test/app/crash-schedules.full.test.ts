import { describe, expect, it } from 'vitest';
import { violations } from './invariants.ts';
import { STORIES } from './stories.ts';
import { endOf, told } from './told-stories.ts';

describe('a crash', () => {
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
