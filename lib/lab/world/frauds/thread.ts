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

/** When somebody does what they do. */
export interface Career {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Returns how long somebody is bought for: from the first two thirds of the world on, for so many weeks. */
export function drawCareer(
  random: Random,
  options: WorldOptions,
  weeks: readonly [min: number, max: number],
): Career {
  const { fromMs, toMs } = span(options);
  const beginMs = random.between(fromMs, fromMs + (toMs - fromMs) * 0.65);
  return { fromMs: beginMs, toMs: Math.min(toMs, beginMs + random.between(...weeks) * 7 * DAY_MS) };
}

/** Returns the times of a career at which it happens, so many times a week, at no fixed hour. */
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

/** Returns how many incidents there are, of a rate of the full world's year: at least one. */
export function incidents(random: Random, options: WorldOptions, perYear: number): number {
  const share = options.refunds / 306_000;
  return Math.max(1, Math.round(perYear * share * random.between(0.75, 1.3)));
}

/** Returns when threads may begin: the last days are left for refunds that are under way. */
export function span({ startsAt = WORLD_START, days }: WorldOptions): Career {
  const fromMs = startsAt.getTime() + 0.1 * DAY_MS;
  return { fromMs, toMs: startsAt.getTime() + (days - Math.min(4, days * 0.3)) * DAY_MS };
}
