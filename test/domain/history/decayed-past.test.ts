import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pastOf, type SubjectPast } from '../../../lib/domain/history/decayed-past.ts';
import type { HistoryEntry } from '../../../lib/domain/history/history.ts';
import { rollUpWeek } from '../../../lib/domain/history/roll-up-week.ts';
import {
  EMPTY_PROFILE,
  type Profile,
  type SubjectDay,
  type SubjectHistory,
} from '../../../lib/domain/history/subject-history.ts';
import type { SubjectRef } from '../../../lib/domain/refund/subject.ts';
import { dayNumber, dayOfNumber, weekOf } from '../../../lib/domain/shared/calendar.ts';
import { aDay, aHistory, anEntry, TODAY } from '../../builders.ts';

const CLERK = { kind: 'employee', id: 'emp_7' } as const;
const RULE = { halfLifeDays: 90, windowDays: 30 };
const DEVICE = { kind: 'device', id: 'dev_1' } as const;
const reading = { today: TODAY, halfLifeDays: 90, without: undefined };
const daysAgo = (days: number) => dayOfNumber(dayNumber(TODAY) - days);

/** Days of a subject, each with the entries of the refunds asked for on it. */
function daysOf(entries: readonly HistoryEntry[]): readonly SubjectDay[] {
  const byDay = Map.groupBy(entries, ({ day }) => day);
  return [...byDay].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([day, own]) => aDay(day, { entries: own }));
}

const open = (entries: readonly HistoryEntry[], subject: SubjectRef = CLERK) =>
  aHistory(subject, { days: daysOf(entries) });

/** The same history with everything up to a day folded, as the night does it. */
function rolledUp(
  entries: readonly HistoryEntry[],
  through: string,
  subject: SubjectRef = CLERK,
): SubjectHistory {
  const days = daysOf(entries);
  const past = days.filter(({ day }) => day <= through);
  const weeks = [...new Set(past.map(({ day }) => weekOf(day)))];
  const none: Profile = { ...EMPTY_PROFILE, rolledUpThrough: through };
  const profile = weeks.reduce(
    (so, week) =>
      rollUpWeek(
        so,
        { week, days: past.filter(({ day }) => weekOf(day) === week), through },
        { ...RULE, kind: subject.kind },
      ),
    none,
  );
  return { subject, profile, days: days.filter(({ day }) => day > through) };
}

/** All that a past tells, much of which it works out only when it is asked. */
function told(past: SubjectPast): SubjectPast {
  const { counts, recent, customers } = past;
  const { reviewers, claimReviewers, falseDays, incidents, takenOver, takenOverReviewers } = past;
  const names = { reviewers, claimReviewers, falseDays, incidents, takenOver, takenOverReviewers };
  return { counts, recent, customers, ...names };
}

const some = fc
  .array(
    fc.record({
      age: fc.nat(200),
      exceptionPermille: fc.nat(1000),
      customerId: fc.nat(4).map((number) => `c_${number}`),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((all) =>
    all.map(({ age, ...one }, number) => anEntry({ ...one, day: daysAgo(age), refundId: `re_${number}` })),
  );

describe('a past', () => {
  test('weighs less with every day: half after a half-life', () => {
    const at = (age: number) =>
      pastOf(open([anEntry({ day: daysAgo(age) })]), { ...reading, halfLifeDays: 7 });
    expect(at(700).counts.mid).toBeLessThan(1e-20);
    expect(at(70).counts.mid / at(77).counts.mid).toBeCloseTo(2, 12);
  });

  test('counts exceptions in refunds, by value', () => {
    const entries = [
      anEntry({ refundId: 're_1', exceptionPermille: 400 }),
      anEntry({ refundId: 're_2', tier: 2, exceptionPermille: 700 }),
      anEntry({ refundId: 're_3', tier: 0, exceptionPermille: 900 }),
      anEntry({ refundId: 're_4', day: daysAgo(1), exceptionPermille: 800 }),
    ];
    const { counts, incidents } = pastOf(open(entries), reading);
    expect(counts.lowExceptions).toBeCloseTo(0.9, 1);
    expect(counts.midExceptions).toBeCloseTo(1.2, 1);
    expect(counts.highExceptions).toBeCloseTo(0.7, 1);
    expect(incidents).toStrictEqual(['re_2', 're_3', 're_4']);
  });

  test('names what is recent: no older than two half-lives', () => {
    const of = (age: number) =>
      pastOf(open([anEntry({ day: daysAgo(age) })]), { ...reading, halfLifeDays: 20 });
    expect(of(30).recent.incidents).toBe(1);
    expect(of(50).recent.incidents).toBe(0);
    expect(of(50).incidents).toStrictEqual([]);
  });

  test('reads the same bits whether and when its days were rolled up', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 205 }), (entries, age) => {
        const read = (of: (ref: SubjectRef) => SubjectHistory) => {
          const { counts, recent, reviewers, incidents } = pastOf(of(CLERK), reading);
          const { customers } = pastOf(of(DEVICE), reading);
          return { counts, recent, reviewers, incidents, customers };
        };
        const once = read((ref) => open(entries, ref));
        expect(read((ref) => rolledUp(entries, daysAgo(age), ref))).toStrictEqual(once);
      }),
    );
  });
});

test('a past reads the same whatever was read of it before, on other days and of other refunds', () => {
  fc.assert(
    fc.property(some, fc.nat(29), fc.nat(9), (entries, pick, later) => {
      const history = rolledUp(entries, daysAgo(1));
      const without = entries[pick % entries.length];
      const tomorrow = { ...reading, today: daysAgo(-1 - later) };
      for (const as of [reading, tomorrow, { ...tomorrow, halfLifeDays: 180 }, { ...tomorrow, without }]) {
        expect(told(pastOf(history, as))).toStrictEqual(told(pastOf(structuredClone(history), as)));
      }
    }),
  );
});

describe('the refund under judgement', () => {
  test('is no evidence against itself: it is left out of counts, people and incidents', () => {
    const own = anEntry({ refundId: 're_9', customerId: 'c_9' });
    const others = [anEntry({ day: daysAgo(3) })];
    const without = pastOf(open([...others, own]), { ...reading, without: own });
    expect(told(without)).toStrictEqual(told(pastOf(open(others), reading)));
  });

  test('is left out of the counts just as well once it is rolled up, bit for bit', () => {
    fc.assert(
      fc.property(some, fc.nat(29), fc.integer({ min: 1, max: 205 }), (entries, pick, age) => {
        const own = entries[pick % entries.length] ?? anEntry();
        const others = entries.filter((entry) => entry !== own);
        const read = pastOf(rolledUp(entries, daysAgo(age)), { ...reading, without: own });
        const never = pastOf(open(others), reading);
        expect(read.counts).toStrictEqual(never.counts);
        expect(read.recent).toStrictEqual(never.recent);
      }),
    );
  });

  test('of a later correction leaves no trace: cleared, it reads as one that never had an exception', () => {
    const clean = [anEntry({ exceptionPermille: 0 }), anEntry({ refundId: 're_2', day: daysAgo(9) })];
    const cleared = [
      anEntry({ verdict: 'genuine', reviewerIds: ['rev_1'], neverCame: true }),
      ...clean.slice(1),
    ];
    expect(told(pastOf(open(cleared), reading))).toStrictEqual(told(pastOf(open(clean), reading)));
    expect(told(pastOf(rolledUp(cleared, TODAY), reading))).toStrictEqual(
      told(pastOf(rolledUp(clean, TODAY), reading)),
    );
  });
});
