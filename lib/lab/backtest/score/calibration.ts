import type { RefundRecord } from '../records.ts';
import { isEnough } from './enough.ts';
import { chanceOfGap, share, sumOf, wilsonInterval } from './statistics.ts';

/** What became of the refunds whose predicted probability of fraud is within one band of 0.1. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly refunds: number;
  readonly frauds: number;
  /** Null in an empty bin, as are the next two fields. */
  readonly meanPredicted: number | null;
  readonly observed: number | null;
  /** Wilson's 95 % interval of the observed share. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** How well predicted probabilities match the frauds seen. */
export interface Calibration {
  /** Refunds whose verdict carried a probability; 0 while there is no model. */
  readonly refunds: number;
  readonly bins: readonly CalibrationBin[];
  /**
   * The largest difference between predicted and seen in a bin from 0.2 up with at least 20 refunds; null if there
   * is none.
   */
  readonly worstGap: number | null;
  /**
   * How likely it is, 0 to 1, that at least one of these bins is off this far if every probability is right: bins
   * hold few refunds. Null if the gap is null.
   */
  readonly chanceOfGap: number | null;
}

const BINS = 10;

/** The lowest edge of the bins that count for the worst gap: below it, one percent more or less costs nothing. */
const ACCOUNTABLE_FROM = 0.2;

/** Returns the calibration of the probabilities at the verdict: when the gate paid or asked a person. */
export function calibration(refunds: readonly RefundRecord[]): Calibration {
  const told = refunds.flatMap(({ fraudProbability, fraud }) =>
    fraudProbability === null ? [] : [{ predicted: fraudProbability, fraud }],
  );
  return calibrationIn(
    Array.from({ length: BINS }, (_, index): BinSums => {
      const within = told.filter(({ predicted }) => binOf(predicted) === index);
      return {
        refunds: within.length,
        frauds: within.filter(({ fraud }) => fraud).length,
        predicted: sumOf(within, ({ predicted }) => predicted),
      };
    }),
  );
}

/** Returns the calibration over several worlds together: their bins, added up. */
export function pooledCalibration(worlds: readonly Calibration[]): Calibration {
  return calibrationIn(
    Array.from({ length: BINS }, (_, index): BinSums => {
      const same = worlds.flatMap(({ bins }) => bins[index] ?? []);
      return {
        refunds: sumOf(same, ({ refunds }) => refunds),
        frauds: sumOf(same, ({ frauds }) => frauds),
        predicted: sumOf(same, ({ refunds, meanPredicted }) => refunds * (meanPredicted ?? 0)),
      };
    }),
  );
}

/** What is added up over the refunds of a bin. */
interface BinSums {
  readonly refunds: number;
  readonly frauds: number;
  readonly predicted: number;
}

function calibrationIn(sums: readonly BinSums[]): Calibration {
  const bins = sums.map(({ refunds, frauds, predicted }, index): CalibrationBin => {
    return {
      from: index / BINS,
      to: (index + 1) / BINS,
      refunds,
      frauds,
      meanPredicted: share(predicted, refunds),
      observed: share(frauds, refunds),
      interval: refunds === 0 ? null : wilsonInterval(frauds, refunds),
    };
  });
  const accountable = accountableBins({ bins });
  const worstGap = accountable.length === 0 ? null : Math.max(...accountable.map(gapOf));
  return {
    refunds: sumOf(bins, ({ refunds }) => refunds),
    bins,
    worstGap,
    chanceOfGap: worstGap === null ? null : chanceOfAny(worstGap, accountable),
  };
}

/**
 * Returns the chance that at least one bin is off this far. Bins are independent of each other, so the chance that
 * none is off is the product of their chances.
 */
function chanceOfAny(gap: number, bins: readonly CalibrationBin[]): number {
  const chanceOfNone = bins.reduce(
    (product, { refunds, meanPredicted }) =>
      product * (1 - chanceOfGap(gap, { n: refunds, p: meanPredicted ?? 0 })),
    1,
  );
  return 1 - chanceOfNone;
}

function binOf(predicted: number): number {
  return Math.min(BINS - 1, Math.floor(predicted * BINS));
}

/** Returns the bins that count for the worst gap. */
export function accountableBins({ bins }: Pick<Calibration, 'bins'>): readonly CalibrationBin[] {
  return bins.filter(({ from, refunds }) => from >= ACCOUNTABLE_FROM && isEnough(refunds));
}

/** Returns the bins that would count for the worst gap if they had enough refunds. */
export function thinBins({ bins }: Pick<Calibration, 'bins'>): readonly CalibrationBin[] {
  return bins.filter(({ from, refunds }) => from >= ACCOUNTABLE_FROM && refunds > 0 && !isEnough(refunds));
}

function gapOf({ meanPredicted, observed }: CalibrationBin): number {
  return Math.abs((meanPredicted ?? 0) - (observed ?? 0));
}
