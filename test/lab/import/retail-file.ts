import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { refundRequestedSchema } from '../../../lib/contracts/refund-requested.ts';
import type { ProducedEvent } from '../../../lib/demo/event-builders.ts';
import { importRetail } from '../../../lib/lab/import/import-retail.ts';
import { RetailImport } from '../../../lib/lab/import/retail-import.ts';

/** The columns of the file, in its order. */
export const HEADER = 'InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

/** Writes a file of the test's own and answers where it is. */
export function aFile(content: string | Buffer): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'retail-')), 'retail.csv');
  writeFileSync(file, content);
  return file;
}

/** Rows of one customer and year in short: `invoice code quantity day price`. */
export function rows(...short: readonly string[]): string {
  const long = short.map((text) => {
    const [invoice, code, quantity, day, price = '2.50', customer = '17850'] = text.split(' ');
    return [invoice, code, quantity, `2011-${day} 08:26:00`, price, customer, 'United Kingdom'].join(',');
  });
  return [HEADER, ...long, ''].join('\n');
}

const eventSchema = z.object({ time: z.string(), data: refundRequestedSchema });

/** Imports a file and answers its events, what was wrong with it, and the import. */
export async function imported(file: string) {
  const into = new RetailImport();
  const malformed: string[] = [];
  const raw: ProducedEvent[] = [];
  const onMalformed = (line: number, problem: string): void => void malformed.push(`${line}: ${problem}`);
  for await (const event of importRetail({ file, into, onMalformed })) raw.push(event);
  const events = raw.map((event) => eventSchema.parse(event));
  return { into, malformed, raw, events, refunds: events.map(({ data }) => data) };
}
