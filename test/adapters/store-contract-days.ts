import { expect, it } from 'vitest';
import type { Store } from '../../lib/app/ports.ts';
import { EMPTY_PROFILE } from '../../lib/domain/history/subject-history.ts';
import { CLERK, HOSTILE_IDS, sampleBudget, sampleEntry } from './samples.ts';

const DAY = '2026-11-22';

function contribution(refundId: string, valueMinor: number, unsupportedMinor = valueMinor) {
  return { refundId, version: 1, valueMinor, unsupportedMinor };
}

function daysOfNovember(from: number, to: number): readonly string[] {
  return Array.from(
    { length: to - from + 1 },
    (_, index) => `2026-11-${String(from + index).padStart(2, '0')}`,
  );
}

/** Describes what a store does with the days of its subjects: reserving, folding and reading them. */
export function describeDays(store: () => Store): void {
  const sums = async (subject = CLERK) =>
    (await store().subject(subject)).days.map(({ entries: _, ...day }) => day);

  it('answers an empty history for a subject nobody heard of', async () => {
    expect(await store().subject(CLERK)).toStrictEqual({ subject: CLERK, profile: EMPTY_PROFILE, days: [] });
  });

  it.each([
    [-1, 'over_budget'],
    [0, 'over_budget'],
    [999, 'over_budget'],
    [1000, 'reserved'],
    [1001, 'reserved'],
  ] as const)(
    'reserves 600 unsupported beside 400 in a room of %i only when it fits',
    async (budget, result) => {
      await store().reserve(sampleBudget(), contribution('rf_1', 400));
      const reserved = await store().reserve(
        sampleBudget({ unsupportedMinor: budget }),
        contribution('rf_2', 600),
      );
      expect(reserved).toBe(result);
      const total = result === 'reserved' ? 1000 : 400;
      expect(await sums()).toStrictEqual([{ day: DAY, valueMinor: total, unsupportedMinor: total }]);
    },
  );

  it.each([
    [-1, 'over_budget'],
    [599, 'over_budget'],
    [600, 'reserved'],
  ] as const)(
    'reserves 600 of value on an empty day in a room of %i only when it fits',
    async (budget, result) => {
      const reserved = await store().reserve(
        sampleBudget({ valueMinor: budget }),
        contribution('rf_1', 600, 0),
      );
      expect(reserved).toBe(result);
    },
  );

  it.each([
    [999, 'over_budget'],
    [1000, 'reserved'],
    [1001, 'reserved'],
  ] as const)(
    'reserves 600 of value beside 400 in a room of %i only when it fits',
    async (budget, result) => {
      await store().reserve(sampleBudget(), contribution('rf_1', 400, 0));
      const reserved = await store().reserve(
        sampleBudget({ valueMinor: budget }),
        contribution('rf_2', 600, 0),
      );
      expect(reserved).toBe(result);
    },
  );

  it('does not ask for unsupported room when evidence supports the refund', async () => {
    const budget = sampleBudget({ unsupportedMinor: -5000, valueMinor: Number.MAX_SAFE_INTEGER });
    expect(await store().reserve(budget, contribution('rf_1', 600, 0))).toBe('reserved');
    expect(await store().reserve(budget, contribution('rf_2', 600, 1))).toBe('over_budget');
  });

  it('never lets fifty reservations at once exceed the room', async () => {
    const refunds = Array.from({ length: 50 }, (_, number) => contribution(`rf_${number}`, 300));
    const budget = sampleBudget({ unsupportedMinor: 1000 });
    const results = await Promise.all(refunds.map((one) => store().reserve(budget, one)));
    expect(results.filter((result) => result === 'reserved')).toHaveLength(3);
    expect(results.filter((result) => result === 'over_budget')).toHaveLength(47);
    expect(await sums()).toStrictEqual([{ day: DAY, valueMinor: 900, unsupportedMinor: 900 }]);
  });

  it('counts a repeated reservation once', async () => {
    const budget = sampleBudget({ unsupportedMinor: 1000 });
    expect(await store().reserve(budget, contribution('rf_1', 900))).toBe('reserved');
    expect(await store().reserve(budget, contribution('rf_1', 900))).toBe('repeated');
    expect(await sums()).toStrictEqual([{ day: DAY, valueMinor: 900, unsupportedMinor: 900 }]);
  });

  it('gives room back once when a contribution is withdrawn', async () => {
    const budget = sampleBudget({ unsupportedMinor: 1000 });
    await store().reserve(budget, contribution('rf_1', 700));
    await store().reserve(budget, contribution('rf_2', 200, 0));
    await store().withdraw(CLERK, DAY, { refundId: 'rf_1', version: 1 });
    await store().withdraw(CLERK, DAY, { refundId: 'rf_1', version: 1 });
    await store().withdraw(CLERK, DAY, { refundId: 'rf_unknown', version: 1 });
    await store().withdraw(CLERK, '2026-11-21', { refundId: 'rf_1', version: 1 });
    expect(await sums()).toStrictEqual([{ day: DAY, valueMinor: 200, unsupportedMinor: 0 }]);
    expect(await store().reserve(budget, contribution('rf_3', 1000))).toBe('reserved');
    await Promise.all([1, 2, 3, 4].map(() => store().withdraw(CLERK, DAY, { refundId: 'rf_3', version: 1 })));
    expect(await sums()).toStrictEqual([{ day: DAY, valueMinor: 200, unsupportedMinor: 0 }]);
  });

  it('takes nothing new on a closed day, and keeps its sums however often it is closed', async () => {
    await store().reserve(sampleBudget(), contribution('rf_1', 700, 300));
    await store().closeDay(CLERK, DAY);
    await store().closeDay(CLERK, DAY);
    expect(await sums()).toStrictEqual([{ day: DAY, valueMinor: 700, unsupportedMinor: 300 }]);
    expect(await store().reserve(sampleBudget(), contribution('rf_2', 1))).toBe('closed');
    expect(await store().reserve(sampleBudget({ valueMinor: -1 }), contribution('rf_2', 1))).toBe('closed');
    expect(await store().reserve(sampleBudget(), contribution('rf_1', 700, 300))).toBe('repeated');
    await store().closeDay(CLERK, '2026-11-01');
    expect((await sums())[0]).toStrictEqual({ day: '2026-11-01', valueMinor: 0, unsupportedMinor: 0 });
    expect(await store().reserve(sampleBudget({ day: '2026-11-01' }), contribution('rf_2', 1))).toBe(
      'closed',
    );
  });

  it('answers every day that is not rolled up, newest last, beside the profile', async () => {
    const days = daysOfNovember(3, 12);
    for (const day of days) await store().reserve(sampleBudget({ day }), contribution('rf_1', 100, 0));
    const all = days.map((day) => ({ day, valueMinor: 100, unsupportedMinor: 0, entries: [] }));
    expect((await store().subject(CLERK)).days).toStrictEqual(all);
    const profile = { ...EMPTY_PROFILE, version: 1, rolledUpThrough: '2026-11-09' };
    await store().saveProfile(CLERK, profile, 0);
    expect(await store().subject(CLERK)).toStrictEqual({ subject: CLERK, profile, days: all.slice(7) });
    const rolledUp = { ...profile, version: 2, rolledUpThrough: '2026-11-12' };
    await store().saveProfile(CLERK, rolledUp, 1);
    expect(await store().subject(CLERK)).toStrictEqual({ subject: CLERK, profile: rolledUp, days: [] });
  });

  it('replaces what a refund reserved before, whose room it needs no second time', async () => {
    const budget = sampleBudget({ valueMinor: 1000, unsupportedMinor: 500 });
    const made = (version: number, valueMinor: number, unsupportedMinor: number) =>
      store().reserve(budget, { refundId: 'rf_1', version, valueMinor, unsupportedMinor });
    expect(await made(1, 500, 500)).toBe('reserved');
    expect(await made(2, 500, 0)).toBe('reserved');
    expect(await sums()).toStrictEqual([{ day: DAY, valueMinor: 500, unsupportedMinor: 0 }]);
    expect(await made(1, 500, 500)).toBe('over_budget');
    expect(await made(3, 1001, 0)).toBe('over_budget');
    expect(await made(3, 1000, 500)).toBe('reserved');
    expect(await made(3, 1000, 500)).toBe('repeated');
    expect(await sums()).toStrictEqual([{ day: DAY, valueMinor: 1000, unsupportedMinor: 500 }]);
  });

  it('gives back what was reserved for a row up to a version, and nothing that a later run reserved', async () => {
    const reserved = { refundId: 'rf_1', version: 2, valueMinor: 500, unsupportedMinor: 500 };
    await store().reserve(sampleBudget(), reserved);
    await store().withdraw(CLERK, DAY, { refundId: 'rf_1', version: 1 });
    expect(await sums()).toStrictEqual([{ day: DAY, valueMinor: 500, unsupportedMinor: 500 }]);
    await store().withdraw(CLERK, DAY, { refundId: 'rf_1', version: 3 });
    expect(await sums()).toStrictEqual([{ day: DAY, valueMinor: 0, unsupportedMinor: 0 }]);
  });

  it('lists days to roll up from two in the morning after, oldest first, until they are dropped', async () => {
    for (const day of ['2026-11-12', '2026-11-11', '2026-11-13']) {
      await store().reserve(sampleBudget({ day, rollUp: true }), contribution('rf_1', 100));
      await store().reserve(sampleBudget({ day, rollUp: true }), contribution('rf_2', 100));
    }
    await store().reserve(sampleBudget({ day: '2026-11-10' }), contribution('rf_1', 100));
    const due = (at: string, limit = 10) => store().rollUpsDue(new Date(at), limit);
    expect(await due('2026-11-12T01:59:59.999Z')).toStrictEqual([]);
    const all = [11, 12, 13].map((day) => ({
      subject: CLERK,
      day: `2026-11-${day}`,
      dueAt: `2026-11-${day + 1}T02:00:00.000Z`,
    }));
    expect(await due('2026-11-12T02:00:00.000Z')).toStrictEqual(all.slice(0, 1));
    expect(await due('2026-11-20T00:00:00.000Z')).toStrictEqual(all);
    expect(await due('2026-11-20T00:00:00.000Z', 2)).toStrictEqual(all.slice(0, 2));
    const first = { subject: CLERK, day: '2026-11-11', dueAt: '2026-11-12T02:00:00.000Z' };
    await store().dropRollUp(first);
    await store().dropRollUp(first);
    await store().dropRollUp({ ...first, day: '2026-10-01' });
    expect(await due('2026-11-20T00:00:00.000Z')).toStrictEqual(all.slice(1));
    expect(await sums()).toHaveLength(4);
  });

  it('lists a day that was put off only from then on, and leaves one that changed since', async () => {
    await store().contribute(CLERK, sampleEntry());
    const [listed] = await store().rollUpsDue(new Date('2026-11-24'), 10);
    if (listed === undefined) throw new Error('Nothing is listed.');
    const until = new Date('2026-11-24T06:30:00.000Z');
    await store().postponeRollUp({ ...listed, dueAt: '2026-11-20T00:00:00.000Z' }, until);
    expect(await store().rollUpsDue(new Date('2026-11-24'), 10)).toStrictEqual([listed]);
    await store().postponeRollUp(listed, until);
    expect(await store().rollUpsDue(new Date('2026-11-24T06:29:59.999Z'), 10)).toStrictEqual([]);
    const later = { ...listed, dueAt: until.toISOString() };
    expect(await store().rollUpsDue(until, 10)).toStrictEqual([later]);
    await store().dropRollUp(later);
    expect(await store().rollUpsDue(until, 10)).toStrictEqual([]);
  });

  it('keeps hostile subjects and refunds apart', async () => {
    for (const id of HOSTILE_IDS) {
      const subject = { kind: 'customer', id } as const;
      const budget = sampleBudget({ subject, rollUp: true });
      for (const refundId of HOSTILE_IDS) {
        expect(await store().reserve(budget, contribution(refundId, 10))).toBe('reserved');
        expect(await store().reserve(budget, contribution(refundId, 10))).toBe('repeated');
      }
      await store().withdraw(subject, DAY, { refundId: '__proto__', version: 1 });
      expect(await sums(subject)).toStrictEqual([{ day: DAY, valueMinor: 40, unsupportedMinor: 40 }]);
    }
    const due = await store().rollUpsDue(new Date('2026-11-30'), 100);
    expect(due.map(({ subject }) => subject.id).toSorted()).toStrictEqual(HOSTILE_IDS.toSorted());
  });
}
