import { describe, expect, test } from 'vitest';
import { judgeValueThresholds, type ValueFacts } from '../../../lib/domain/checks/judge-value-thresholds.ts';
import type { HistoryEntry } from '../../../lib/domain/history/history.ts';
import type { SubjectDay, SubjectHistory } from '../../../lib/domain/history/subject-history.ts';
import { totalsOf } from '../../../lib/domain/history/weekly-totals.ts';
import type { Claim, RefundRequest } from '../../../lib/domain/refund/refund-request.ts';
import { weekOf } from '../../../lib/domain/shared/calendar.ts';
import { because } from '../../../lib/domain/shared/reasons.ts';
import {
  aDay,
  aHistory,
  aLine,
  anEntry,
  anOrder,
  aPolicy,
  aRefund,
  eur,
  NOW,
  TODAY,
} from '../../builders.ts';

const fits = { fits: true, changed: true, order: anOrder() } as const;

function facts(overrides: Partial<ValueFacts> = {}): ValueFacts {
  const nobody = [aHistory({ kind: 'customer', id: 'c_1' })];
  return { order: anOrder(), claim: fits, linked: nobody, added: undefined, ...overrides };
}

function check(overrides: Partial<RefundRequest> = {}, linked?: readonly SubjectHistory[]) {
  return judgeValueThresholds(
    aRefund(overrides),
    facts(linked === undefined ? {} : { linked }),
    aPolicy(),
    NOW,
  );
}

function codes(...of: Parameters<typeof check>): readonly string[] {
  return check(...of).reasons.map(({ code }) => code);
}

/** Whether the amount by itself is over its limit, whatever the sum of the linked ones says. */
const isOver = (overrides: Partial<RefundRequest>): boolean => codes(overrides).includes('V06_OVER_LIMIT');

const customer = (past: Parameters<typeof aHistory>[1]) => aHistory({ kind: 'customer', id: 'c_1' }, past);
const on = (day: string, valueMinor: number, unsupportedMinor = 0) =>
  aDay(day, { valueMinor, unsupportedMinor });

describe('R8, the limit of a currency', () => {
  test.each([
    ['EUR', 500_000],
    ['USD', 580_000],
    ['GBP', 440_000],
    ['JPY', 890_000],
    ['BHD', 2_200_000],
  ])('in %s is %i minor units', (currency, limit) => {
    expect(isOver({ amount: { currency, minor: limit - 1 } })).toBe(false);
    expect(isOver({ amount: { currency, minor: limit } })).toBe(false);
    expect(isOver({ amount: { currency, minor: limit + 1 } })).toBe(true);
  });

  test.each([
    [999_999, false],
    [1_000_000, false],
    [1_000_001, true],
  ])('over twice of it takes two reviewers: %i %s', (minor, twoReviewers) => {
    expect(check({ amount: eur(minor) }).twoReviewers).toBe(twoReviewers);
  });

  test.each([
    ['gift_card', 100_000],
    ['precious_metal', 250_000],
    ['tablet', 500_000],
    ['__proto__', 500_000],
    ['constructor', 500_000],
  ])('is a share of it for the category %s: %i', (category, limit) => {
    const lines = [aLine({ category })];
    expect(isOver({ amount: eur(limit), lines })).toBe(false);
    expect(isOver({ amount: eur(limit + 1), lines })).toBe(true);
  });

  test('is that of the strictest category among the lines', () => {
    const lines = [
      aLine(),
      aLine({ lineId: '2', category: 'gift_card' }),
      aLine({ lineId: '3', category: undefined }),
    ];
    expect(isOver({ amount: eur(100_001), lines })).toBe(true);
    expect(check({ amount: eur(200_001), lines }).twoReviewers).toBe(true);
  });

  test.each([
    ['that is none', 'XXX'],
    ['named as every object’s property', 'constructor'],
  ])('is unknown for a currency %s, which is held and takes two reviewers', (_name, currency) => {
    const finding = check({ amount: { currency, minor: 1 } }, [customer({})]);
    expect(finding.reasons).toStrictEqual([because('V01_NO_LIMIT_FOR_CURRENCY', { currency })]);
    expect(finding.baseMinor).toBeNull();
    expect(finding.twoReviewers).toBe(true);
  });

  test('of a currency without a limit of its own is that of the base currency, at the reference rate', () => {
    const { EUR } = aPolicy().valueLimits;
    const policy = aPolicy({ valueLimits: EUR === undefined ? {} : { EUR } });
    const codesAt = (minor: number) =>
      judgeValueThresholds(aRefund({ amount: { currency: 'USD', minor } }), facts(), policy, NOW).reasons.map(
        ({ code }) => code,
      );
    expect(codesAt(581_395)).toStrictEqual([]);
    expect(codesAt(581_396)).toContain('V06_OVER_LIMIT');
  });

  test('is unknown for a currency with a limit but without a rate', () => {
    const policy = aPolicy({ ratesPpm: { EUR: 1_000_000 } });
    const amount = { currency: 'USD', minor: 1 };
    const { reasons } = judgeValueThresholds(aRefund({ amount }), facts(), policy, NOW);
    expect(reasons.map(({ code }) => code)).toStrictEqual(['V01_NO_LIMIT_FOR_CURRENCY']);
  });
});

