import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ProducedEvent } from '../demo/event-builders.ts';
import { importRetail } from '../lab/import/import-retail.ts';
import { RetailImport } from '../lab/import/retail-import.ts';
import { mustBeReadable } from './usable-paths.ts';
import { parseArguments, say, UsageError, type Verb } from './verb.ts';

/** Reads a file of one format, writes its events and returns the exit code. */
type Importer = (file: string) => Promise<number>;

const FORMATS: ReadonlyMap<string, Importer> = new Map([['online-retail', importOnlineRetail]]);

/** How many malformed lines are reported one by one; the others are only counted. */
const MAX_TOLD = 20;

/** `refund-gate import`. */
export const importVerb: Verb = {
  usage: 'import FORMAT FILE',
  summary: "turns a known system's export into events, one a line",
  help: [
    'FORMAT is one of:',
    '',
    '  online-retail    the UCI "Online Retail" data: invoice lines as CSV, plain or gzipped, in time order',
    '',
    'online-retail: each cancellation (an invoice whose number begins with C) asks for one refund for every order it',
    'takes goods from, the latest orders of the customer first. The claim is "returnless", since the file has no scans.',
    'Units beyond what was bought are asked for in a refund of their own; goods never bought in the file name an order',
    '"unknown-…" with nothing shipped. Times are read as UTC. Amounts are GBP. Lines without a customer, without a',
    'price and for codes that are no goods (postage, fees, discounts, manual) are skipped and counted on stderr.',
    'Lines that cannot be read are listed with their number, and the exit code is then 1.',
  ],
  run: async (args) => {
    const { words } = parseArguments(args, { options: {}, words: [2, 2] });
    const [format = '', file = ''] = words;
    const importer = FORMATS.get(format);
    if (importer === undefined) {
      throw new UsageError(`"${format}" is no format; allowed: ${[...FORMATS.keys()].join(', ')}`);
    }
    await mustBeReadable(file);
    return importer(file);
  },
};

async function importOnlineRetail(file: string): Promise<number> {
  const into = new RetailImport();
  let malformed = 0;
  const onMalformed = (line: number, problem: string): void => {
    malformed += 1;
    if (malformed <= MAX_TOLD) say(`line ${line}: ${problem}`);
  };
  if (!(await writeLines(importRetail({ file, into, onMalformed })))) return 0;
  for (const line of summaryOf(into)) say(line);
  if (malformed > 0) say(`${malformed.toLocaleString('en')} malformed line(s) were left out.`);
  return malformed > 0 ? 1 : 0;
}

/** Writes events to stdout as fast as it is read. Returns false if the reader, such as `head`, closed it early. */
async function writeLines(events: AsyncIterable<ProducedEvent>): Promise<boolean> {
  try {
    await pipeline(Readable.from(ndjson(events)), process.stdout, { end: false });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return false;
    throw error;
  }
}

async function* ndjson(events: AsyncIterable<ProducedEvent>): AsyncGenerator<string> {
  for await (const event of events) yield `${JSON.stringify(event)}\n`;
}

const SKIPPED = {
  no_goods: 'cancellation lines for codes that are no goods',
  no_customer: 'cancellation lines without a customer',
  no_price: 'cancellation lines without a price',
  stock_adjustment: 'other lines of negative quantity, which correct the stock',
} as const;

function summaryOf(into: RetailImport): readonly string[] {
  const counts = into.counts();
  const number = (count: number): string => count.toLocaleString('en');
  return [
    `${number(counts.refundedLines)} of ${number(counts.cancellationLines)} cancellation lines became ${number(counts.refunds)} refunds.`,
    `${number(counts.overReturnedLines)} return more than was bought, ${number(counts.neverBoughtLines)} of them goods never bought in the file.`,
    ...Object.entries(SKIPPED).flatMap(([reason, text]) => {
      const count = Object.entries(counts.skippedLines).find(([one]) => one === reason)?.[1] ?? 0;
      return count === 0 ? [] : [`skipped: ${number(count)} ${text}`];
    }),
  ];
}
