import { DAY_MS, HOUR_MS } from '../../domain/shared/calendar.ts';
import type { Cast, Scene } from './cast.ts';
import { playHonestClaim } from './claims.ts';
import { span, type Thread } from './frauds/thread.ts';
import { playHonestReturn } from './honest-return.ts';
import { Random } from './random.ts';

/**
 * How many honest returns begin on each day of the week, relative to the others, from Thursday (day 0 of 1970):
 * most on Mondays, fewest on Sundays.
 */
const WEEKDAYS = [1, 0.95, 1.05, 0.6, 1.25, 1.1, 1.05];

/**
 * Returns exactly so many honest threads in order of time, with one day of them in memory at once.
 * @param count - how many, each with one refund.
 */
export function* honestThreads(cast: Cast, count: number): Generator<Thread> {
  const { fromMs, toMs } = span(cast.options);
  const days = Math.max(1, Math.ceil((toMs - fromMs) / DAY_MS));
  const weights = Array.from({ length: days }, (_, day) => weightOf(Math.floor(fromMs / DAY_MS) + day));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  let made = 0;
  for (const [day, weight] of weights.entries()) {
    before += weight;
    const due = Math.round((count * before) / total);
    const random = new Random(cast.options.seed, 'honest', day);
    const dayMs = fromMs + day * DAY_MS;
    yield* dayOf(cast, random, { dayMs, lengthMs: Math.min(DAY_MS, toMs - dayMs), count: due - made });
    made = due;
  }
}

function dayOf(
  cast: Cast,
  random: Random,
  { dayMs, lengthMs, count }: { dayMs: number; lengthMs: number; count: number },
): readonly Thread[] {
  const times = Array.from({ length: count }, () => dayMs + hourOf(random) * (lengthMs / DAY_MS) * HOUR_MS);
  const play = (scene: Scene): void => playHonest(cast, scene);
  return times.sort((a, b) => a - b).map((startMs) => ({ startMs, refunds: 1, play }));
}

/**
 * Returns a time of day in hours. In UTC the two sides of the Atlantic overlap: mornings on one, evenings on the
 * other.
 */
function hourOf(random: Random): number {
  return random.chance(0.9) ? random.between(7, 24) : random.between(0, 7);
}

/**
 * Returns the weight of a day. Presents from December come back in January; goods from the sales in late November
 * and July come back after them.
 */
function weightOf(day: number): number {
  const dayOfYear = Math.floor(day % 365.25);
  const holiday = dayOfYear < 25 ? 1.45 : dayOfYear > 333 && dayOfYear < 350 ? 1.25 : 1;
  const summer = dayOfYear > 190 && dayOfYear < 205 ? 1.15 : 1;
  return holiday * summer * (WEEKDAYS[day % 7] ?? 1);
}

function playHonest({ parameters }: Cast, scene: Scene): void {
  const which = scene.random.next();
  const { notReceivedShare, damagedShare, returnlessShare } = parameters;
  if (which < notReceivedShare) playHonestClaim(scene, 'not_received');
  else if (which < notReceivedShare + damagedShare) playHonestClaim(scene, 'damaged');
  else if (which < notReceivedShare + damagedShare + returnlessShare) playHonestClaim(scene, 'returnless');
  else playHonestReturn(scene);
}
