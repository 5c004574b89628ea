import { describe, expect, it } from 'vitest';
import { ContendedError, updateItem } from '../../lib/app/optimistic-update.ts';
import { MAX_SWEPT, sweep } from '../../lib/app/sweep.ts';
import { asked, DAY, docked, HOUR, MINUTE, START, unseen } from './events.ts';
import { Harness } from './harness.ts';

function due(count: number) {
  const ids = Array.from({ length: count }, (_, index) => `re_${index}`);
  return { refundsDue: async (_: Date, limit: number) => ids.slice(0, limit) };
}

describe('the sweep', () => {
  it('starts the gate for what is due, oldest first, and for nothing else', async () => {
    const gate = new Harness();
    for (const [index, id] of ['re_3', 're_1', 're_2'].entries()) {
      gate.now = new Date(START.getTime() + index * 1000);
      await gate.take(asked(unseen(id)));
    }
    gate.started.length = 0;
    gate.now = new Date(START.getTime() + MINUTE - 1);
    expect(await gate.sweep()).toStrictEqual({ started: 0, failed: 0, more: false });
    gate.now = new Date(START.getTime() + MINUTE + 1000);
    expect(await gate.sweep()).toStrictEqual({ started: 2, failed: 0, more: false });
    expect(gate.started).toStrictEqual(['re_3', 're_1']);
  });

  it('starts the others when one start fails, and says how many failed', async () => {
    const started: string[] = [];
    const startGate = async (id: string): Promise<void> => {
      if (id === 're_7') throw new Error('throttled');
      started.push(id);
    };
    const answer = await sweep({ store: due(45), now: () => START, startGate });
    expect(answer).toStrictEqual({ started: 44, failed: 1, more: false });
    expect(started).toHaveLength(44);
  });

  it.each([
    [MAX_SWEPT - 1, false],
    [MAX_SWEPT, true],
    [MAX_SWEPT + 1, true],
  ])('of %d says whether there may be more', async (count, more) => {
    const answer = await sweep({ store: due(count), now: () => START, startGate: async () => undefined });
    expect(answer).toStrictEqual({ started: Math.min(count, MAX_SWEPT), failed: 0, more });
  });

  it('comes for a held refund whose scan was written down and whose run died', async () => {
    const gate = new Harness();
    await gate.deliver(asked());
    await gate.pass(2 * HOUR);
    await gate.take(docked());
    gate.queue = [];
    await gate.pass(2 * MINUTE);
    expect(gate.told()).toStrictEqual(['held', 'approved']);
  });

  it('finds nothing due once all has ended, for a month', async () => {
    const gate = new Harness();
    await gate.deliver(asked(unseen('re_1')));
    await gate.pass(30 * DAY);
    expect(gate.memory.nextDueAt()).toBe(undefined);
    // Paid unseen: it is looked at once more when its scans should be there, for the histories.
    expect(gate.started).toStrictEqual(['re_1', 're_1']);
  });
});

describe('a change of one item', () => {
  it.each([
    [7, 'done'],
    [8, 'Another writer changed The item each time it was to be written (attempts: 8).'],
  ])('that meets %d others is %s', async (others, outcome) => {
    let left = others;
    const change = updateItem({
      what: 'The item',
      read: async () => 1,
      change: (item) => ({ write: item + 1, result: 'done' }),
      save: async () => {
        left -= 1;
        return left >= 0 ? 'moved' : 'saved';
      },
    });
    const said = await change.catch((error: unknown) =>
      error instanceof ContendedError ? error.message : error,
    );
    expect(said).toBe(outcome);
  });
});
