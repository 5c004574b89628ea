import { polynomial } from './polynomial.ts';
import { requirePositive } from './require-positive.ts';

/** From here on eight terms of Stirling's series are exact to the last bits of a double. */
export const STIRLING_FROM = 10;

const HALF_LN_TWO_PI = 0.5 * Math.log(2 * Math.PI);
const EULER_MASCHERONI = 0.5772156649015329;

/** B(2k) / (2k·(2k − 1)), k = 1 … 8, with B the Bernoulli numbers: Abramowitz and Stegun 6.1.40. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/** (ζ(k) − 1) / k, k = 2 … 29, with ζ Riemann's zeta function: Abramowitz and Stegun 6.1.33. */
const ZETA = [
  0.3224670334241132, 0.06735230105319809, 0.020580808427784546, 0.007385551028673986, 0.0028905103307415234,
  0.001192753911703261, 0.0005096695247430425, 0.00022315475845357939, 9.945751278180853e-5,
  4.492623673813314e-5, 2.050721277567069e-5, 9.439488275268397e-6, 4.374866789907488e-6,
  2.039215753801366e-6, 9.55141213040742e-7, 4.492469198764566e-7, 2.1207184805554667e-7, 1.00432248239681e-7,
  4.7698101693639804e-8, 2.2711094608943164e-8, 1.0838659214896955e-8, 5.183475041970047e-9,
  2.4836745438024785e-9, 1.1921401405860912e-9, 5.731367241678862e-10, 2.7595228851242334e-10,
  1.330476437424449e-10, 6.4229645638381e-11,
];

/**
 * Returns the natural logarithm of the gamma function, for x > 0.
 *
 * Relative error below 1e-13, near its zeros at 1 and 2 as well. Three ranges: Stirling's series from 10; a Taylor
 * series around 2; and between and below, the recurrence Γ(x + 1) = x·Γ(x).
 * @throws RangeError unless x is positive and finite.
 */
export function lnGamma(x: number): number {
  requirePositive('x', x);
  if (x >= STIRLING_FROM) return (x - 0.5) * Math.log(x) - x + HALF_LN_TWO_PI + stirlingCorrection(x);
  if (x <= 0.5) return lnGammaNearTwo(x) - Math.log1p(x) - Math.log(x);
  if (x < 1.5) return lnGammaNearTwo(x - 1) - Math.log1p(x - 1);
  let rest = x;
  let product = 1;
  while (rest > 2.5) {
    rest -= 1;
    product *= rest;
  }
  return lnGammaNearTwo(rest - 2) + Math.log(product);
}

/**
 * Returns what Stirling's formula lacks: ln Γ(x) − [(x − ½)·ln x − x + ½·ln 2π], for x of at least `STIRLING_FROM`.
 */
export function stirlingCorrection(x: number): number {
  return polynomial(STIRLING, 1 / (x * x)) / x;
}

/** Returns ln Γ(2 + z) for −½ ≤ z ≤ ½. */
function lnGammaNearTwo(z: number): number {
  return z * (1 - EULER_MASCHERONI + z * polynomial(ZETA, -z));
}
