import type { Figures } from './figures.ts';
import { pooledCalibration } from './score/calibration.ts';

/** How a figure is written. */
export type FigureFormat = 'share' | 'number' | 'per thousand';

/** A figure that the gate promises to reach. */
export interface Target {
  readonly id: string;
  readonly label: string;
  readonly format: FigureFormat;
  readonly bound: 'at least' | 'at most';
  readonly limit: number;
  readonly of: (figures: Figures) => number | null;
  /** The figure over several worlds together, where that is not the mean of theirs. */
  readonly ofAll?: (worlds: readonly Figures[]) => number | null;
}

/** What the gate promises of a simulated year on seeds nobody tuned on. */
export const TARGETS: readonly Target[] = [
  {
    id: 'caught_at_20',
    label: 'fraud value in the top 20 reviews per 1,000 refunds',
    format: 'share',
    bound: 'at least',
    limit: 0.93,
    // As the queue is ordered: by the expected loss when the gate asked a person, or paid.
    of: ({ ranking }) => ranking.gateAtVerdict.caughtAtReference,
  },
  {
    id: 'caught',
    label: 'fraud value escalated or denied',
    format: 'share',
    bound: 'at least',
    limit: 0.95,
    of: ({ operatingPoint }) => operatingPoint.valueCaught,
  },
  {
    id: 'reviews',
    label: 'reviews per 1,000 refunds',
    format: 'per thousand',
    bound: 'at most',
    limit: 32,
    of: ({ operatingPoint }) => operatingPoint.reviewsPerThousand,
  },
  {
    id: 'precision',
    label: 'frauds among the escalated',
    format: 'share',
    bound: 'at least',
    limit: 0.55,
    of: ({ operatingPoint }) => operatingPoint.precision,
  },
  {
    id: 'honest_hindered',
    label: 'honest refunds delayed over 24 h or escalated',
    format: 'share',
    bound: 'at most',
    limit: 0.035,
    of: ({ operatingPoint }) => operatingPoint.honestHindered,
  },
  {
    id: 'clerks_found',
    label: 'bribed clerks found, the planners apart',
    format: 'share',
    bound: 'at least',
    limit: 0.95,
    // Who plans around the policy has a target of his own: the value he gets.
    of: ({ staff }) => staff.gate.plainClerks.shareFound,
  },
  {
    id: 'clerk_median_frauds',
    label: 'frauds before a case on a bribed clerk, median',
    format: 'number',
    bound: 'at most',
    limit: 5,
    of: ({ staff }) => staff.gate.plainClerks.medianFrauds,
  },
  {
    id: 'honest_accused',
    label: 'honest employees accused per 1,000 employee-years',
    format: 'per thousand',
    bound: 'at most',
    limit: 1,
    of: ({ staff }) => staff.gate.honestAccusedPerThousandYears,
  },
  {
    id: 'adaptive_caught',
    label: 'value of the insider who knows the policy caught',
    format: 'share',
    bound: 'at least',
    limit: 0.8,
    of: ({ adaptiveValueCaught }) => adaptiveValueCaught,
  },
  {
    id: 'calibration_gap',
    label: 'worst gap of calibration above .2',
    format: 'share',
    bound: 'at most',
    limit: 0.1,
    of: ({ calibration }) => calibration.worstGap,
    // The largest of several gaps is mostly chance, and a mean of such stays so however many worlds there are.
    ofAll: (worlds) => pooledCalibration(worlds.map(({ calibration }) => calibration)).worstGap,
  },
];

/** What became of a target on one or more worlds. */
export interface TargetResult {
  readonly id: string;
  readonly label: string;
  readonly format: FigureFormat;
  readonly bound: Target['bound'];
  readonly limit: number;
  /** One for each world; null where the world has nothing to measure it by. */
  readonly values: readonly (number | null)[];
  /** Over the worlds that have a value; null when none has. */
  readonly mean: number | null;
  readonly worst: number | null;
  /** Over all worlds together: the mean, or where a figure is measured on all refunds at once, that. */
  readonly overall: number | null;
  /** `on average`: together they reach it, but not every world does. A world without a value does not reach it. */
  readonly met: 'yes' | 'on average' | 'no';
}

/** Answers every target's result over the figures of one policy on one or more worlds. */
export function targetResults(worlds: readonly Figures[]): readonly TargetResult[] {
  return TARGETS.map(({ of, ofAll, ...target }) => {
    const values = worlds.map(of);
    const known = values.filter((value) => value !== null);
    const mean = known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
    const overall = ofAll === undefined ? mean : ofAll(worlds);
    const worst =
      known.length === 0 ? null : target.bound === 'at least' ? Math.min(...known) : Math.max(...known);
    const reaches = (value: number | null): boolean =>
      value !== null && (target.bound === 'at least' ? value >= target.limit : value <= target.limit);
    const met = values.every(reaches)
      ? 'yes'
      : reaches(overall) && known.length === values.length
        ? 'on average'
        : 'no';
    return { ...target, values, mean, worst, overall, met };
  });
}
