/**
 * What one euro buys, and how many digits a price has after the point. The rates are those of one autumn, rounded.
 */
const CURRENCIES: Readonly<Record<string, readonly [perEuro: number, digits: number]>> = {
  EUR: [1, 2],
  USD: [1.16, 2],
  GBP: [0.87, 2],
  CAD: [1.61, 2],
  SEK: [11, 2],
  JPY: [177, 0],
};

/**
 * Returns a shop's price near this many euros, in minor units. Prices end in 9, just below a round sum: a multiple
 * of 1 below a hundred, of 10 below five hundred, of 50 above. Yen prices end in 80. So honest refunds crowd just
 * below round sums, as in any shop.
 */
export function shopPriceMinor(euros: number, currency: string): number {
  const [perEuro = 1, digits = 2] = CURRENCIES[currency] ?? [];
  const local = euros * perEuro;
  if (digits === 0) return Math.max(180, Math.round(local / 100) * 100 - 20);
  const step = local < 100 ? 1 : local < 500 ? 10 : 50;
  return Math.max(199, Math.round(local / step) * step * 100 - 1);
}

/** Returns what an amount is worth in euros. */
export function eurosOf({ currency, minor }: { readonly currency: string; readonly minor: number }): number {
  const [perEuro = 1, digits = 2] = CURRENCIES[currency] ?? [];
  return minor / 10 ** digits / perEuro;
}