describe('R8, the sum of linked refunds', () => {
  test.each([
    [399_999, []],
    [400_000, []],
    [400_001, ['V07_LINKED_SUM_OVER_LIMIT']],
  ])('with %i in the days before and 1,000.00 now leaves %j', (before, expected) => {
    expect(codes({ amount: eur(100_000) }, [customer({ days: [on('2026-11-20', before)] })])).toStrictEqual(
      expected,
    );
  });

  test.each([
    [eur(500_001), 0, ['V06_OVER_LIMIT']],
    [eur(500_001), 1, ['V06_OVER_LIMIT', 'V07_LINKED_SUM_OVER_LIMIT']],
  ])(
    'is named next to an amount over the limit only if there are other refunds: %j after %i',
    (amount, before, expected) => {
      expect(codes({ amount }, [customer({ days: [on('2026-11-20', before)] })])).toStrictEqual(expected);
      expect(codes({ amount }, [customer({ days: [on(TODAY, before)] })])).toStrictEqual(expected);
    },
  );

  test('meets the limit of the refund’s category, so that splitting gains nothing there either', () => {
    const past = customer({ days: [on(TODAY, 60_000)] });
    const lines = [aLine({ category: 'gift_card' })];
    expect(codes({ amount: eur(40_000), lines }, [past])).toStrictEqual([]);
    expect(codes({ amount: eur(40_001), lines }, [past])).toStrictEqual(['V07_LINKED_SUM_OVER_LIMIT']);
  });

  test('counts today, the open days and the folded days alike', () => {
    const past = customer({
      rolledUpThrough: '2026-11-20',
      valueByDay: [{ day: '2026-11-20', valueMinor: 150_000 }],
      days: [on('2026-11-21', 150_000), on(TODAY, 100_000)],
    });
    expect(codes({ amount: eur(100_000) }, [past])).toStrictEqual([]);
    expect(check({ amount: eur(100_001) }, [past]).reasons).toStrictEqual([
      because('V07_LINKED_SUM_OVER_LIMIT', {
        kind: 'customer',
        todayMinor: 100_000,
        atStartOfDayMinor: 200_000,
      }),
    ]);
  });

  test.each([
    ['2026-10-23', []],
    ['2026-10-24', ['V07_LINKED_SUM_OVER_LIMIT']],
  ])('reaches back 30 days with today: %s leaves %j', (day, expected) => {
    expect(codes({ amount: eur(1) }, [customer({ days: [on(day, 500_000)] })])).toStrictEqual(expected);
  });

  test.each([
    ['instrument', ['instrument']],
    ['device', []],
    ['address', []],
  ] as const)(
    'is taken for each linked subject alone, and not where strangers meet: %s',
    (kind, expected) => {
      const linked = aHistory({ kind, id: 'x_1' }, { days: [on(TODAY, 950_000)] });
      const finding = check({ amount: eur(100_000) }, [customer({ days: [on(TODAY, 50_000)] }), linked]);
      expect(finding.reasons.map(({ facts }) => facts['kind'])).toStrictEqual(expected);
      expect(finding.twoReviewers).toBe(expected.length > 0);
    },
  );

  test.each([
    [899_999, false],
    [900_000, false],
    [900_001, true],
  ])('over the second limit takes two reviewers, so that splitting gains nothing: %i %s', (before, two) => {
    const finding = check({ amount: eur(100_000) }, [customer({ days: [on('2026-11-21', before)] })]);
    expect(finding.twoReviewers).toBe(two);
  });
});

