/** A part of a random stream's name: the same names give the same stream on every machine. */
export type SeedPart = number | string;

const TWO_32 = 2 ** 32;

/**
 * A stream of random numbers that is the same on every run: xoshiro128** (Blackman and Vigna 2018), seeded by
 * splitmix32 from a 64-bit FNV-like hash of the names. Not for secrets.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(...seed: readonly SeedPart[]) {
    const [low, high] = hashOf(seed.join('/'));
    this.#a = mix(low);
    this.#b = mix(high);
    this.#c = mix(low ^ 0x9e3779b9);
    // At least one word must not be zero, or the generator always returns zero.
    this.#d = mix(high ^ 0x85ebca6b) | 1;
  }

  /** Returns a number in [0, 1), in steps of 2^-32. */
  next(): number {
    const result = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotate(this.#d, 11);
    return result / TWO_32;
  }

  /** Returns a whole number from 0 to `count` − 1. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** Returns a number from `low` up to `high`. */
  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** Returns a whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** Returns true with probability `share`. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /**
   * Returns one of a list, each with the same probability.
   * @throws RangeError on an empty list.
   */
  pick<T>(list: readonly T[]): T {
    const picked = list[this.below(list.length)];
    if (picked === undefined) throw new RangeError('Nothing to pick from: the list is empty.');
    return picked;
  }

  /**
   * Returns one of a list, by weight.
   * @throws RangeError on an empty list.
   */
  weighted<T>(list: readonly T[], weightOf: (one: T) => number): T {
    let left = this.next() * list.reduce((sum, one) => sum + weightOf(one), 0);
    for (const one of list) {
      left -= weightOf(one);
      if (left < 0) return one;
    }
    return this.pick(list);
  }

  /** Returns a normal value, by Box and Muller. */
  normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.next());
  }

  /** Returns a log-normal value with this median; `sigma` is the deviation of its logarithm. */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(this.normal(0, sigma));
  }

  /** Returns a waiting time with this mean. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** Returns a count with this mean, by Knuth's product: for small means. */
  poisson(mean: number): number {
    const limit = Math.exp(-mean);
    let product = this.next();
    let count = 0;
    while (product > limit) {
      product *= this.next();
      count += 1;
    }
    return count;
  }

  /** Returns the list in a new order. */
  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((one) => ({ one, key: this.next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ one }) => one);
  }

  /** Returns so many hexadecimal digits. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) {
      text += Math.floor(this.next() * TWO_32)
        .toString(16)
        .padStart(8, '0');
    }
    return text.slice(0, digits);
  }
}

/**
 * Returns a short text that is different for each whole number below 2^32 and hides the number: ids must not
 * reveal which people a world made first.
 */
export function scrambled(index: number): string {
  return mix(index).toString(36).padStart(7, '0');
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** Applies the finaliser of MurmurHash3, after adding an odd constant: a one-to-one map of 32-bit words. */
function mix(word: number): number {
  let mixed = (word + 0x6d2b79f5) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hashOf(text: string): readonly [low: number, high: number] {
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x5bd1e995) ^ (high >>> 15);
  }
  return [low, high];
}
