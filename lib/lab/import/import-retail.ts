import type { ProducedEvent } from '../../demo/event-builders.ts';
import { readRetailRows } from './read-retail-rows.ts';
import type { RetailImport } from './retail-import.ts';

/** What an import of a retail file takes, and what it reports in addition to its events. */
export interface RetailImportOptions {
  readonly file: string;
  /** Counts and customers; empty at first, complete after the last event. */
  readonly into: RetailImport;
  /** Called for every line that could not be read. */
  readonly onMalformed: (line: number, problem: string) => void;
}

/**
 * Returns the refunds of an Online Retail file as events, in time order, while it is being read.
 * @throws Error if the file cannot be read or lacks a column.
 */
export async function* importRetail({
  file,
  into,
  onMalformed,
}: RetailImportOptions): AsyncGenerator<ProducedEvent> {
  let latest = new Date(0);
  for await (const read of readRetailRows(file)) {
    const problem = 'problem' in read ? read.problem : whyUnordered(read.row.time, latest);
    if (problem !== undefined) onMalformed(read.line, problem);
    if (problem !== undefined || 'problem' in read) continue;
    latest = read.row.time;
    yield* into.take(read.row);
  }
  yield* into.finish();
}

function whyUnordered(time: Date, latest: Date): string | undefined {
  return time < latest ? 'InvoiceDate is earlier than on a line before; sort the file by time' : undefined;
}
