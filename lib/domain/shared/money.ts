/** An amount: an ISO 4217 code and a whole, positive number of minor units. */
export interface Money {
  readonly currency: string;
  readonly minor: number;
}

/**
 * The active ISO 4217 currencies whose number of minor digits is not two.
 * Source: ISO 4217 table A.1.
 */
const UNUSUAL_DIGITS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

const TWO_DIGITS =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP ' +
  'CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS ' +
  'INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN ' +
  'MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE ' +
  'SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG';

const DIGITS: ReadonlyMap<string, number> = new Map([
  ...TWO_DIGITS.split(' ').map((code): [string, number] => [code, 2]),
  ...Object.entries(UNUSUAL_DIGITS),
]);

/** The currencies in use. */
export const CURRENCIES: readonly string[] = [...DIGITS.keys()];

/** Returns how many minor digits a currency has, or undefined when ISO 4217 does not know the code. */
export function currencyDigits(currency: string): number | undefined {
  return DIGITS.get(currency);
}

/**
 * Writes an amount as a person would read it: `USD 2,495.00`, `JPY 48,000`.
 * An unknown currency is written with its bare minor units.
 */
export function formatMoney(money: Money): string {
  const digits = currencyDigits(money.currency) ?? 0;
  const text = String(money.minor).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${money.currency} ${digits === 0 ? whole : `${whole}.${text.slice(-digits)}`}`;
}

/** What one major unit of each currency is worth, in millionths of a major unit of the base currency. */
export interface ReferenceRates {
  readonly base: string;
  readonly ratesPpm: Readonly<Record<string, number>>;
}

const MAX_MINOR = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Returns an amount's value in minor units of the base currency, rounded up (the stricter side), or undefined if the
 * policy has no rate for it: never a guess. Whole numbers only; BigInt holds products too large for a number. A
 * value above the largest safe integer is returned as that integer: it is over every limit either way.
 */
export function toBaseMinor(money: Money, rates: ReferenceRates): number | undefined {
  const rate = Object.hasOwn(rates.ratesPpm, money.currency) ? rates.ratesPpm[money.currency] : undefined;
  const digits = currencyDigits(money.currency);
  const baseDigits = currencyDigits(rates.base);
  if (rate === undefined || digits === undefined || baseDigits === undefined) return undefined;
  const scaled = money.minor * rate * 10 ** baseDigits;
  const divisor = 1_000_000 * 10 ** digits;
  // Whole numbers this small are exact, and so is rounding up their quotient.
  if (scaled <= Number.MAX_SAFE_INTEGER) return Math.ceil(scaled / divisor);
  const exact = BigInt(money.minor) * BigInt(rate) * 10n ** BigInt(baseDigits);
  const rounded = (exact + BigInt(divisor) - 1n) / BigInt(divisor);
  return rounded > MAX_MINOR ? Number.MAX_SAFE_INTEGER : Number(rounded);
}

/** Returns what minor units of the base currency are in another, rounded down; undefined when there is no rate for it. */
export function fromBaseMinor(
  baseMinor: number,
  currency: string,
  rates: ReferenceRates,
): number | undefined {
  const rate = Object.hasOwn(rates.ratesPpm, currency) ? rates.ratesPpm[currency] : undefined;
  const digits = currencyDigits(currency);
  const baseDigits = currencyDigits(rates.base);
  if (rate === undefined || digits === undefined || baseDigits === undefined) return undefined;
  const value = BigInt(baseMinor) * 1_000_000n * 10n ** BigInt(digits);
  const minor = value / (BigInt(rate) * 10n ** BigInt(baseDigits));
  return minor > MAX_MINOR ? Number.MAX_SAFE_INTEGER : Number(minor);
}
