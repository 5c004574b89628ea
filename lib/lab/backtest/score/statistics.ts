import { lnGamma } from '../../../domain/shared/numerics/ln-gamma.ts';

/** Returns a share, or null if the whole is zero. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Returns the sum of what each one gives. */
export function sumOf<T>(list: readonly T[], give: (one: T) => number): number {
  return list.reduce((sum, one) => sum + give(one), 0);
}

/**
 * Returns the smallest value that at least the share `q` of the values does not exceed (nearest rank), or null if
 * there are no values. What never came is `Infinity`, and so is a quantile that falls on it.
 * @param values - in any order.
 */
export function quantile(values: readonly number[], q: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(q * sorted.length));
  return sorted[rank - 1] ?? null;
}

/** The 97.5 % point of the normal distribution: two-sided intervals of 95 %. */
const Z95 = 1.959963984540054;

/** Returns the 95 % interval of a share by Wilson's score (1927), within 0 and 1. `n` is at least 1. */
export function wilsonInterval(hits: number, n: number): { readonly low: number; readonly high: number } {
  const p = hits / n;
  const z2 = Z95 * Z95;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z95 / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** A share of `n` draws, each of which hits with probability `p`. */
export interface ExpectedShare {
  readonly n: number;
  readonly p: number;
}

/** How much nearer than the gap a share may be and still count as that far: the rounding of floating point. */
const ROUNDING = 1e-9;

/** Returns how likely it is, 0 to 1, that chance alone takes a share at least `gap` away from its `p`. */
export function chanceOfGap(gap: number, { n, p }: ExpectedShare): number {
  let nearer = 0;
  for (let hits = 0; hits <= n; hits += 1) {
    if (Math.abs(hits / n - p) < gap - ROUNDING) nearer += binomial(hits, { n, p });
  }
  return Math.min(1, Math.max(0, 1 - nearer));
}

function binomial(hits: number, { n, p }: ExpectedShare): number {
  if (p <= 0 || p >= 1) return hits === (p <= 0 ? 0 : n) ? 1 : 0;
  const lnWays = lnGamma(n + 1) - lnGamma(hits + 1) - lnGamma(n - hits + 1);
  return Math.exp(lnWays + hits * Math.log(p) + (n - hits) * Math.log(1 - p));
}
