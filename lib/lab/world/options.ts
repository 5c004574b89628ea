/** What a labelled world is made from: the same options give the same events, byte for byte. */
export interface WorldOptions {
  /** 0 to 2^32 − 1. Another seed varies who lives in the world and also how good its carriers, sites and reviewers are. */
  readonly seed: number;
  /** How long the world lasts; the last returns' scans, and a few refunds, come up to a month later. */
  readonly days: number;
  /** Exactly so many refunds are asked for. */
  readonly refunds: number;
  /** The first midnight, UTC. @default 2025-01-01 */
  readonly startsAt?: Date;
}

/** What the options may be, smallest and largest: a week has all weekdays, ten years is far over any backtest. */
export const WORLD_LIMITS = {
  seed: [0, 2 ** 32 - 1],
  days: [7, 3660],
  refunds: [1, 5_000_000],
} as const satisfies Record<string, readonly [min: number, max: number]>;

/** When a world begins unless told otherwise: a Wednesday, in the season when presents come back. */
export const WORLD_START = new Date('2025-01-01T00:00:00.000Z');

/** Refunds a day in the world that all head counts below are given for: 306,000 a year. */
const FULL_REFUNDS_PER_DAY = 306_000 / 365;

/**
 * Returns how large a world's staff is against the full world's (156 sites, 590 staff): head counts follow the
 * refunds of a day, not of the whole, so that a clerk is as busy in a short world as in a long one.
 */
export function scaleOf({ refunds, days }: WorldOptions): number {
  return refunds / days / FULL_REFUNDS_PER_DAY;
}

/** Returns a head count of the full world at this scale, but no fewer than `least`. */
export function headCount(full: number, scale: number, least: number): number {
  return Math.max(least, Math.round(full * scale));
}

/**
 * Checks a world's options.
 * @throws RangeError naming the option, what was got and what is allowed.
 */
export function checkOptions(options: WorldOptions): void {
  for (const name of ['seed', 'days', 'refunds'] as const) {
    const [min, max] = WORLD_LIMITS[name];
    const value = options[name];
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new RangeError(`A world's ${name} is a whole number from ${min} to ${max}; got ${value}.`);
    }
  }
}
