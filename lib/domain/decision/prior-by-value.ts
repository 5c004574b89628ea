import type { ByTier } from '../policy/model-parameters.ts';

/**
 * Returns how to read a prior at a value. Its three numbers hold at the values of `atMinor`, and below the first and
 * above the last; between two of them it goes over by the logarithm of the value, so no cent makes a step.
 */
export function byValue(baseMinor: number, [low, mid, high]: ByTier): (prior: ByTier) => number {
  const [from, to, at] = baseMinor <= mid ? ([0, 1, low] as const) : ([1, 2, mid] as const);
  const width = Math.log((baseMinor <= mid ? mid : high) / at);
  const share = Math.min(1, Math.max(0, Math.log(Math.max(baseMinor, 1) / at) / width));
  return (prior) => prior[from] ** (1 - share) * prior[to] ** share;
}
