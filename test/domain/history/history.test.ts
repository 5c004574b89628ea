import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type HistoryEntry,
  type HistoryVerdict,
  INCIDENT_PERMILLE,
} from '../../../lib/domain/history/history.ts';
import { rollUpWeek } from '../../../lib/domain/history/roll-up-week.ts';
import { EMPTY_PROFILE, type SubjectDay } from '../../../lib/domain/history/subject-history.ts';
import { MAX_NAMED, NO_TOTALS, totalsOf } from '../../../lib/domain/history/weekly-totals.ts';
import type { Tier } from '../../../lib/domain/policy/model-parameters.ts';
import { dayNumber, dayOfNumber, daysOfWeek, weekOf } from '../../../lib/domain/shared/calendar.ts';
import { aDay, anEntry, NOW } from '../../builders.ts';

/** Entries of distinct refunds. */
const someEntries: fc.Arbitrary<readonly HistoryEntry[]> = fc
  .array(
    fc.record({
      tier: fc.constantFrom<Tier>(0, 1, 2),
      claim: fc.constantFrom('returned' as const, 'not_received', 'damaged', 'returnless'),
      exceptionPermille: fc.nat(1000),
      verdict: fc.constantFrom<HistoryVerdict>('none', 'genuine', 'fraud', 'false_attestation'),
      reviewerIds: fc.subarray(['rev_1', 'rev_2', 'rev_3']),
      customerId: fc.nat(40).map((number) => `c_${number}`),
    }),
    { maxLength: 60 },
  )
  .map((some) => some.map((one, number) => anEntry({ ...one, refundId: `re_${number}` })));

const shuffled = <Value>(values: readonly Value[]) =>
  fc.shuffledSubarray([...values], { minLength: values.length });

