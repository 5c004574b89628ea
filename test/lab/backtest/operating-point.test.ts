import { expect, it } from 'vitest';
import { byMethod } from '../../../lib/lab/backtest/score/by-method.ts';
import { byReason } from '../../../lib/lab/backtest/score/by-reason.ts';
import { operatingPoint, wasCaught } from '../../../lib/lab/backtest/score/operating-point.ts';
import { aFraud, aRecord, escalated, many, onDay } from './records.ts';

const HOUR = 3_600_000;

it('answers every share of a hand-made table exactly', () => {
  const refunds = [
    aFraud({ valueMinor: 600, ...escalated({ deniedAtMs: onDay(1) }) }),
    aFraud({ valueMinor: 300, ...escalated({ approvedAtMs: onDay(1), approvedBy: 'reviewer' }) }),
    aFraud({ valueMinor: 100 }),
    aRecord(escalated({ approvedAtMs: onDay(0) + HOUR, approvedBy: 'reviewer' })),
    aRecord(escalated({ deniedAtMs: onDay(0) + HOUR })),
    aRecord({ approvedAtMs: onDay(1) + 1 }),
    aRecord({ approvedAtMs: onDay(1) }),
    aRecord({ approvedAtMs: null, approvedBy: null }),
    aRecord(),
    aRecord(),
  ];
  expect(operatingPoint(refunds)).toStrictEqual({
    valueCaught: 0.9,
    valueDenied: 0.6,
    reviewsPerThousand: 400,
    precision: 0.5,
    honestHindered: 4 / 7,
    honestEscalated: 2 / 7,
    honestDenied: 1 / 7,
  });
});

it('answers null, not zero, of an empty table', () => {
  expect(new Set(Object.values(operatingPoint([])))).toStrictEqual(new Set([null]));
});

it('does not count as caught what was escalated or denied after it had been paid', () => {
  expect(wasCaught(aFraud({ approvedAtMs: onDay(1), escalatedAtMs: onDay(2), deniedAtMs: onDay(3) }))).toBe(
    false,
  );
  expect(wasCaught(aFraud({ approvedAtMs: onDay(2), escalatedAtMs: onDay(1) }))).toBe(true);
  expect(wasCaught(aFraud({ approvedAtMs: null, deniedAtMs: onDay(1) }))).toBe(true);
});

it('tells each method by its count, its value, what is caught of it and where it stands in the ranking', () => {
  const ranked = many(1000, (index) => {
    if (index === 0) return aFraud({ method: 'fake_tracking', valueMinor: 10 });
    if (index === 4) return aFraud({ valueMinor: 700, ...escalated() });
    if (index === 19) return aFraud({ valueMinor: 200, ...escalated() });
    if (index === 20) return aFraud({ valueMinor: 100 });
    return aRecord();
  });
  expect(byMethod(ranked)).toStrictEqual([
    {
      method: 'ghost_return',
      frauds: 3,
      valueMinor: 1000,
      valueCaught: 0.9,
      valueCaughtAtReference: 0.9,
      medianRankPerThousand: 20,
    },
    {
      method: 'fake_tracking',
      frauds: 1,
      valueMinor: 10,
      valueCaught: 0,
      valueCaughtAtReference: 1,
      medianRankPerThousand: 1,
    },
  ]);
});

it('tells each reason that asks by what it brings before people, alone and with others', () => {
  const refunds = [
    aFraud({ escalationCodes: ['E01', 'E02'] }),
    aFraud({ escalationCodes: ['E02', 'P03_NOT_DECIDED_IN_TIME'] }),
    aRecord({ escalationCodes: ['E02'] }),
    aRecord({ escalationCodes: ['E02', 'E02', 'R04'] }),
    aRecord(),
  ];
  expect(byReason(refunds)).toStrictEqual([
    { code: 'E02', escalated: 4, frauds: 2, precision: 0.5, alone: 2, aloneFrauds: 1 },
    { code: 'E01', escalated: 1, frauds: 1, precision: 1, alone: 0, aloneFrauds: 0 },
    { code: 'R04', escalated: 1, frauds: 0, precision: 0, alone: 0, aloneFrauds: 0 },
  ]);
});
