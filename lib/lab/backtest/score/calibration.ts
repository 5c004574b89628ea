import type { RefundRecord } from '../records.ts';
import { share, sumOf, wilsonInterval } from './statistics.ts';

/** What became of the refunds whose probability of fraud was said to be within one tenth. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly refunds: number;
  readonly frauds: number;
  /** Null in an empty bin, as are the following. */
  readonly meanPredicted: number | null;
  readonly observed: number | null;
  /** Wilson's 95 % interval of the observed share. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** Whether probabilities mean what they say. */
export interface Calibration {
  /** Refunds whose verdict carried a probability; 0 while there is no model. */
  readonly refunds: number;
  readonly bins: readonly CalibrationBin[];
  /** The largest distance of said and seen in a bin from .2 up with at least 20 refunds; null without such a bin. */
  readonly worstGap: number | null;
}

const BINS = 10;

/** The lowest edge of the bins that are held to account: below it, a percent more or less costs nothing. */
const ACCOUNTABLE_FROM = 0.2;

/** The fewest refunds of a bin that is held to account. */
const ACCOUNTABLE_REFUNDS = 20;

/** Answers the calibration of the probabilities at the verdict: when the gate paid or asked a person. */
export function calibration(refunds: readonly RefundRecord[]): Calibration {
  const told = refunds.flatMap(({ fraudProbability, fraud }) =>
    fraudProbability === null ? [] : [{ predicted: fraudProbability, fraud }],
  );
  const bins = Array.from({ length: BINS }, (_, index): CalibrationBin => {
    const within = told.filter(({ predicted }) => binOf(predicted) === index);
    const frauds = within.filter(({ fraud }) => fraud).length;
    return {
      from: index / BINS,
      to: (index + 1) / BINS,
      refunds: within.length,
      frauds,
      meanPredicted: share(
        sumOf(within, ({ predicted }) => predicted),
        within.length,
      ),
      observed: share(frauds, within.length),
      interval: within.length === 0 ? null : wilsonInterval(frauds, within.length),
    };
  });
  const gaps = bins.filter(isAccountable).map(gapOf);
  return { refunds: told.length, bins, worstGap: gaps.length === 0 ? null : Math.max(...gaps) };
}

function binOf(predicted: number): number {
  return Math.min(BINS - 1, Math.floor(predicted * BINS));
}

function isAccountable({ from, refunds }: CalibrationBin): boolean {
  return from >= ACCOUNTABLE_FROM && refunds >= ACCOUNTABLE_REFUNDS;
}

function gapOf({ meanPredicted, observed }: CalibrationBin): number {
  return Math.abs((meanPredicted ?? 0) - (observed ?? 0));
}
