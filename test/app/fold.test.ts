import { describe, expect, it } from 'vitest';
import { dayOf } from '../../lib/domain/calendar.ts';
import { unsupportedBefore, valueBefore } from '../../lib/domain/subjects.ts';
import { DAY, HOUR, START } from './events.ts';
import { Harness } from './harness.ts';
import { CLERK, idsOf, sumToday, takeUnseen } from './unseen-refunds.ts';

describe('a folded history', () => {
  it('reads at least as strictly as one that nobody folded, and no more than a week stricter', async () => {
    const gate = new Harness();
    for (let day = 0; day < 20; day += 1) {
      const ids = idsOf(2, day * 10);
      await takeUnseen(gate, ids);
      for (const id of ids) await gate.runGate(id);
      await gate.pass(DAY - 7 * HOUR);
      const before = await gate.memory.subject(CLERK);
      await gate.fold();
      const after = await gate.memory.subject(CLERK);
      const today = dayOf(gate.now);
      const [open, folded] = [before, after].map((history) => unsupportedBefore(history, today, 30));
      expect(folded).toBeGreaterThanOrEqual(open ?? 0);
      expect(folded).toBeLessThanOrEqual((open ?? 0) * 2 ** (6 / 30) + 1);
      expect(valueBefore(after, today, 30)).toBe(valueBefore(before, today, 30));
      await gate.pass(7 * HOUR);
    }
    expect((await gate.memory.profile(CLERK, 'strong')).foldedThrough).toBe('2026-12-10');
  });

  it('counts the same after every fold died half way and ran again', async () => {
    const sums = async (faultAt: number): Promise<unknown> => {
      const gate = new Harness();
      for (const day of [0, 1, 2]) {
        const ids = idsOf(2, day * 10);
        await takeUnseen(gate, ids);
        for (const id of ids) await gate.runGate(id);
        await gate.pass(DAY);
      }
      if (faultAt > 0) {
        gate.faults.failNext(faultAt % 2 === 0 ? 'before' : 'after', Math.ceil(faultAt / 2));
        await expect(gate.fold()).rejects.toThrow('took effect');
      }
      await gate.fold();
      expect((await gate.memory.foldsDue(gate.now, 10)).length).toBe(0);
      const { version: _, ...profile } = await gate.memory.profile(CLERK, 'strong');
      return profile;
    };
    const untroubled = await sums(0);
    // Three days: each is closed, folded and dropped from the list.
    for (let faultAt = 1; faultAt <= 18; faultAt += 1) expect(await sums(faultAt)).toStrictEqual(untroubled);
  });

  it('sends a decision back to its checks when its day was folded under it', async () => {
    const gate = new Harness();
    await takeUnseen(gate, idsOf(2));
    const findings = await gate.check('re_101');
    await gate.runGate('re_100');
    gate.now = new Date(START.getTime() + DAY);
    await gate.fold();
    expect((await gate.decide('re_101', findings)).outcome).toBe('again');
    expect((await sumToday(gate, 'customer', 'c_101')).value).toBe(0);
    const { days } = await gate.memory.subject({ kind: 'customer', id: 'c_101' });
    expect(days.map(({ valueMinor }) => valueMinor)).toStrictEqual([0]);
    await gate.runGate('re_101');
    expect((await gate.row('re_101')).status).toBe('published');
  });
});
