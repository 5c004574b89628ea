import type { RefundLine } from '../../domain/refund/refund-request.ts';
import type { Money } from '../../domain/shared/money.ts';
import { shopPriceMinor } from './prices.ts';
import type { Random } from './random.ts';

/** A kind of goods the shop sells. */
interface Category {
  readonly name: string;
  /** Share of honest refunds. */
  readonly share: number;
  /** Euros a piece: median, and deviation of the logarithm. */
  readonly euros: readonly [median: number, sigma: number];
  /** Grams a piece, as packed: median, and deviation of the logarithm. */
  readonly grams: readonly [median: number, sigma: number];
  readonly numbered: boolean;
  /** How much resellers want it; 0 is practically never taken. */
  readonly resale: number;
  readonly skus: number;
}

// Clothes and shoes are most of what comes back; numbered goods are about 9 % of it. Resale weights follow the
// goods named in the fraud that this project is about: consoles, laptops, phones, tablets, gold.
const CATEGORIES: readonly Category[] = [
  category('apparel', 0.4, [36, 0.6], [420, 0.5]),
  category('shoes', 0.13, [72, 0.45], [1050, 0.3]),
  category('home', 0.13, [42, 0.85], [2400, 0.8]),
  category('toys', 0.07, [27, 0.6], [750, 0.6]),
  category('beauty', 0.05, [24, 0.6], [320, 0.5]),
  category('books', 0.03, [16, 0.5], [480, 0.5]),
  category('appliance', 0.05, [88, 0.7], [3900, 0.6]),
  category('accessory', 0.055, [33, 0.75], [260, 0.6]),
  // Expensive and never numbered: what comes back of it can only be looked at.
  category('furniture', 0.012, [310, 0.85], [21000, 0.6]),
  category('designer', 0.008, [380, 0.75], [900, 0.4]),
  category('jewellery', 0.004, [340, 1], [150, 0.3]),
  category('audio', 0.03, [125, 0.6], [520, 0.4], 0.3),
  category('watch', 0.008, [240, 0.6], [290, 0.2], 0.35),
  category('console', 0.008, [470, 0.18], [4300, 0.12], 1),
  category('laptop', 0.013, [930, 0.42], [2450, 0.2], 1),
  category('phone', 0.017, [690, 0.45], [390, 0.12], 1),
  category('tablet', 0.01, [540, 0.38], [820, 0.15], 0.9),
  category('camera', 0.004, [780, 0.5], [1150, 0.3], 0.4),
  category('gold', 0.0006, [1500, 0.55], [95, 0.2], 0.12),
];

function category(
  name: string,
  share: number,
  euros: Category['euros'],
  grams: Category['grams'],
  resale = 0,
): Category {
  // Goods that resell are the ones makers number. Cheap goods have more models.
  const numbered = resale > 0;
  return { name, share, euros, grams, resale, numbered, skus: numbered ? 60 : 900 };
}

/** The goods of an order, before they have a price in a currency. */
export interface Basket {
  readonly lines: readonly RefundLine[];
  readonly euros: number;
  /** As shipped, all units. */
  readonly grams: number;
  /** True when every line's units have serial numbers. */
  readonly numbered: boolean;
}

interface Piece {
  readonly category: Category;
  readonly euros: number;
  readonly units: number;
}

/** Returns what an honest customer sends back. */
export function honestBasket(random: Random): Basket {
  // Clothes come back several at once, in different sizes; expensive goods come back alone.
  const first = honestPiece(random);
  if (first.category.numbered || !random.chance(0.16)) return basketOf(random, [first]);
  const second = honestPiece(random);
  return basketOf(random, second.category.numbered ? [first] : [first, second]);
}

/** Share of returns of numbered goods with several units at once, as a firm or a school sends them. */
const BULK_SHARE = 0.045;

function honestPiece(random: Random): Piece {
  const kind = random.weighted(CATEGORIES, ({ share }) => share);
  const [median, sigma] = kind.euros;
  const euros = Math.max(4, random.logNormal(median, sigma));
  const units = random.chance(kind.numbered ? BULK_SHARE : 0.07) ? random.whole(2, kind.numbered ? 6 : 3) : 1;
  return { category: kind, euros, units };
}

/** What a thief looks for. */
export interface Wish {
  /** Euros for all units together. */
  readonly euros: readonly [min: number, max: number];
  readonly units?: number;
}

/** Returns expensive goods that are easy to resell, worth about what is wished for. */
export function dearBasket(random: Random, { euros: [min, max], units = 1 }: Wish): Basket {
  const each = random.logNormal(Math.sqrt(min * max), 0.28 * Math.log(max / min));
  const euros = Math.min(max, Math.max(min, each)) / units;
  // The kind of goods must fit the value: nobody sells a console for 60 euros.
  const distance = ({ euros: [median, sigma] }: Category): number =>
    Math.log(euros / median) / (sigma + 0.15);
  const kind = random.weighted(CATEGORIES, (one) => one.resale * Math.exp(-0.5 * distance(one) ** 2) + 1e-9);
  return basketOf(random, [{ category: kind, euros, units }]);
}

/** Returns goods worth about so many euros, such as a person who lies about a claim has bought. */
export function plainBasket(random: Random, euros: number): Basket {
  const kind = random.weighted(
    CATEGORIES.filter((one) => one.resale < 0.5),
    ({ share, euros: [median, sigma] }) =>
      share * Math.exp(-0.5 * (Math.log(euros / median) / (sigma + 0.1)) ** 2) + 1e-9,
  );
  return basketOf(random, [{ category: kind, euros, units: 1 }]);
}

function basketOf(random: Random, pieces: readonly Piece[]): Basket {
  const lines = pieces.map((piece, index) => lineOf(random, piece, index + 1));
  return {
    lines,
    euros: pieces.reduce((sum, { euros, units }) => sum + euros * units, 0),
    grams: lines.reduce((sum, line) => sum + (line.shippedWeightGrams ?? 0), 0),
    numbered: pieces.every((piece) => piece.category.numbered),
  };
}

function lineOf(random: Random, { category: kind, units }: Piece, number: number): RefundLine {
  const grams = Math.max(40, Math.round(random.logNormal(...kind.grams) * units));
  return {
    lineId: String(number),
    sku: `${kind.name.toUpperCase()}-${100 + random.below(kind.skus)}`,
    quantity: units,
    shippedQuantity: units,
    ...(kind.numbered ? { serials: Array.from({ length: units }, () => serialOf(random, kind.name)) } : {}),
    shippedWeightGrams: grams,
    category: kind.name,
  };
}

/** Returns a maker's serial number. */
export function serialOf(random: Random, kind: string): string {
  return `${kind.slice(0, 2).toUpperCase()}${random.hex(10).toUpperCase()}`;
}

/** Returns all serial numbers of a basket. */
export function serialsOf(basket: Basket): readonly string[] {
  return basket.lines.flatMap((line) => line.serials ?? []);
}

/** Returns what the basket cost in a currency. */
export function priceOf(basket: Basket, currency: string): Money {
  return { currency, minor: shopPriceMinor(basket.euros, currency) };
}
