import fc from 'fast-check';
import type { Defect } from './defects.ts';
import { played, schedule, wrongs } from './schedules.ts';

/** How many schedules one search tries at most. */
export const MAX_SCHEDULES = 6000;

/** Returns the number of the first random schedule in which a defect shows; undefined if it shows in none. */
export async function schedulesUntilFound(
  { breaks, make }: Defect,
  seed: number,
): Promise<number | undefined> {
  const shows = fc.asyncProperty(schedule, async (one) => {
    const found = await wrongs(await played(one, make())).catch((error: unknown) => [String(error)]);
    return !found.some((what) => breaks.test(what));
  });
  const { failed, numRuns } = await fc.check(shows, { numRuns: MAX_SCHEDULES, seed, endOnFailure: true });
  return failed ? numRuns : undefined;
}
