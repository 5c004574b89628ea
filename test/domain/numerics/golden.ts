import { readFileSync } from 'node:fs';
import { z } from 'zod';

const component = z
  .tuple([z.number(), z.number(), z.number()])
  .transform(([weight, shape, rate]) => ({ weight, shape, rate }));

const goldenSchema = z.strictObject({
  madeBy: z.string(),
  lnGamma: z.array(z.tuple([z.number(), z.number()])).min(30),
  regularizedGammaP: z.array(z.tuple([z.number(), z.number(), z.number()])).min(150),
  gammaQuantile: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])).min(150),
  gammaMixtureQuantile: z.array(z.tuple([z.number(), z.array(component), z.number()])).min(30),
});

/** Values of a trusted library, made by `golden.py` beside it: arguments first, the value last. */
export const golden = goldenSchema.parse(
  JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')),
);

/** How far a value is from the expected one, as a share of it. */
export function relativeError(value: number, expected: number): number {
  return value === expected ? 0 : Math.abs(value / expected - 1);
}
