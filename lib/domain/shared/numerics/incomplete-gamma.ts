import { lnGamma, STIRLING_FROM, stirlingCorrection } from './ln-gamma.ts';
import { requirePositive } from './require-positive.ts';

/** The largest shape whose sums end well within `MAX_TERMS`: they need about 10·√shape terms. */
export const MAX_SHAPE = 1e6;
const MAX_TERMS = 20_000;
const EPSILON = Number.EPSILON / 2;
/** Used instead of a zero denominator in a continued fraction. */
const TINY = 1e-300;

/** How Gamma(shape, rate 1) divides at a point x. Each of the two sides is exact where it is small. */
export interface GammaTails {
  /** The probability below x. */
  readonly lower: number;
  /** The probability above x. */
  readonly upper: number;
  /** The derivative of `lower` by ln x. */
  readonly slope: number;
}

/**
 * Returns the lower regularized incomplete gamma function P(a, x): the probability that a Gamma(a, rate 1) variable
 * is below x.
 *
 * Absolute error below 1e-12 for shapes up to `MAX_SHAPE`.
 * @throws RangeError unless 0 < a ≤ `MAX_SHAPE` and x ≥ 0.
 */
export function regularizedGammaP(a: number, x: number): number {
  return gammaTails(a, x).lower;
}

/**
 * Returns P(a, x), its complement Q(a, x) and its slope. Source: DLMF 8.11.4 (series, below the mean) and 8.9.2
 * (continued fraction, above it).
 * @throws RangeError unless 0 < a ≤ `MAX_SHAPE` and x ≥ 0.
 */
export function gammaTails(a: number, x: number): GammaTails {
  if (requirePositive('shape', a) > MAX_SHAPE) {
    throw new RangeError(`shape must be at most ${MAX_SHAPE}, got ${a}`);
  }
  if (!(x >= 0)) throw new RangeError(`x must be zero or positive, got ${x}`);
  if (x === 0) return { lower: 0, upper: 1, slope: 0 };
  if (x === Infinity) return { lower: 1, upper: 0, slope: 0 };
  const weight = gammaWeight(a, x);
  const slope = weight * a;
  if (x < a + 1) {
    const lower = Math.min(1, weight * risingSeries(a, x));
    return { lower, upper: 1 - lower, slope };
  }
  const upper = Math.min(1, slope * upperFraction(a, x));
  return { lower: 1 - upper, upper, slope };
}

/**
 * Returns x^a·e^(−x) / Γ(a + 1). For large a the plain logarithms are large and cancel. So the logarithm of x / a is
 * used, which is near zero where the result is not.
 */
function gammaWeight(a: number, x: number): number {
  if (a < STIRLING_FROM) return Math.exp(a * Math.log(x) - x - lnGamma(a + 1));
  const excess = (x - a) / a;
  const exponent = -a * (excess - Math.log1p(excess)) - stirlingCorrection(a);
  return Math.exp(exponent) / Math.sqrt(2 * Math.PI * a);
}

/** Returns 1 + x/(a + 1) + x²/((a + 1)(a + 2)) + … */
function risingSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= MAX_TERMS; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * EPSILON) return sum;
  }
  throw new RangeError(`the series of P(${a}, ${x}) did not end within ${MAX_TERMS} terms`);
}

/** Returns Γ(a, x) / (x^a·e^(−x)) by Lentz's method in Thompson and Barnett's form. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n <= MAX_TERMS; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / awayFromZero(numerator * d + b);
    c = awayFromZero(b + numerator / c);
    const factor = d * c;
    value *= factor;
    if (Math.abs(factor - 1) <= Number.EPSILON) return value;
  }
  throw new RangeError(`the continued fraction of Q(${a}, ${x}) did not end within ${MAX_TERMS} terms`);
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
