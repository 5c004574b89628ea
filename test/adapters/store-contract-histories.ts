import { expect, it } from 'vitest';
import type { Store } from '../../lib/app/ports.ts';
import type { HistoryEntry } from '../../lib/domain/history/history.ts';
import { EMPTY_PROFILE, type SubjectDay } from '../../lib/domain/history/subject-history.ts';
import type { SubjectRef } from '../../lib/domain/refund/subject.ts';
import { CLERK, HOSTILE_IDS, sampleBudget, sampleEntry } from './samples.ts';

const DAY = '2026-11-22';
const LATER = new Date('2027-01-01');
const SUBJECTS: readonly SubjectRef[] = [
  CLERK,
  { kind: 'customer', id: 'cus_99120345' },
  { kind: 'address', id: 'adr_5a1c77' },
];

/** Entries of every kind. */
const ENTRIES: readonly HistoryEntry[] = [
  sampleEntry(),
  sampleEntry({ refundId: 'rf_2', tier: 2, exceptionPermille: 1000, customerId: 'cus_2' }),
  sampleEntry({
    refundId: 'rf_3',
    tier: 0,
    claim: 'returnless',
    neverCame: true,
    looksTakenOver: true,
  }),
  sampleEntry({ refundId: 'rf_4', claim: 'damaged', verdict: 'genuine', reviewerIds: ['rev_1'] }),
  sampleEntry({ refundId: 'rf_5', verdict: 'false_attestation', reviewerIds: ['rev_1', 'rev_2'] }),
  sampleEntry({ refundId: 'rf_6', verdict: 'fraud' }),
];

