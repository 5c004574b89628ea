import { describe, expect, it } from 'vitest';
import { unsupportedBefore, valueBefore } from '../../../lib/domain/history/subject-history.ts';
import { dayOf } from '../../../lib/domain/shared/calendar.ts';
import { DAY, HOUR, START } from '../events.ts';
import { Harness } from '../harness.ts';
import { CLERK, idsOf, sumToday, takeUnseen } from '../unseen-refunds.ts';

/** A gate after three days of refunds paid unseen, none of them folded. */
async function threeDays(): Promise<Harness> {
  const gate = new Harness();
  for (const day of [0, 1, 2]) {
    const ids = idsOf(2, day * 10);
    await takeUnseen(gate, ids);
    for (const id of ids) await gate.runGate(id);
    await gate.pass(DAY);
  }
  return gate;
}

describe('a folded history', () => {
  it('reads at least as strictly as one that nobody folded, and no more than a week stricter', async () => {
    const gate = new Harness();
    for (let day = 0; day < 20; day += 1) {
      const ids = idsOf(2, day * 10);
      await takeUnseen(gate, ids);
      for (const id of ids) await gate.runGate(id);
      await gate.pass(DAY - 7 * HOUR);
      const before = await gate.memory.subject(CLERK);
      await gate.rollUp();
      const after = await gate.memory.subject(CLERK);
      const today = dayOf(gate.now);
      const [open, rolledUp] = [before, after].map((history) => unsupportedBefore(history, today, 30));
      expect(rolledUp).toBeGreaterThanOrEqual(open ?? 0);
      expect(rolledUp).toBeLessThanOrEqual((open ?? 0) * 2 ** (6 / 30) + 1);
      expect(valueBefore(after, today, 30)).toBe(valueBefore(before, today, 30));
      await gate.pass(7 * HOUR);
    }
    expect((await gate.memory.profile(CLERK, 'strong')).rolledUpThrough).toBe('2026-12-10');
  });

  it('counts the same, and puts the same on the roster, after it died at any of its writes and ran again', async () => {
    const foldedAfter = async (when?: 'before' | 'after', at = 0): Promise<unknown> => {
      const gate = await threeDays();
      if (when !== undefined) {
        gate.faults.failNext(when, at);
        await expect(gate.rollUp()).rejects.toThrow('took effect');
      }
      await gate.rollUp();
      expect((await gate.memory.rollUpsDue(gate.now, 10)).length).toBe(0);
      const { version: _, ...profile } = await gate.memory.profile(CLERK, 'strong');
      return { profile, roster: await gate.memory.roster() };
    };
    const untroubled = await foldedAfter();
    expect(untroubled).toMatchObject({ roster: [CLERK.id] });
    const counting = await threeDays();
    const before = counting.faults.calls.length;
    await counting.rollUp();
    const writes = counting.faults.calls.length - before;
    for (let at = 1; at <= writes; at += 1) {
      expect(await foldedAfter('before', at)).toStrictEqual(untroubled);
      expect(await foldedAfter('after', at)).toStrictEqual(untroubled);
    }
  });

  it('sends a decision back to its checks when its day was rolled up under it', async () => {
    const gate = new Harness();
    await takeUnseen(gate, idsOf(2));
    const findings = await gate.check('re_101');
    await gate.runGate('re_100');
    gate.now = new Date(START.getTime() + DAY);
    await gate.rollUp();
    expect((await gate.decide('re_101', findings)).outcome).toBe('again');
    expect((await sumToday(gate, 'customer', 'c_101')).value).toBe(0);
    const { days } = await gate.memory.subject({ kind: 'customer', id: 'c_101' });
    expect(days.map(({ valueMinor }) => valueMinor)).toStrictEqual([0]);
    await gate.runGate('re_101');
    expect((await gate.row('re_101')).status).toBe('published');
  });
});
