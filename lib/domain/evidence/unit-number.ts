import { readElements, withCheckDigit } from './element-string.ts';

/** A number that tells one unit from all others: a serial number, with its product's GTIN if that is named, or an IMEI. */
export interface UnitNumber {
  readonly kind: 'serial' | 'imei';
  readonly number: string;
  /** GTIN-14. */
  readonly gtin?: string | undefined;
}

/**
 * Returns the number of a unit in any form in which systems write it; undefined for what names no single unit: a product, a
 * lot, a parcel (SSCC), a licence plate. Sources: GS1 EPC Tag Data Standard (SGTIN URN), GS1 Digital Link URI Syntax (AI 01
 * and 21), RFC 7254 (urn:gsma:imei), GS1 General Specifications (element strings).
 */
export function readUnitNumber(text: string): UnitNumber | undefined {
  if (/^https?:\/\//i.test(text)) return digitalLink(text);
  if (/^urn:/i.test(text)) return urn(text);
  const elements = readElements(text);
  if (elements === 'none') return serial(text);
  return elements === 'broken' ? undefined : serial(elements.get('21') ?? '', elements.get('01'));
}

/** Returns a unit's number as a text that `readUnitNumber` reads as the same number. */
export function unitText(unit: UnitNumber): string {
  const { kind, number, gtin } = unit;
  if (kind === 'imei') return `urn:imei:${number}`;
  const forms =
    gtin === undefined
      ? [number, `(21)${number}`]
      : [`(01)${gtin}(21)${number}`, `https://id.gs1.org/01/${gtin}/21/${encodeURIComponent(number)}`];
  const isSame = (read: UnitNumber | undefined): boolean =>
    read?.kind === kind && read.number === number && read.gtin === gtin;
  return forms.find((text) => isSame(readUnitNumber(text))) ?? number;
}

/** What two numbers say of two units; `unknown` where they are of different kinds, or differ only by leading zeros. */
export type Comparison = 'same' | 'other' | 'unknown';

/** Returns whether two numbers are of one unit. Where both name a product, it has to be the same. */
export function compareUnits(a: UnitNumber, b: UnitNumber): Comparison {
  if (a.kind !== b.kind) return 'unknown';
  if (a.gtin !== undefined && b.gtin !== undefined && a.gtin !== b.gtin) return 'other';
  if (a.number === b.number) return 'same';
  return withoutZeros(a.number) === withoutZeros(b.number) ? 'unknown' : 'other';
}

function withoutZeros(number: string): string {
  return number.replace(/^0+(?=.)/, '');
}

/** Printed in groups or in capitals, a number is the same; 15 digits are an IMEI's. */
function serial(text: string, gtin?: string): UnitNumber | undefined {
  const number = text.replaceAll(/\s/g, '').toLowerCase();
  if (number === '') return undefined;
  if (/^\d{15}$/.test(number)) return { kind: 'imei', number };
  return gtin === undefined ? { kind: 'serial', number } : { kind: 'serial', number, gtin };
}

function urn(text: string): UnitNumber | undefined {
  const [, imei] = /^urn:(?:gsma:|refundgate:)?imei:([\d-]+)/i.exec(text) ?? [];
  if (imei !== undefined) return serial(imei.replaceAll('-', '').slice(0, 15));
  const [, prefix = '', item = '', number] = /^urn:epc:id:sgtin:(\d+)\.(\d+)\.(.+)$/i.exec(text) ?? [];
  if (number === undefined || prefix.length + item.length !== 13) return undefined;
  const decoded = percentDecoded(number);
  return decoded === undefined
    ? undefined
    : serial(decoded, withCheckDigit(`${item.slice(0, 1)}${prefix}${item.slice(1)}`));
}

/** The primary key (AI 01) and the serial (AI 21) are path segments; further AIs and the query say nothing of the unit. */
function digitalLink(text: string): UnitNumber | undefined {
  const [path = ''] = text.split(/[?#]/);
  const segments = path.split('/');
  const gtinAt = segments.findIndex((one, at) => one === '01' && /^\d{8,14}$/.test(segments[at + 1] ?? ''));
  const serialAt = segments.indexOf('21', gtinAt + 2);
  if (gtinAt < 0 || serialAt < 0) return undefined;
  const decoded = percentDecoded(segments[serialAt + 1] ?? '');
  return decoded === undefined ? undefined : serial(decoded, (segments[gtinAt + 1] ?? '').padStart(14, '0'));
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
