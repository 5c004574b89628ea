import type { CollusionProof } from '../../../lib/lab/collusion/prove.ts';
import type { Truth } from '../../../lib/lab/collusion/truths.ts';

/** Returns how many people are found by the start of each band, in euro. */
export function numbersOf(
  { bands }: CollusionProof,
  truth: Truth,
): Readonly<Record<string, number | undefined>> {
  return Object.fromEntries(
    bands.map(({ band, results }) => [
      Math.floor(band.fromMinor / 100),
      results.find((one) => one.truth === truth)?.found,
    ]),
  );
}
