import type { Figures } from './figures.ts';
import { KNOWING_INSIDER } from './knowing-insider.ts';
import { accountableBins, type Calibration, pooledCalibration } from './score/calibration.ts';
import { isEnough } from './score/enough.ts';
import { sumOf } from './score/statistics.ts';

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
  /** The figure over several worlds together, if that is not the mean of theirs. */
  readonly ofAll?: (worlds: readonly Figures[]) => number | null;
  /** What the figure is based on, and how many of them there are. */
  readonly counts: Counted;
  readonly count: (worlds: readonly Figures[]) => number;
}

/** What is counted for a figure. */
export type Counted = 'people' | 'frauds' | 'refunds';

const total =
  (of: (figures: Figures) => number) =>
  (worlds: readonly Figures[]): number =>
    sumOf(worlds, of);

const clerks = total(({ staff }) => staff.gate.plainClerks.people);
const frauds = total(({ population }) => population.frauds);

/** What the gate promises for a simulated year, on seeds that were not used for tuning. */
export const TARGETS: readonly Target[] = [
  {
    id: 'caught_at_20',
    label: 'fraud value in the top 20 reviews per 1,000 refunds',
    format: 'share',
    bound: 'at least',
    limit: 0.93,
    // As the queue is ordered: by the expected loss when the gate asked a person, or paid.
    of: ({ ranking }) => ranking.gateAtVerdict.caughtAtReference,
    counts: 'frauds',
    count: frauds,
  },
  {
    id: 'caught',
    label: 'fraud value escalated or denied',
    format: 'share',
    bound: 'at least',
    limit: 0.95,
    of: ({ operatingPoint }) => operatingPoint.valueCaught,
    counts: 'frauds',
    count: frauds,
  },
  {
    id: 'reviews',
    label: 'reviews per 1,000 refunds',
    format: 'per thousand',
    bound: 'at most',
    limit: 32,
    of: ({ operatingPoint }) => operatingPoint.reviewsPerThousand,
    counts: 'refunds',
    count: total(({ population }) => population.refunds),
  },
  {
    id: 'precision',
    label: 'frauds among the escalated',
    format: 'share',
    bound: 'at least',
    limit: 0.55,
    of: ({ operatingPoint }) => operatingPoint.precision,
    counts: 'refunds',
    count: total(({ operatingPoint: { reviewsPerThousand }, population }) =>
      Math.round(((reviewsPerThousand ?? 0) * population.refunds) / 1000),
    ),
  },
  {
    id: 'honest_hindered',
    label: 'honest refunds delayed over 24 h or escalated',
    format: 'share',
    bound: 'at most',
    limit: 0.035,
    of: ({ operatingPoint }) => operatingPoint.honestHindered,
    counts: 'refunds',
    count: total(({ honestDelay }) => honestDelay.refunds),
  },
  {
    id: 'clerks_found',
    label: `bribed clerks found, except the ${KNOWING_INSIDER}`,
    format: 'share',
    bound: 'at least',
    limit: 0.95,
    // The insiders who know the policy have a target of their own: the share of their value that is caught.
    of: ({ staff }) => staff.gate.plainClerks.shareFound,
    counts: 'people',
    count: clerks,
  },
  {
    id: 'clerk_median_frauds',
    label: 'frauds before a case on a bribed clerk, median',
    format: 'number',
    bound: 'at most',
    limit: 5,
    of: ({ staff }) => staff.gate.plainClerks.medianFrauds,
    counts: 'people',
    count: clerks,
  },
  {
    id: 'honest_accused',
    label: 'honest employees accused per 1,000 employee-years',
    format: 'per thousand',
    bound: 'at most',
    limit: 1,
    of: ({ staff }) => staff.gate.honestAccusedPerThousandYears,
    counts: 'people',
    count: total(({ staff }) => staff.gate.honestPeople + staff.gate.phished.people),
  },
  {
    id: 'adaptive_caught',
    label: `value of the ${KNOWING_INSIDER} caught`,
    format: 'share',
    bound: 'at least',
    limit: 0.8,
    of: ({ adaptiveValueCaught }) => adaptiveValueCaught,
    counts: 'frauds',
    count: total(({ methods }) => methods.find(({ method }) => method === 'adaptive_ghost')?.frauds ?? 0),
  },
  {
    id: 'calibration_gap',
    label: 'worst gap of calibration above .2',
    format: 'share',
    bound: 'at most',
    limit: 0.1,
    of: ({ calibration }) => calibration.worstGap,
    // The largest of several gaps is mostly chance. So is a mean of such gaps, however many worlds there are.
    ofAll: (worlds) => overAll(worlds).worstGap,
    counts: 'refunds',
    count: (worlds) => sumOf(accountableBins(overAll(worlds)), ({ refunds }) => refunds),
  },
];

function overAll(worlds: readonly Figures[]): Calibration {
  return pooledCalibration(worlds.map(({ calibration }) => calibration));
}

/** What became of a target on one or more worlds. */
export interface TargetResult {
  readonly id: string;
  readonly label: string;
  readonly format: FigureFormat;
  readonly bound: Target['bound'];
  readonly limit: number;
  /** One for each world; null if the world has nothing to measure it by. */
  readonly values: readonly (number | null)[];
  /** Over the worlds that have a value; null when none has. */
  readonly mean: number | null;
  readonly worst: number | null;
  /**
   * Over all worlds together: the mean, or the figure over all refunds at once if the target is measured that way.
   */
  readonly overall: number | null;
  /** What it is based on, over all worlds together. */
  readonly counts: Counted;
  readonly count: number;
  /**
   * `on average`: the worlds together reach the limit, but not every world does. A world without a value does not
   * reach it. `not judged`: it is based on too few people, frauds or refunds.
   */
  readonly met: 'yes' | 'on average' | 'no' | 'not judged';
}

/** Returns every target's result over the figures of one policy on one or more worlds. */
export function targetResults(worlds: readonly Figures[]): readonly TargetResult[] {
  return TARGETS.map(({ of, ofAll, count: countIn, ...target }) => {
    const values = worlds.map(of);
    const known = values.filter((value) => value !== null);
    const mean = known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
    const overall = ofAll === undefined ? mean : ofAll(worlds);
    // All worlds together may have enough refunds for a figure where each single world has too few.
    const all = overall === null ? known : [...known, overall];
    const worst = all.length === 0 ? null : target.bound === 'at least' ? Math.min(...all) : Math.max(...all);
    const reaches = (value: number | null): boolean =>
      value !== null && (target.bound === 'at least' ? value >= target.limit : value <= target.limit);
    const count = countIn(worlds);
    const judged = !reaches(overall) ? 'no' : values.every(reaches) ? 'yes' : 'on average';
    return { ...target, values, mean, worst, overall, count, met: isEnough(count) ? judged : 'not judged' };
  });
}
