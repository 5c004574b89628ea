import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decay, type SubjectDay, unsupportedBefore } from '../../../lib/domain/history/subject-history.ts';
import { NO_TOTALS } from '../../../lib/domain/history/weekly-totals.ts';
import { answerableEmployee, isFlagged, linkedSubjects } from '../../../lib/domain/refund/subject.ts';
import { dayOf, daysBetween, weekOf } from '../../../lib/domain/shared/calendar.ts';
import { aDay, aHistory, aRefund, NOW, TODAY } from '../../builders.ts';

const CUSTOMER = { kind: 'customer', id: 'c_1' } as const;

/** The UTC day so many days after 2026-01-01. */
const dayAt = (offset: number) => dayOf(new Date(Date.UTC(2026, 0, 1 + offset)));

const sums = (day: string, unsupportedMinor = 1000, valueMinor = 2000): SubjectDay =>
  aDay(day, { valueMinor, unsupportedMinor });

/** Days in order, each once, with whole sums. */
const pasts = fc
  .uniqueArray(
    fc.record({
      offset: fc.integer({ min: 0, max: 120 }),
      valueMinor: fc.integer({ min: 0, max: 1_000_000 }),
      unsupportedMinor: fc.integer({ min: 0, max: 1_000_000 }),
    }),
    { selector: ({ offset }) => offset, maxLength: 40 },
  )
  .map((some) =>
    some.toSorted((a, b) => a.offset - b.offset).map(({ offset, ...minor }) => aDay(dayAt(offset), minor)),
  );

describe('decay', () => {
  test.each([
    [0, 1],
    [30, 0.5],
    [60, 0.25],
    [-1, 1],
  ])('after %i days of a half-life of 30 leaves %d', (age, weight) => {
    expect(decay(age, 30)).toBe(weight);
  });

  test.each([
    ['2026-02-28', '2026-03-01', 1],
    ['2028-02-28', '2028-03-01', 2],
    ['2025-12-31', '2026-01-01', 1],
    ['2026-03-28', '2026-03-30', 2],
    [TODAY, TODAY, 0],
  ])('counts whole UTC days: from %s to %s they are %i', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days);
  });

  test.each([
    ['2026-11-22T23:59:59.999Z', '2026-11-22'],
    ['2026-11-23T00:00:00.000Z', '2026-11-23'],
  ])('starts the day at midnight UTC: %s is of %s', (at, day) => {
    expect(dayOf(new Date(at))).toBe(day);
  });
});

describe('the unsupported value before a day', () => {
  test('halves every half-life and is rounded up', () => {
    const days = [sums(dayAt(0), 1001)];
    expect(unsupportedBefore(aHistory(CUSTOMER, { days }), dayAt(30), 30)).toBe(501);
  });

  test('leaves out the day itself and whatever is later', () => {
    const days = [sums(dayAt(10)), sums(dayAt(11))];
    expect(unsupportedBefore(aHistory(CUSTOMER, { days }), dayAt(10), 30)).toBe(0);
  });

  test('weighs a rolled-up week as its last day, which is the strict side', () => {
    // 2026-01-01 is a Thursday; its week ends on Sunday, 2026-01-04, thirty days before 2026-02-03.
    const week = weekOf(dayAt(0));
    const totals = { ...NO_TOTALS };
    const rolledUp = { rolledUpThrough: dayAt(3), weeks: [{ week, totals, unsupportedMinor: 1001 }] };
    expect(unsupportedBefore(aHistory(CUSTOMER, rolledUp), '2026-02-03', 30)).toBe(501);
  });

  test('of many rolled-up weeks is that of the day and the half-life asked for, whatever was asked before', () => {
    const weeks = Array.from({ length: 20 }, (_, number) => {
      return { week: weekOf(dayAt(0)) + number, totals: NO_TOTALS, unsupportedMinor: 1000 + number };
    });
    const read = (of: typeof weeks, day: string, halfLifeDays: number) =>
      unsupportedBefore(aHistory(CUSTOMER, { rolledUpThrough: dayAt(139), weeks: of }), day, halfLifeDays);
    const asked = [150, 150, 151, 150].map((day, at) => [dayAt(day), at === 1 ? 90 : 30] as const);
    const anew = asked.map(([day, halfLifeDays]) => read([...weeks], day, halfLifeDays));
    expect(asked.map(([day, halfLifeDays]) => read(weeks, day, halfLifeDays))).toStrictEqual(anew);
    expect(new Set(anew).size).toBe(3);
  });

  test('grows with every contribution and never falls by one', () => {
    fc.assert(
      fc.property(pasts, fc.nat(1_000_000), (days, more) => {
        const [first, ...rest] = days;
        if (first === undefined) return;
        const richer = [{ ...first, unsupportedMinor: first.unsupportedMinor + more }, ...rest];
        const read = (of: readonly SubjectDay[]) =>
          unsupportedBefore(aHistory(CUSTOMER, { days: of }), dayAt(200), 90);
        expect(read(richer)).toBeGreaterThanOrEqual(read(days));
      }),
    );
  });
});

describe('flags', () => {
  const early = { state: 'flagged', at: '2026-11-01T00:00:00.000Z' } as const;
  const late = { state: 'cleared', at: '2026-11-02T00:00:00.000Z' } as const;

  test('stand until their end', () => {
    const until = NOW.toISOString();
    expect(isFlagged({ ...early, until }, new Date(NOW.getTime() - 1))).toBe(true);
    expect(isFlagged({ ...early, until }, NOW)).toBe(false);
    expect(isFlagged(early, NOW)).toBe(true);
    expect(isFlagged(late, NOW)).toBe(false);
    expect(isFlagged(undefined, NOW)).toBe(false);
  });
});

describe('the subjects of a refund', () => {
  test('are the customer and whatever it is linked by', () => {
    expect(linkedSubjects(aRefund()).map(({ kind, id }) => `${kind}:${id}`)).toStrictEqual([
      'customer:c_1',
      'address:adr_1',
      'device:dev_1',
      'instrument:ins_1',
    ]);
    expect(linkedSubjects(aRefund({ links: undefined }))).toStrictEqual([CUSTOMER]);
  });

  test('are answered for by the marker, else the approver, else nobody', () => {
    expect(answerableEmployee(aRefund({ approvedBy: 'emp_9' }))?.id).toBe('emp_7');
    expect(answerableEmployee(aRefund({ markedBy: undefined, approvedBy: 'emp_9' }))?.id).toBe('emp_9');
    expect(answerableEmployee(aRefund({ markedBy: undefined }))).toBeUndefined();
  });
});
