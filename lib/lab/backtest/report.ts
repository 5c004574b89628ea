import { type Figures, figuresOf } from './figures.ts';
import type { RunRecords } from './records.ts';
import { type Calibration, pooledCalibration } from './score/calibration.ts';
import { type TargetResult, targetResults } from './targets.ts';

/** A policy as a report names it. */
export interface ReportedPolicy {
  /** As on the command line: the file's name, or `default`. */
  readonly name: string;
  readonly version: string;
  readonly hash: string;
}

/** One policy on one world. */
export interface RunReport {
  readonly policy: ReportedPolicy;
  readonly world: string;
  readonly seed: number;
  readonly startsAt: string;
  readonly figures: Figures;
}

/** One policy over all worlds of a report. */
export interface PolicyReport {
  readonly policy: ReportedPolicy;
  readonly targets: readonly TargetResult[];
  /** Over the refunds of all worlds together; each run has the calibration of its own world. */
  readonly calibration: Calibration;
}

/**
 * What a backtest found. `report.json` is this, and the page shows nothing else. The same events, truth and
 * policies give the same bytes. Fields may be added within version 1, none renamed. Shares are 0 to 1; a figure
 * for which a world has nothing to count is null.
 */
export interface BacktestReport {
  readonly schema: 'refundgate.backtest.v1';
  /** The currency of every amount named `…Minor`. */
  readonly baseCurrency: string;
  /** Refunds that reviewers take up per day; null if every refund is taken up at once. */
  readonly reviewsPerDay: number | null;
  /** One run for each world and policy, in the order of `policies` within each world. */
  readonly runs: readonly RunReport[];
  /** One, or the two that are compared. */
  readonly policies: readonly PolicyReport[];
}

/** Returns a finished run with its scores. */
export function runReport(run: {
  readonly policy: ReportedPolicy;
  readonly world: string;
  readonly records: RunRecords;
  readonly scoredFromDay: number;
}): RunReport {
  const { policy, world, records, scoredFromDay } = run;
  const startsAt = new Date(records.startsAtMs).toISOString();
  return { policy, world, seed: records.seed, startsAt, figures: figuresOf(records, scoredFromDay) };
}

/** Returns the report over all runs. Policies are distinguished by their names. */
export function backtestReport(
  runs: readonly RunReport[],
  world: Pick<BacktestReport, 'baseCurrency' | 'reviewsPerDay'>,
): BacktestReport {
  const byPolicy = Map.groupBy(runs, ({ policy }) => policy.name);
  return {
    schema: 'refundgate.backtest.v1',
    baseCurrency: world.baseCurrency,
    reviewsPerDay: world.reviewsPerDay,
    runs,
    policies: [...byPolicy.values()].flatMap((of) => {
      const [first] = of;
      if (first === undefined) return [];
      const worlds = of.map(({ figures }) => figures);
      const calibration = pooledCalibration(worlds.map((one) => one.calibration));
      return [{ policy: first.policy, targets: targetResults(worlds), calibration }];
    }),
  };
}
