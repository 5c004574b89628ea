/**
 * Returns the probability whose log-odds are x: 1 / (1 + e^(−x)). It neither overflows nor loses small
 * probabilities.
 * @throws RangeError if x is NaN.
 */
export function logistic(x: number): number {
  if (Number.isNaN(x)) throw new RangeError('x must be a number, got NaN');
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const odds = Math.exp(x);
  return odds / (1 + odds);
}

/**
 * Returns the log-odds of a probability: ln(p / (1 − p)), −∞ at 0 and +∞ at 1.
 * @throws RangeError unless 0 ≤ p ≤ 1.
 */
export function logit(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie between 0 and 1, got ${p}`);
  // Near a half the odds round to 1, but their distance from 1 stays exact.
  if (p > 0.25 && p < 0.75) return Math.log1p((2 * p - 1) / (1 - p));
  return Math.log(p / (1 - p));
}
