import type { Channel } from '../policy/model-parameters.ts';
import { clamp } from '../shared/numerics/clamp.ts';
import { type GammaDistribution, gammaMixtureQuantile } from '../shared/numerics/gamma-quantile.ts';
import { lnGamma } from '../shared/numerics/ln-gamma.ts';
import { logistic, logit } from '../shared/numerics/logistic.ts';

/**
 * Two kinds of subject, by the ratio of their rate to the expected one: near 1 for honest ones, anything above for
 * bad.
 */
export interface RateModel {
  readonly honest: RatePrior;
  readonly bad: RatePrior;
}

/** A gamma prior, with the terms of its probabilities that do not depend on the counts. */
interface RatePrior extends GammaDistribution {
  readonly lnGammaShape: number;
  readonly shapeLnRate: number;
}

function ratePrior(shape: number, rate: number): RatePrior {
  return { shape, rate, lnGammaShape: lnGamma(shape), shapeLnRate: shape * Math.log(rate) };
}

/** Employees: Gamma(3, 3) and Gamma(1, 0.1). Source: docs/MODEL.md, "Employees". */
export const EMPLOYEE_RATES: RateModel = { honest: ratePrior(3, 3), bad: ratePrior(1, 0.1) };

/** Linked subjects: Gamma(2, 2) and Gamma(1, 0.15). Source: docs/MODEL.md, "Rings". */
export const RING_RATES: RateModel = { honest: ratePrior(2, 2), bad: ratePrior(1, 0.15) };

/** What was seen of a subject, against what was expected: decayed counts of refunds. */
export interface Observed {
  readonly observed: number;
  readonly expected: number;
}

/** A count and its weight in a risk, as a decision keeps it. */
export interface RateWeight extends Observed {
  /** The ln Bayes factor, clipped. */
  readonly lnBf: number;
}

/** The weight of one channel in a risk that has several. */
export interface ChannelWeight<Name extends string> extends RateWeight {
  readonly channel: Name;
}

/** Returns ln of the negative binomial probability, up to a term that is the same for every prior. */
function lnMarginal(prior: RatePrior, { observed, expected }: Observed): number {
  const { shape, rate, lnGammaShape, shapeLnRate } = prior;
  const lnGammaSeen = observed === 0 ? lnGammaShape : lnGamma(shape + observed);
  return lnGammaSeen - lnGammaShape + shapeLnRate - (shape + observed) * Math.log(rate + expected);
}

/**
 * Returns ln of how much likelier the counts are for a bad subject than for an honest one, clipped. Gamma-Poisson
 * shrinkage. Source: DuMouchel 1999, as in docs/MODEL.md, "Employees". The prior of bad subjects is wider, so a
 * count far below the expected one would fit it better too. A count that is not above the expected one must not
 * count against anybody, so its result is at most 0.
 */
export function lnBayesFactor(seen: Observed, model: RateModel, clip: Channel['clip']): number {
  const ratio = lnMarginal(model.bad, seen) - lnMarginal(model.honest, seen);
  return clamp(seen.observed > seen.expected ? ratio : Math.min(0, ratio), clip);
}

/** Counts are rounded to this many parts of a refund, so that stored counts give the same bits again. */
const COUNT_PARTS = 10_000;

/** Returns the weight of a count, which is first rounded to what is stored of it. */
export function rateWeight(
  { observed, expected }: Observed,
  { model, clip }: { readonly model: RateModel; readonly clip: Channel['clip'] },
): RateWeight {
  const seen = { observed: rounded(observed), expected: rounded(expected) };
  return { ...seen, lnBf: lnBayesFactor(seen, model, clip) };
}

function rounded(count: number): number {
  return Math.max(0, Math.round(count * COUNT_PARTS)) / COUNT_PARTS;
}

/** Returns the probability that a subject is bad, from the prior and every channel. */
export function riskFrom(prior: number, channels: readonly { readonly lnBf: number }[]): number {
  return logistic(logit(prior) + channels.reduce((sum, { lnBf }) => sum + lnBf, 0));
}

/** The posterior of a rate ratio in short: its 5 % and 95 % points, and the share that peers do not explain. */
export interface RateInterval {
  readonly eb05: number;
  readonly eb95: number;
  /** max(0, 1 − 1/EB05). */
  readonly af05: number;
}

/** Returns the interval of the rate ratio: a mixture of both posteriors, the bad one with weight `q`. */
export function rateInterval({ observed, expected }: Observed, q: number, model: RateModel): RateInterval {
  const after = ({ shape, rate }: GammaDistribution) => ({ shape: shape + observed, rate: rate + expected });
  const mixture = [
    { weight: q, ...after(model.bad) },
    { weight: 1 - q, ...after(model.honest) },
  ];
  const eb05 = gammaMixtureQuantile(0.05, mixture);
  return { eb05, eb95: gammaMixtureQuantile(0.95, mixture), af05: Math.max(0, 1 - 1 / eb05) };
}
