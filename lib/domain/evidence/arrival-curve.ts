import type { ArrivalCurve } from '../policy/model-parameters.ts';

/**
 * Returns the share of the scans of a kind that have arrived at an age in hours: 1 − (1 − atOnce)·exp(−∫rate), from
 * `atOnce` at age 0 towards 1. Returns 1 for an infinite age.
 */
export function arrivedShare({ atOnce, perHour }: ArrivalCurve, ageHours: number): number {
  if (ageHours === Number.POSITIVE_INFINITY) return 1;
  let hazard = 0;
  for (let at = 0; at < perHour.length; at += 1) {
    const [fromHour, rate] = perHour[at] ?? [0, 0];
    const untilHour = Math.min(ageHours, perHour[at + 1]?.[0] ?? ageHours);
    if (untilHour > fromHour) hazard += rate * (untilHour - fromHour);
  }
  return 1 - (1 - atOnce) * Math.exp(-hazard);
}
