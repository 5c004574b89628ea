/** What a labelled world is made from: the same options give the same events, byte for byte. */
export interface WorldOptions {
  /**
   * 0 to 2^32 − 1. Another seed changes who lives in the world, and also how good its carriers, sites and
   * reviewers are.
   */
  readonly seed: number;
  /** How long the world lasts; the last returns' scans, and a few refunds, come up to a month later. */
  readonly days: number;
  /** Exactly so many refunds are asked for. */
  readonly refunds: number;
  /** The first midnight, UTC. @default 2025-01-01 */
  readonly startsAt?: Date;
}

/**
 * The smallest and largest value of each option: a week has all weekdays, ten years is far longer than any
 * backtest.
 */
export const WORLD_LIMITS = {
  seed: [0, 2 ** 32 - 1],
  days: [7, 3660],
  refunds: [1, 5_000_000],
} as const satisfies Record<string, readonly [min: number, max: number]>;

/** When a world begins by default: a Wednesday, in the season when presents come back. */
export const WORLD_START = new Date('2025-01-01T00:00:00.000Z');

/** Refunds per day in the full world, for which all head counts are given: 306,000 a year. */
const FULL_REFUNDS_PER_DAY = 306_000 / 365;

/**
 * Returns how large a world's staff is compared with the full world's (156 sites, 590 staff). Head counts follow
 * the refunds per day, not the total, so that a clerk is as busy in a short world as in a long one.
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
