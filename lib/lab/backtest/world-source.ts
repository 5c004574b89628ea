import { createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import type { Register } from '../../domain/producers/register.ts';
import { TruthBook } from './truth-book.ts';

/** A labelled world that can be played more than once. */
export interface WorldSource {
  /** What it is, as a person would say it. */
  readonly name: string;
  /** Who may say what in it, if that is known. */
  readonly register?: Register;
  /** Returns how many days it lasts. Fails if the truth cannot be read. */
  readonly days: () => Promise<number>;
  /** Returns the world from its beginning, on every call. */
  readonly open: () => Promise<OpenWorld>;
}

/** A world that is being played. */
export interface OpenWorld {
  /** Has the truth about a refund by the time its request comes. */
  readonly truth: TruthBook;
  /** One CloudEvent a line, in order of time. */
  readonly lines: AsyncIterable<string>;
  /** How much of it was played, from 0 to 1. */
  readonly progress: () => number;
}

/** Returns the world in a file of events and a file of truth. Fails when one of them cannot be read. */
export async function fileWorld(eventsFile: string, truthFile: string): Promise<WorldSource> {
  const { size } = await stat(eventsFile);
  await access(truthFile);
  let truth: Promise<TruthBook> | undefined;
  const book = (): Promise<TruthBook> => {
    truth ??= readTruth(truthFile);
    return truth;
  };
  return {
    name: basename(eventsFile),
    days: async () => (await book()).world().days,
    open: async () => {
      const stream = createReadStream(eventsFile);
      return {
        truth: await book(),
        lines: linesOf(stream),
        progress: () => (size === 0 ? 1 : Math.min(1, stream.bytesRead / size)),
      };
    },
  };
}

async function readTruth(file: string): Promise<TruthBook> {
  const book = new TruthBook();
  for await (const line of linesOf(createReadStream(file))) book.addLine(line);
  return book;
}

async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== '') yield line;
  }
}
