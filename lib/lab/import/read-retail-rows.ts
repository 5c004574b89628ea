import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import {
  MalformedRowError,
  RETAIL_COLUMNS,
  type RetailFields,
  type RetailRow,
  readRetailRow,
} from './retail-row.ts';

/** A row of the file, or why the line could not be read. */
export type ReadRow =
  | { readonly line: number; readonly row: RetailRow }
  | { readonly line: number; readonly problem: string };

/** What the parser hands out when it is asked for `info`. */
interface Numbered {
  readonly info: { readonly lines: number };
  readonly record: readonly string[];
}

type Locate = (fields: readonly string[]) => RetailFields;

/**
 * Reads a file of the UCI "Online Retail" data, plain or gzipped, row by row. Lines that cannot be read come out as
 * problems with their number; the rows after them are read all the same.
 * @throws Error if the file cannot be opened or its first line lacks a column.
 */
export async function* readRetailRows(file: string): AsyncGenerator<ReadRow> {
  const unreadable: ReadRow[] = [];
  const records = (await openText(file)).pipe(
    parse({
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      info: true,
      on_skip: (error) => {
        if (error !== undefined) unreadable.push({ line: Number(error['lines']), problem: error.message });
        return undefined;
      },
    }),
  );
  let locate: Locate | undefined;
  for await (const numbered of records) {
    yield* unreadable.splice(0);
    const { info, record }: Numbered = numbered;
    if (locate === undefined) locate = locatorOf(record);
    else yield readLine(info.lines, record, locate);
  }
  yield* unreadable;
  if (locate === undefined) throw new Error(`"${file}" is empty; ${COLUMNS_NEEDED}`);
}

const COLUMNS_NEEDED = `its first line must name the columns ${RETAIL_COLUMNS.join(', ')}`;

/** Opens a file as bytes of text. Its first two bytes show whether it is gzipped; its name does not matter. */
async function openText(file: string): Promise<Readable> {
  const handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  const bytes = handle.createReadStream({ start: 0 });
  if (bytesRead < 2 || buffer.readUInt16BE() !== 0x1f8b) return bytes;
  const text = createGunzip();
  bytes.on('error', (error) => text.destroy(error));
  return bytes.pipe(text);
}

function locatorOf(header: readonly string[]): Locate {
  const missing = RETAIL_COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new Error(`the columns ${missing.join(', ')} are missing; ${COLUMNS_NEEDED}`);
  const [invoice, stock, quantity, date, price, customer, country] = RETAIL_COLUMNS.map((one) =>
    header.indexOf(one),
  );
  return (fields) => {
    if (fields.length !== header.length) {
      throw new MalformedRowError(`a row must have ${header.length} fields, got ${fields.length}`);
    }
    const at = (index = 0): string => fields[index] ?? '';
    return {
      InvoiceNo: at(invoice),
      StockCode: at(stock),
      Quantity: at(quantity),
      InvoiceDate: at(date),
      UnitPrice: at(price),
      CustomerID: at(customer),
      Country: at(country),
    };
  };
}

function readLine(line: number, fields: readonly string[], locate: Locate): ReadRow {
  try {
    return { line, row: readRetailRow(locate(fields)) };
  } catch (error) {
    if (error instanceof MalformedRowError) return { line, problem: error.message };
    throw error;
  }
}
