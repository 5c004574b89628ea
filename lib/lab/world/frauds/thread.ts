import { DAY_MS } from '../../../domain/shared/calendar.ts';
import type { Scene } from '../cast.ts';
import { WORLD_START, type WorldOptions } from '../options.ts';
import type { Random } from '../random.ts';

/** One thing that is going to happen: when it begins, how many refunds come of it, and how it goes. */
export interface Thread {
  readonly startMs: number;
  readonly refunds: number;
  readonly play: (scene: Scene) => void;
}

/** Returns a thread with one refund. */
export function thread(startMs: number, play: Thread['play']): Thread {
  return { startMs, refunds: 1, play };
}

/** The time in which a person commits frauds. */
export interface Career {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Returns the time for which a person is bribed: it begins in the first two thirds of the world and lasts some
 * weeks.
 */
export function drawCareer(
  random: Random,
  options: WorldOptions,
  weeks: readonly [min: number, max: number],
): Career {
  const { fromMs, toMs } = span(options);
  const beginMs = random.between(fromMs, fromMs + (toMs - fromMs) * 0.65);
  return { fromMs: beginMs, toMs: Math.min(toMs, beginMs + random.between(...weeks) * 7 * DAY_MS) };
}

/** Returns random times within a career, `perWeek` a week on average. */
export function timesOf(random: Random, { fromMs, toMs }: Career, perWeek: number): readonly number[] {
  const times: number[] = [];
  const gapMs = (7 * DAY_MS) / perWeek;
  for (let atMs = fromMs + random.exponential(gapMs); atMs < toMs; atMs += random.exponential(gapMs)) {
    times.push(atMs);
  }
  return times;
}

/** Returns one time within the world. */
export function anyTime(random: Random, options: WorldOptions): number {
  const { fromMs, toMs } = span(options);
  return random.between(fromMs, toMs);
}

/** Returns how many incidents there are, at least one. `perYear` is their number in a year of the full world. */
export function incidents(random: Random, options: WorldOptions, perYear: number): number {
  const share = options.refunds / 306_000;
  return Math.max(1, Math.round(perYear * share * random.between(0.75, 1.3)));
}

/** Returns when threads may begin. The last days are left for refunds that are under way. */
export function span({ startsAt = WORLD_START, days }: WorldOptions): Career {
  const fromMs = startsAt.getTime() + 0.1 * DAY_MS;
  return { fromMs, toMs: startsAt.getTime() + (days - Math.min(4, days * 0.3)) * DAY_MS };
}
