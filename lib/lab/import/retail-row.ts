import { retailCountry } from './retail-country.ts';

/** The columns that are read; others, such as Description, are ignored. */
export const RETAIL_COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;

/** A field of the file, by the name of its column. */
export type RetailFields = Readonly<Record<(typeof RETAIL_COLUMNS)[number], string>>;

/** One line of an invoice, read. */
export interface RetailRow {
  readonly invoice: string;
  readonly stockCode: string;
  /** Negative where goods came back or were written off. */
  readonly quantity: number;
  readonly time: Date;
  /** In thousandths of a pound, since the file has prices such as 0.001. */
  readonly unitPriceMills: number;
  /** Absent where the file names no customer. */
  readonly customerId?: string;
  /** ISO 3166. */
  readonly country: string;
}

/** Thrown for a row that cannot be read; the message names the column, the text and what is allowed. */
export class MalformedRowError extends Error {
  override readonly name = 'MalformedRowError';
}

/** Returns true if an invoice takes back what others sold: its number begins with C. */
export function isCancellation({ invoice }: RetailRow): boolean {
  return invoice.startsWith('C');
}

/**
 * Reads one row.
 * @throws MalformedRowError if a field does not hold what its column promises.
 */
export function readRetailRow(fields: RetailFields): RetailRow {
  const customer = matching(fields, 'CustomerID', /^(?:(\d{1,12})(?:\.0)?)?$/, 'a number or nothing')[1];
  const row = {
    invoice: matching(
      fields,
      'InvoiceNo',
      /^[A-Z]?\d{1,12}$/,
      'digits, with one letter before them at most',
    )[0],
    stockCode: matching(fields, 'StockCode', /^[A-Za-z0-9._ -]{1,64}$/, 'letters, digits and . _ -')[0],
    quantity: Number(matching(fields, 'Quantity', /^-?(?!0+$)\d{1,9}$/, 'a whole number other than zero')[0]),
    time: instantOf(fields),
    unitPriceMills: Math.round(
      1000 * Number(matching(fields, 'UnitPrice', /^-?\d{1,9}(?:\.\d{1,9})?$/, 'a decimal number')[0]),
    ),
    ...(customer === undefined ? {} : { customerId: customer }),
    country: countryOf(fields),
  };
  if (isCancellation(row) && row.quantity > 0) {
    throw new MalformedRowError(`Quantity of a cancellation must be negative, got "${fields.Quantity}"`);
  }
  return row;
}

function matching(
  fields: RetailFields,
  column: keyof RetailFields,
  pattern: RegExp,
  allowed: string,
): RegExpExecArray {
  const match = pattern.exec(fields[column]);
  if (match === null) throw wrong(fields, column, allowed);
  return match;
}

function wrong(fields: RetailFields, column: keyof RetailFields, allowed: string): MalformedRowError {
  return new MalformedRowError(
    `${column} must be ${allowed}, got ${JSON.stringify(fields[column].slice(0, 64))}`,
  );
}

/** The file names no time zone; its clock is read as UTC. */
function instantOf(fields: RetailFields): Date {
  const { InvoiceDate: text } = fields;
  const iso = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)$/.exec(text);
  const time = new Date(`${iso?.[1]}T${iso?.[2]}.000Z`);
  // A date such as 31 February would silently become one in March.
  if (Number.isNaN(time.getTime()) || !time.toISOString().startsWith(iso?.[1] ?? '-')) {
    throw wrong(fields, 'InvoiceDate', 'a time such as 2010-12-01 08:26:00');
  }
  return time;
}

function countryOf(fields: RetailFields): string {
  const code = retailCountry(fields.Country);
  if (code === undefined) throw wrong(fields, 'Country', 'a country of the Online Retail data');
  return code;
}