describe('the totals of a set of entries', () => {
  test('is the same to the bit in any order', () => {
    const arrivals = someEntries.chain((entries) => fc.tuple(fc.constant(entries), shuffled(entries)));
    fc.assert(
      fc.property(arrivals, ([entries, again]) => {
        expect(totalsOf(again)).toStrictEqual(totalsOf(entries));
      }),
      { numRuns: 500 },
    );
  });

  test('of none is empty, and names no counter that is zero', () => {
    expect(totalsOf([])).toStrictEqual(NO_TOTALS);
    expect(Object.keys(totalsOf([anEntry({ exceptionPermille: 0 })]).counts)).toStrictEqual(['mid']);
  });

  test.each([
    [0, { low: 1, lowExceptions: 599 }],
    [1, { mid: 1, midExceptions: 599 }],
    [2, { high: 1, highExceptions: 599 }],
  ] as const)('counts a refund and its exception in its tier: %i', (tier, counts) => {
    const entry = anEntry({ tier, exceptionPermille: INCIDENT_PERMILLE - 1 });
    expect(totalsOf([entry]).counts).toMatchObject(counts);
    expect(totalsOf([entry]).incidents).toStrictEqual([]);
  });

  test('names a refund as an incident from the threshold on, and whenever it was attested falsely', () => {
    const at = (exceptionPermille: number, verdict: HistoryVerdict = 'none') =>
      totalsOf([anEntry({ exceptionPermille, verdict })]).incidents;
    expect(at(INCIDENT_PERMILLE - 1)).toStrictEqual([]);
    expect(at(INCIDENT_PERMILLE)).toStrictEqual(['re_1']);
    expect(at(0, 'fraud')).toStrictEqual([]);
    expect(at(0, 'false_attestation')).toStrictEqual(['re_1']);
  });

  test('counts a false attestation as a whole exception, whatever the scans say, and who found it', () => {
    const found = anEntry({ exceptionPermille: 0, verdict: 'false_attestation', reviewerIds: ['rev_2'] });
    const { counts, reviewers } = totalsOf([found]);
    expect(counts).toMatchObject({ midExceptions: 1000, confirmed: 1, falseAttestations: 1, incidents: 1 });
    expect(reviewers).toStrictEqual(['rev_2']);
    expect(totalsOf([{ ...found, verdict: 'fraud' }]).reviewers).toStrictEqual([]);
  });

  test('tells on which days what was attested was false, by people or by the scans', () => {
    const days = totalsOf([
      anEntry({ refundId: 're_1', day: '2026-11-20', verdict: 'false_attestation' }),
      anEntry({ refundId: 're_2', day: '2026-11-20', neverCame: true }),
      anEntry({ refundId: 're_3', day: '2026-11-18', neverCame: true, verdict: 'fraud' }),
      anEntry({ refundId: 're_4', day: '2026-11-21', neverCame: true, verdict: 'genuine' }),
      anEntry({ refundId: 're_5', day: '2026-11-22', verdict: 'fraud' }),
    ]).falseDays;
    expect(days).toStrictEqual(['2026-11-18', '2026-11-20']);
  });

  test('names what was attested falsely in an account in other hands apart, with who found it', () => {
    const found = { verdict: 'false_attestation', looksTakenOver: true, reviewerIds: ['rev_1'] } as const;
    const { takenOver, takenOverReviewers } = totalsOf([
      anEntry({ ...found, refundId: 're_2' }),
      anEntry({ ...found, refundId: 're_1', reviewerIds: ['rev_2', 'rev_1'] }),
      anEntry({ ...found, refundId: 're_3', looksTakenOver: false, reviewerIds: ['rev_3'] }),
      anEntry({ ...found, refundId: 're_4', verdict: 'fraud', reviewerIds: ['rev_4'] }),
    ]);
    expect([takenOver, takenOverReviewers]).toStrictEqual([
      ['re_1', 're_2'],
      ['rev_1', 'rev_2'],
    ]);
  });

  test('counts a return that never came until a reviewer finds it genuine', () => {
    const found = anEntry({ neverCame: true });
    expect(totalsOf([found]).counts).toMatchObject({ neverCame: 1 });
    expect(totalsOf([{ ...found, verdict: 'fraud' }]).counts).toMatchObject({ neverCame: 1 });
    expect(totalsOf([{ ...found, verdict: 'genuine' }]).counts).not.toHaveProperty('neverCame');
  });

  test.each([
    { verdict: 'false_attestation', exceptionPermille: 1000 },
    { verdict: 'none', exceptionPermille: 1000 },
    { verdict: 'none', neverCame: true },
    { verdict: 'fraud', claim: 'returnless' },
  ] as const)(
    'holds nothing against the owner of an account that was in other hands, and goes on watching the account: %j',
    (found) => {
      const own = anEntry({ ...found, reviewerIds: ['rev_2'] });
      const totals = totalsOf([{ ...own, looksTakenOver: true }]);
      const { counts, reviewers, claimReviewers, falseDays, incidents } = totals;
      for (const counter of ['incidents', 'falseAttestations', 'falseClaims', 'neverCame'])
        expect(counts).not.toHaveProperty(counter);
      expect([reviewers, claimReviewers, falseDays, incidents]).toStrictEqual([[], [], [], []]);
      const { midExceptions, confirmed } = totalsOf([own]).counts;
      expect([counts.midExceptions, counts.confirmed]).toStrictEqual([midExceptions, confirmed]);
    },
  );

  test('counts a claim without goods that was found false, and who found it, apart from what somebody attested', () => {
    const found = anEntry({
      claim: 'not_received',
      exceptionPermille: 0,
      verdict: 'fraud',
      reviewerIds: ['rev_2'],
    });
    const { counts, reviewers, claimReviewers, incidents } = totalsOf([found]);
    expect(counts).toMatchObject({ confirmed: 1, falseClaims: 1, incidents: 1 });
    expect([reviewers, claimReviewers, incidents]).toStrictEqual([[], ['rev_2'], ['re_1']]);
    const others = [{ ...found, claim: 'returned' } as const, { ...found, verdict: 'genuine' } as const];
    for (const other of others)
      expect(totalsOf([other])).toMatchObject({ claimReviewers: [], incidents: [] });
    expect(totalsOf([{ ...found, verdict: 'false_attestation' }]).claimReviewers).toStrictEqual([]);
  });

  test('keeps of a cleared refund only that it was one', () => {
    const cleared = anEntry({ neverCame: true, verdict: 'genuine', reviewerIds: ['rev_1'] });
    const clean = anEntry({ exceptionPermille: 0 });
    expect(totalsOf([cleared])).toStrictEqual(totalsOf([clean]));
  });

  test('names at most so many of a kind, the first in order', () => {
    const many = Array.from({ length: MAX_NAMED + 5 }, (_, number) => {
      const id = String(99 - number);
      return anEntry({ refundId: `re_${id}`, customerId: `c_${id}` });
    });
    const { customers, incidents, counts } = totalsOf(many);
    expect([customers, incidents].map(({ length }) => length)).toStrictEqual([24, 24]);
    expect(customers[0]).toBe(`c_${99 - MAX_NAMED - 4}`);
    expect(counts.mid).toBe(MAX_NAMED + 5);
  });
});

describe('weeks', () => {
  test.each([
    ['1970-01-05', 0],
    ['1970-01-04', -1],
    ['2026-11-22', 2967],
    ['2026-11-23', 2968],
  ])('begin on Monday: %s is in week %i', (day, week) => {
    expect(weekOf(day)).toBe(week);
  });

  test('hold the days from the first to the last, and days count one by one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (number) => {
        const day = dayOfNumber(number);
        expect(dayNumber(day)).toBe(number);
        const { first, last } = daysOfWeek(weekOf(day));
        expect(first <= day && day <= last).toBe(true);
        expect(dayNumber(last) - dayNumber(first)).toBe(6);
      }),
    );
  });
});