/** Describes what a store does with what refunds add to histories. */
export function describeHistories(store: () => Store): void {
  const daysOf = async (subject: SubjectRef = CLERK): Promise<readonly SubjectDay[]> => {
    const { days } = await store().subject(subject);
    const byRefund = (a: HistoryEntry, b: HistoryEntry) => (a.refundId < b.refundId ? -1 : 1);
    return days.map((one) => ({ ...one, entries: one.entries.toSorted(byRefund) }));
  };
  const listed = async () => (await store().rollUpsDue(LATER, 100)).map(({ day }) => day);

  it.each(SUBJECTS)('keeps entries of every kind for a $kind as they are', async (subject) => {
    for (const entry of ENTRIES) await store().contribute(subject, entry);
    const day = { day: DAY, valueMinor: 0, unsupportedMinor: 0, entries: ENTRIES };
    expect(await daysOf(subject)).toStrictEqual([day]);
  });

  it('keeps one entry a refund, the last that was set', async () => {
    for (const exceptionPermille of [900, 900, 300]) {
      await store().contribute(CLERK, sampleEntry({ exceptionPermille }));
    }
    expect((await daysOf())[0]?.entries).toStrictEqual([sampleEntry({ exceptionPermille: 300 })]);
  });

  it('keeps the entries of hostile refunds apart', async () => {
    const entries = HOSTILE_IDS.map((id) => sampleEntry({ refundId: id, customerId: id }));
    for (const entry of entries) await store().contribute(CLERK, entry);
    const sorted = entries.toSorted((a, b) => (a.refundId < b.refundId ? -1 : 1));
    expect((await daysOf())[0]?.entries).toStrictEqual(sorted);
  });

  it('sets an entry with a reservation, and none with one that was refused or made before', async () => {
    const budget = sampleBudget({ valueMinor: 1000 });
    const reserve = (refundId: string, valueMinor: number, exceptionPermille = 0) =>
      store().reserve(
        budget,
        { refundId, version: 1, valueMinor, unsupportedMinor: 0 },
        sampleEntry({ refundId, exceptionPermille }),
      );
    expect(await reserve('rf_1', 900)).toBe('reserved');
    expect(await reserve('rf_1', 900, 500)).toBe('repeated');
    expect(await reserve('rf_2', 900)).toBe('over_budget');
    const day = { day: DAY, valueMinor: 900, unsupportedMinor: 0, entries: [sampleEntry()] };
    expect(await daysOf()).toStrictEqual([day]);
    await store().withdraw(CLERK, DAY, { refundId: 'rf_1', version: 1 });
    expect((await daysOf())[0]).toStrictEqual({ ...day, valueMinor: 0 });
  });

  it('has every day with an entry folded, and folded anew when an entry comes to a closed day', async () => {
    await store().contribute(CLERK, sampleEntry());
    await store().contribute(CLERK, sampleEntry({ refundId: 'rf_2' }));
    expect(await listed()).toStrictEqual([DAY]);
    await store().closeDay(CLERK, DAY);
    for (const rollUp of await store().rollUpsDue(LATER, 100)) await store().dropRollUp(rollUp);
    expect(await listed()).toStrictEqual([]);
    await store().contribute(CLERK, sampleEntry({ refundId: 'rf_3' }));
    expect(await listed()).toStrictEqual([DAY]);
    expect((await daysOf())[0]?.entries).toHaveLength(3);
  });

  it('gives back what was reserved unseen, once, and keeps the value', async () => {
    const budget = sampleBudget({ unsupportedMinor: 1000 });
    await store().reserve(budget, { refundId: 'rf_1', version: 1, valueMinor: 700, unsupportedMinor: 700 });
    await store().reserve(budget, { refundId: 'rf_2', version: 1, valueMinor: 200, unsupportedMinor: 200 });
    for (const refundId of ['rf_1', 'rf_1', 'rf_unknown']) await store().support(CLERK, DAY, refundId);
    await store().support(CLERK, '2026-11-21', 'rf_2');
    expect(await daysOf()).toStrictEqual([{ day: DAY, valueMinor: 900, unsupportedMinor: 200, entries: [] }]);
    await store().withdraw(CLERK, DAY, { refundId: 'rf_1', version: 1 });
    expect(await daysOf()).toStrictEqual([{ day: DAY, valueMinor: 200, unsupportedMinor: 200, entries: [] }]);
  });

  it.each(['support', 'withdraw'] as const)(
    'has a day folded anew when a %s changes it after it closed',
    async (method) => {
      await store().reserve(sampleBudget(), {
        refundId: 'rf_1',
        version: 1,
        valueMinor: 700,
        unsupportedMinor: 700,
      });
      await store().reserve(sampleBudget({ day: '2026-11-21' }), {
        refundId: 'rf_1',
        version: 1,
        valueMinor: 700,
        unsupportedMinor: 700,
      });
      await store().closeDay(CLERK, DAY);
      expect(await listed()).toStrictEqual([]);
      for (const day of [DAY, '2026-11-21']) {
        if (method === 'support') await store().support(CLERK, day, 'rf_1');
        else await store().withdraw(CLERK, day, { refundId: 'rf_1', version: 1 });
      }
      expect(await listed()).toStrictEqual([DAY]);
    },
  );

  it('answers the days of a span, rolled-up ones too, oldest first', async () => {
    const days = ['2026-11-14', '2026-11-16', '2026-11-20', '2026-11-22', '2026-11-23'];
    for (const day of days) await store().contribute(CLERK, sampleEntry({ day }));
    const profile = { ...EMPTY_PROFILE, version: 1, rolledUpThrough: '2026-11-20' };
    await store().saveProfile(CLERK, profile, 0);
    const read = await store().daysOf(CLERK, '2026-11-16', DAY);
    expect(read.map(({ day }) => day)).toStrictEqual(['2026-11-16', '2026-11-20', '2026-11-22']);
    expect(read[0]?.entries).toStrictEqual([sampleEntry({ day: '2026-11-16' })]);
    expect(await store().daysOf({ ...CLERK, kind: 'site' }, '2026-11-16', DAY)).toStrictEqual([]);
  });
}
