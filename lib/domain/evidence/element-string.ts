/** The parts of a GS1 element string by application identifier (AI): `01` a product's GTIN-14, `21` a serial number. */
export type Elements = ReadonlyMap<string, string>;

/** Measures and weights in trade: four digits of AI, six of data. */
const MEASURE = /^3[1-6]\d\d/;

/** AIs whose data has a fixed length. Source: GS1 General Specifications, figure 7.8.5-2. */
const FIXED_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['00', 18],
  ['01', 14],
  ['02', 14],
  ['11', 6],
  ['12', 6],
  ['13', 6],
  ['15', 6],
  ['16', 6],
  ['17', 6],
  ['20', 2],
]);

/** AIs of any length that stand beside a serial number: lot, serial, variant, additional ids, count, price, company data. */
const VARIABLE = /^(?:10|21|22|235|24[0135]|25[01]|30|37|9\d)/;

/** ASCII 29, which a reader sends for FNC1: it ends data of any length. */
const SEPARATOR = '\u001d';

/** What a reader puts in front of the data of a GS1 symbol. Source: ISO/IEC 15424. */
const SYMBOLOGY = /^\](?:C1|e0|d2|Q3|J1)/;

/**
 * Returns the parts of a GS1 element string, as printed in brackets or as a reader sends it. `none` if the text is not
 * one; `broken` if it says that it is one and cannot be read.
 */
export function readElements(text: string): Elements | 'none' | 'broken' {
  const read = text.replace(SYMBOLOGY, '');
  const data = read.startsWith(SEPARATOR) ? read.slice(1) : read;
  if (data.startsWith('(')) return bracketed(data) ?? 'broken';
  if (startsWithProduct(data)) return asSent(data) ?? 'broken';
  return data === text ? 'none' : 'broken';
}

function bracketed(data: string): Elements | undefined {
  const parts = data.split(/\((\d{2,4})\)/);
  const [before, ...rest] = parts;
  if (before !== '' || rest.length === 0) return undefined;
  const elements = new Map<string, string>();
  for (let at = 0; at < rest.length; at += 2) elements.set(rest[at] ?? '', (rest[at + 1] ?? '').trim());
  return hasRightLengths(elements) ? elements : undefined;
}

function hasRightLengths(elements: Elements): boolean {
  return [...elements].every(([ai, value]) => {
    const length = FIXED_LENGTHS.get(ai);
    return value !== '' && (length === undefined || (value.length === length && /^\d+$/.test(value)));
  });
}

function asSent(data: string): Elements | undefined {
  const elements = new Map<string, string>();
  let rest = data;
  while (rest !== '') {
    const [measure] = MEASURE.exec(rest) ?? [];
    const ai = measure ?? rest.slice(0, 2);
    const length = measure === undefined ? FIXED_LENGTHS.get(ai) : 6;
    const [name = undefined] = length === undefined ? (VARIABLE.exec(rest) ?? []) : [ai];
    if (name === undefined) return undefined;
    const from = rest.slice(name.length);
    const [value = ''] = length === undefined ? from.split(SEPARATOR, 1) : [from.slice(0, length)];
    elements.set(name, value);
    rest = from.slice(value.length);
    if (rest.startsWith(SEPARATOR)) rest = rest.slice(1);
  }
  return hasRightLengths(elements) ? elements : undefined;
}

/** A plain serial number may begin with 01 too; it is a product's only with the right check digit. */
function startsWithProduct(data: string): boolean {
  const [, gtin] = /^01(\d{14})/.exec(data) ?? [];
  return gtin !== undefined && withCheckDigit(gtin.slice(0, 13)) === gtin;
}

/** Adds the check digit to the first 13 digits of a GTIN-14. Source: GS1 General Specifications, section 7.9. */
export function withCheckDigit(digits: string): string {
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
