import {
  type Carrier,
  CHEAP_GB,
  DHL,
  EXPRESS_US,
  LOCKER_LT,
  PARCEL_US,
  POST_CA,
  POST_GB,
  POST_GR,
  POST_NL,
  POST_US,
} from './carriers.ts';
import type { Random } from './random.ts';

/** A country the merchant sells in. */
export interface Country {
  readonly code: string;
  /** Share of refunds. */
  readonly share: number;
  /** Hours from UTC of its sites, without daylight saving: an hour shifts nothing that matters here. */
  readonly zoneHours: readonly number[];
  /** Currencies its customers pay in. A second one is foreign, from sales on a marketplace. */
  readonly currencies: readonly (readonly [code: string, share: number])[];
  readonly carriers: readonly (readonly [Carrier, share: number])[];
}

/** The countries of the world. Shares follow the sizes of the six online markets, flattened. */
export const COUNTRIES: readonly Country[] = [
  {
    code: 'US',
    share: 0.44,
    zoneHours: [-5, -6, -7, -8],
    currencies: [
      ['USD', 0.985],
      ['JPY', 0.015],
    ],
    carriers: [
      [PARCEL_US, 0.45],
      [EXPRESS_US, 0.2],
      [POST_US, 0.35],
    ],
  },
  {
    code: 'GB',
    share: 0.21,
    zoneHours: [0],
    currencies: [['GBP', 1]],
    carriers: [
      [POST_GB, 0.5],
      [CHEAP_GB, 0.35],
      [DHL, 0.15],
    ],
  },
  {
    code: 'CA',
    share: 0.1,
    zoneHours: [-5, -7],
    currencies: [['CAD', 1]],
    carriers: [
      [POST_CA, 0.7],
      [PARCEL_US, 0.3],
    ],
  },
  {
    code: 'NL',
    share: 0.14,
    zoneHours: [1],
    currencies: [
      ['EUR', 0.95],
      ['SEK', 0.05],
    ],
    carriers: [
      [POST_NL, 0.65],
      [DHL, 0.35],
    ],
  },
  {
    code: 'GR',
    share: 0.06,
    zoneHours: [2],
    currencies: [['EUR', 1]],
    carriers: [
      [POST_GR, 0.6],
      [DHL, 0.4],
    ],
  },
  {
    code: 'LT',
    share: 0.05,
    zoneHours: [2],
    currencies: [
      ['EUR', 0.94],
      ['SEK', 0.06],
    ],
    carriers: [
      [LOCKER_LT, 0.7],
      [DHL, 0.3],
    ],
  },
];

/** Returns one of several choices, by weight. */
export function choose<T>(random: Random, choices: readonly (readonly [T, number])[]): T {
  return random.weighted(choices, ([, share]) => share)[0];
}