describe('folding a week', () => {
  const RULE = { kind: 'device', halfLifeDays: 30, windowDays: 30 } as const;
  const WEEK = weekOf('2026-11-16');
  const days = [
    aDay('2026-11-16', { valueMinor: 10, unsupportedMinor: 7, entries: [anEntry({ refundId: 're_1' })] }),
    aDay('2026-11-18', { valueMinor: 20, entries: [anEntry({ refundId: 're_2', tier: 2 })] }),
  ];
  const TALLY = totalsOf(days.flatMap(({ entries }) => entries));
  const rollUp = (profile = EMPTY_PROFILE, of: readonly SubjectDay[] = days, through = '2026-11-18') =>
    rollUpWeek(profile, { week: WEEK, days: of, through }, RULE);

  test('sets its tally, what was paid unseen and the values of its days', () => {
    expect(rollUp()).toStrictEqual({
      version: 0,
      rolledUpThrough: '2026-11-18',
      weeks: [{ week: WEEK, totals: { ...TALLY, incidents: [] }, unsupportedMinor: 7 }],
      valueByDay: [
        { day: '2026-11-16', valueMinor: 10 },
        { day: '2026-11-18', valueMinor: 20 },
      ],
    });
  });

  test.each([
    ['employee', []],
    ['customer', []],
    ['address', []],
    ['device', ['customers']],
    ['instrument', ['customers']],
  ] as const)('keeps the names that a judgement reads of its kind: %s', (kind, people) => {
    const [week] = rollUpWeek(
      EMPTY_PROFILE,
      { week: WEEK, days, through: '2026-11-18' },
      { ...RULE, kind },
    ).weeks;
    const { counts, ...names } = week?.totals ?? NO_TOTALS;
    expect(counts).toStrictEqual(TALLY.counts);
    const kept = kind === 'employee' ? ['incidents'] : people;
    expect(Object.keys(names).filter((name) => Reflect.get(names, name).length > 0)).toStrictEqual(kept);
  });

  test('twice changes nothing, in whatever order its days and entries come', () => {
    expect(rollUp(rollUp())).toStrictEqual(rollUp());
    expect(rollUp(EMPTY_PROFILE, days.toReversed())).toStrictEqual(rollUp());
  });

  test('again after a correction replaces what was rolled up', () => {
    const cleared = [
      aDay('2026-11-16', { entries: [anEntry({ refundId: 're_1', verdict: 'genuine' })] }),
      ...days.slice(1),
    ];
    expect(rollUp(rollUp(), cleared)).toStrictEqual(rollUp(EMPTY_PROFILE, cleared));
    expect(rollUp(rollUp(), cleared)).not.toStrictEqual(rollUp());
  });

  test('leaves out days after the one it folds through', () => {
    expect(rollUp(EMPTY_PROFILE, days, '2026-11-17').weeks).toStrictEqual(
      rollUp(EMPTY_PROFILE, days.slice(0, 1)).weeks,
    );
  });

  test('in any order of weeks gives the same profile', () => {
    const week = (number: number) => ({
      week: WEEK + number,
      days: [aDay(daysOfWeek(WEEK + number).first, { unsupportedMinor: number + 1, valueMinor: 1 })],
      through: '2026-12-20',
    });
    const all = [0, 1, 2, 3].map(week);
    const rolledUp = (weeks: typeof all) =>
      weeks.reduce((profile, one) => rollUpWeek(profile, one, RULE), EMPTY_PROFILE);
    fc.assert(
      fc.property(shuffled(all), (some) => {
        expect(rolledUp(some)).toStrictEqual(rolledUp(all));
      }),
    );
  });

  test('lets go of weeks that are older than four half-lives, of empty ones, and of values out of the window', () => {
    const late = daysOfWeek(WEEK + 18);
    const through = late.first;
    const next = { week: WEEK + 18, days: [aDay(late.first, { unsupportedMinor: 1 })], through };
    const profile = rollUpWeek(rollUp(), next, RULE);
    expect(profile.weeks.map(({ week }) => week)).toStrictEqual([WEEK + 18]);
    expect(profile.valueByDay).toStrictEqual([]);
    expect(rollUpWeek(profile, { ...next, days: [] }, RULE).weeks).toStrictEqual([]);
  });

  test('keeps what else the profile knows', () => {
    const known = { flag: { state: 'flagged', at: NOW.toISOString() }, caseOpenedOn: '2026-11-01' } as const;
    expect(rollUp({ ...EMPTY_PROFILE, ...known, version: 3 })).toMatchObject({ ...known, version: 3 });
  });
});