describe('the room of a linked subject', () => {
  test('is what is left of its budget and of the limit', () => {
    const past = customer({ days: [on('2026-11-21', 40_000, 10_000), on(TODAY, 7000, 7000)] });
    expect(check({}, [past]).budgets).toStrictEqual([
      {
        subject: { kind: 'customer', id: 'c_1' },
        day: TODAY,
        unsupportedMinor: 30_000 - Math.ceil(10_000 * 2 ** (-1 / 90)),
        valueMinor: 460_000,
        countsValue: 'all',
        isBudgeted: true,
        hasHistory: true,
        rollUp: false,
      },
    ]);
  });

  const unsupportedLeft = (minor: number, claim: Claim, days: readonly SubjectDay[]) =>
    check({ claim, amount: eur(minor) }, [customer({ days })]).budgets[0]?.unsupportedMinor;

  test.each([
    ['nothing', [], 151_000],
    ['something 90 days ago', [on('2026-08-24', 100, 100)], 29_950],
    ['something 91 days ago', [on('2026-08-23', 100, 100)], 151_000],
    ['only what evidence supports', [on('2026-11-21', 100_000, 0)], 151_000],
    ['something today, which the reservation counts', [on(TODAY, 100, 100)], 151_000],
  ])('lets a claim without goods pass alone after %s', (_name, days, left) => {
    expect(unsupportedLeft(151_000, 'not_received', days)).toBe(left);
  });

  test('lets no return exceed it', () => {
    expect(unsupportedLeft(151_000, 'returned', [])).toBe(30_000);
  });

  test.each([
    ['customer', 'all'],
    ['instrument', 'all'],
    ['address', 'unsupported'],
    ['device', 'unsupported'],
  ] as const)('of a %s counts %s value', (kind, expected) => {
    expect(check({}, [aHistory({ kind, id: 'x_1' })]).budgets[0]?.countsValue).toBe(expected);
  });

  test('is rolled up from seven open days on', () => {
    const days = ['14', '15', '16', '17', '18', '19', '20'].map((day) => on(`2026-11-${day}`, 1));
    expect(check({}, [customer({ days: days.slice(1) })]).budgets[0]?.rollUp).toBe(false);
    expect(check({}, [customer({ days })]).budgets[0]?.rollUp).toBe(true);
  });
});

describe('the risk of the linked subjects', () => {
  const DEVICE = { kind: 'device', id: 'dev_1' } as const;
  const stranger = anEntry({ refundId: 're_0', customerId: 'c_2', exceptionPermille: 600 });
  const own = anEntry({ exceptionPermille: 0 });
  const strangersSeen = (device: SubjectHistory, added?: HistoryEntry) =>
    judgeValueThresholds(aRefund(), facts({ linked: [device], added }), aPolicy(), NOW).ring.channels.find(
      ({ channel }) => channel === 'device_customers',
    )?.observed;

  test('is not raised by strangers whose goods came back', () => {
    const entries = [{ ...stranger, exceptionPermille: 599 }];
    expect(strangersSeen(aHistory(DEVICE, { days: [aDay('2026-11-21', { entries })] }))).toBe(0);
  });

  test('counts the other customers of a device, whether the refund stands in its past or not, open or folded', () => {
    const yesterday = { day: '2026-11-21' };
    const entries = [
      { ...stranger, ...yesterday },
      { ...own, ...yesterday },
    ];
    const totals = totalsOf(entries);
    const weeks = [{ week: weekOf('2026-11-21'), totals, unsupportedMinor: 0 }];
    const before = aHistory(DEVICE, { days: [aDay('2026-11-21', { entries: entries.slice(0, 1) })] });
    const open = aHistory(DEVICE, { days: [aDay('2026-11-21', { entries })] });
    const rolledUp = aHistory(DEVICE, { weeks, rolledUpThrough: '2026-11-21' });
    expect(strangersSeen(before)).toBe(1);
    expect(strangersSeen(open, entries[1])).toBe(1);
    expect(strangersSeen(rolledUp, entries[1])).toBe(1);
  });

  test('is that of the riskiest of them', () => {
    const frauds = [1, 2, 3].map((number) => anEntry({ refundId: `re_${number}0`, verdict: 'fraud' }));
    const address = aHistory({ kind: 'address', id: 'adr_1' }, { days: [aDay(TODAY, { entries: frauds })] });
    const { ring } = check({}, [customer({}), address, aHistory(DEVICE)]);
    expect(ring.kind).toBe('address');
    expect(ring.q).toBeGreaterThan(check({}, [customer({})]).ring.q);
  });
});

describe('what else the value check says', () => {
  test('repeats why the claim on the order does not fit', () => {
    const reasons = [because('V03_MORE_THAN_SHIPPED', { asked: 2 })];
    const claim = { fits: false, reasons } as const;
    const finding = judgeValueThresholds(aRefund(), facts({ claim }), aPolicy(), NOW);
    expect(finding.reasons).toStrictEqual(reasons);
  });

  test.each([
    ['flagged', undefined, true],
    ['flagged', '2026-11-22T10:00:00.001Z', true],
    ['flagged', '2026-11-22T10:00:00.000Z', false],
    ['cleared', undefined, false],
  ] as const)('names a subject and an order that are %s until %s: %s', (state, until, held) => {
    const flag = { state, at: '2026-11-01T00:00:00.000Z', until };
    const linked = [customer({ flag })];
    const { reasons } = judgeValueThresholds(
      aRefund(),
      facts({ order: anOrder({ flag }), linked }),
      aPolicy(),
      NOW,
    );
    expect(reasons).toStrictEqual(
      held
        ? [
            because('S03_SUBJECT_FLAGGED', { kind: 'customer', id: 'c_1' }),
            because('S03_SUBJECT_FLAGGED', { kind: 'order', id: 'o_1' }),
          ]
        : [],
    );
  });
});
