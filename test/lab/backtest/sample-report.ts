import type { RefundRecord, RunRecords } from '../../../lib/lab/backtest/records.ts';
import { type BacktestReport, backtestReport, runReport } from '../../../lib/lab/backtest/report.ts';
import { Random } from '../../../lib/lab/world/random.ts';
import { anEmployee, aRecord, many, onDay, WORLD_START } from './records.ts';

const DAYS = 100;
const REFUNDS = 4000;
const HOUR = 3_600_000;
const INSIDERS = 12;

const METHODS = ['ghost_return', 'adaptive_ghost', 'wrong_goods', 'damage_lie', 'bribed_agent'] as const;

/**
 * Records of a run that nobody played, drawn so that every figure has something to show: probabilities that mean
 * nearly what they say, a few escalations, cases on most insiders.
 * @param eagerness - the probability from which a refund is escalated; the lower, the more reviews.
 */
export function drawnRecords(seed: number, eagerness: number): RunRecords {
  const random = new Random(seed, 'sample');
  const refunds = many(REFUNDS, (index): RefundRecord => {
    const fraudProbability = random.next() ** 12;
    const fraud = random.next() < fraudProbability * 0.95;
    const valueMinor = 1000 + Math.floor(random.next() * 90_000);
    const requestedAtMs = onDay((index / REFUNDS) * DAYS);
    const escalated = fraudProbability > eagerness;
    const waitMs = random.next() < 0.9 ? 0 : random.next() * 100 * HOUR;
    const denied = escalated && fraud;
    return aRecord({
      refundId: `re_${index}`,
      requestedAtMs,
      valueMinor,
      markedBy: `emp_${index % 60}`,
      fraud,
      method: fraud ? (METHODS[index % METHODS.length] ?? null) : null,
      insiderIds: fraud ? [`emp_${index % INSIDERS}`] : [],
      lacksScan: random.next() < (fraud ? 0.6 : 0.04),
      highestLossMinor: Math.round(fraudProbability * valueMinor),
      verdictLossMinor: Math.round(fraudProbability * valueMinor),
      fraudProbability,
      escalationCodes: escalated ? (index % 2 === 0 ? ['E01', 'E02'] : ['E02']) : [],
      escalatedAtMs: escalated ? requestedAtMs + waitMs : null,
      approvedAtMs: denied ? null : requestedAtMs + waitMs + (escalated ? 3 * HOUR : 0),
      deniedAtMs: denied ? requestedAtMs + waitMs + HOUR : null,
      approvedBy: denied ? null : escalated ? 'reviewer' : 'policy',
    });
  });
  return {
    seed,
    startsAtMs: WORLD_START,
    days: DAYS,
    refunds,
    employees: many(60, (index) =>
      anEmployee({
        employeeId: `emp_${index}`,
        insider:
          index >= INSIDERS
            ? null
            : index === 0
              ? 'adaptive_clerk'
              : index > 9
                ? 'bribed_agent'
                : 'bribed_clerk',
        role: index > 9 && index < INSIDERS ? 'agent' : 'clerk',
        caseOpenedAtMs: index < INSIDERS - 1 ? onDay(4 * (index + 2)) : null,
      }),
    ),
    unvalued: 0,
    untold: 0,
    rejectedEvents: 0,
    desk: { cases: 120, answers: 130, refusedAnswers: 4, unanswered: 1 },
  };
}

/** A report over worlds of the given seeds, of one or two policies. */
export function aReport({
  seeds = [7],
  policies = ['default'],
}: {
  readonly seeds?: readonly number[];
  readonly policies?: readonly string[];
} = {}): BacktestReport {
  const runs = seeds.flatMap((seed) =>
    policies.map((name, index) =>
      runReport({
        policy: { name, version: '2026-11-22.1', hash: `sha256:${String(index).repeat(64)}` },
        world: `simulated world ${seed}`,
        records: drawnRecords(seed, index === 0 ? 0.4 : 0.7),
        scoredFromDay: DAYS / 2,
      }),
    ),
  );
  return backtestReport(runs, { baseCurrency: 'EUR', reviewsPerDay: null });
}
