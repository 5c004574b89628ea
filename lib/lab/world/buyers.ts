import { COUNTRIES, type Country, choose } from './countries.ts';
import { scaleOf, type WorldOptions } from './options.ts';
import { Random, scrambled } from './random.ts';

/** A customer account, and what it shares with others. */
export interface Buyer {
  readonly customerId: string;
  readonly country: Country;
  readonly currency: string;
  readonly links: { readonly address: string; readonly device?: string; readonly instrument: string };
  /** Orders in the last 12 months; undefined where the shop does not know. */
  readonly orders: number | undefined;
}

/** Accounts in the full world: about one refund and a half a year each. */
const FULL_ACCOUNTS = 190_000;

/** Share of accounts that buy to try on, and their share of the returns: twelve or more a year each. */
const EAGER_ACCOUNTS = 0.012;
const EAGER_RETURNS = 0.1;

/**
 * The distance between the account numbers of two countries. Accounts made for crime have numbers above all of
 * them.
 */
const COUNTRY_STRIDE = 40_000_000;
const CRIME_OFFSET = COUNTRY_STRIDE * 20;

/**
 * The honest customers of a world. Nobody is stored: an account is drawn again from its number each time it is
 * used, so memory does not grow with the number of accounts.
 */
export class Buyers {
  readonly #seed: number;
  readonly #accounts: number;

  constructor(options: WorldOptions) {
    this.#seed = options.seed;
    this.#accounts = Math.max(200, Math.round(FULL_ACCOUNTS * scaleOf(options)));
  }

  /** Returns a customer of this country who sends something back. */
  pick(random: Random, country: Country): Buyer {
    const accounts = Math.ceil(this.#accounts * country.share);
    const eager = Math.ceil(accounts * EAGER_ACCOUNTS);
    const isEager = random.chance(EAGER_RETURNS);
    return this.#buyer(country, isEager ? random.below(eager) : eager + random.below(accounts), isEager);
  }

  #buyer(country: Country, index: number, isEager: boolean): Buyer {
    const number = COUNTRIES.indexOf(country) * COUNTRY_STRIDE + index;
    const own = new Random(this.#seed, 'buyer', number);
    // Accounts 2n and 2n + 1 live together with a chance of one in four. Such pairs share what households share.
    const household = COUNTRIES.indexOf(country) * COUNTRY_STRIDE + (index - (index % 2));
    const together = new Random(this.#seed, 'household', household).chance(0.25);
    const shares = (share: number): number => (together && own.chance(share) ? household : number);
    const address = `adr_${scrambled(together ? household : number)}`;
    const instrument = `card_${scrambled(shares(0.45))}`;
    const device = `dev_${scrambled(shares(0.3))}`;
    // One in ten shops with an app that reports no device.
    const links = own.chance(0.9) ? { address, device, instrument } : { address, instrument };
    const orders = isEager ? 25 + own.poisson(30) : 1 + own.poisson(own.exponential(9));
    return {
      customerId: `c_${scrambled(number)}`,
      country,
      currency: choose(own, country.currencies),
      links,
      orders: own.chance(0.93) ? orders : undefined,
    };
  }
}

/** Makes the accounts that thieves use, with running numbers. */
export class Crooks {
  #count = 0;
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed, 'crooks');
  }

  /**
   * Returns a person who uses a refund service once or a few times, under their own name: nothing links such
   * clients.
   */
  client(country: Country): Buyer {
    const number = this.#next();
    return this.#account(country, {
      address: `adr_${scrambled(number)}`,
      device: `dev_${scrambled(number)}`,
      instrument: `card_${scrambled(number)}`,
    });
  }

  /** Returns a ring: accounts that share a few addresses, phones and cards. */
  ring(country: Country, accounts: number): readonly Buyer[] {
    const several = (prefix: string, count: number): readonly string[] =>
      Array.from({ length: count }, () => `${prefix}_${scrambled(this.#next())}`);
    // Drop addresses are the scarcest, throw-away cards the easiest to get.
    const addresses = several('adr', this.#random.whole(1, Math.max(1, Math.ceil(accounts / 3))));
    const devices = several('dev', this.#random.whole(1, Math.max(1, Math.ceil(accounts / 3))));
    const cards = several('card', this.#random.whole(1, Math.max(2, Math.ceil(accounts / 2))));
    return Array.from({ length: accounts }, () =>
      this.#account(country, {
        address: this.#random.pick(addresses),
        device: this.#random.pick(devices),
        instrument: this.#random.pick(cards),
      }),
    );
  }

  /** Returns one more id of a kind, such as the id of a thief's own phone or card. */
  id(prefix: 'dev' | 'card' | 'adr'): string {
    return `${prefix}_${scrambled(this.#next())}`;
  }

  #account(country: Country, links: Buyer['links']): Buyer {
    const random = this.#random;
    return {
      customerId: `c_${scrambled(this.#next())}`,
      country,
      currency: choose(random, country.currencies),
      links,
      // Accounts that are old enough are bought with a history; most have only a few orders.
      orders: random.chance(0.9) ? 1 + random.poisson(random.exponential(4)) : undefined,
    };
  }

  #next(): number {
    this.#count += 1;
    return CRIME_OFFSET + this.#count;
  }
}
