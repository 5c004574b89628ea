import type { ByTier } from '../policy/model-parameters.ts';

/**
 * Returns a function that reads a prior at this value. The prior's three numbers hold at the three values of
 * `atMinor`, the first also below them and the last also above them. In between, the prior changes smoothly with the
 * logarithm of the value, so that one cent makes no jump.
 */
export function byValue(baseMinor: number, [low, mid, high]: ByTier): (prior: ByTier) => number {
  const [from, to, at] = baseMinor <= mid ? ([0, 1, low] as const) : ([1, 2, mid] as const);
  const width = Math.log((baseMinor <= mid ? mid : high) / at);
  const share = Math.min(1, Math.max(0, Math.log(Math.max(baseMinor, 1) / at) / width));
  return (prior) => prior[from] ** (1 - share) * prior[to] ** share;
}
