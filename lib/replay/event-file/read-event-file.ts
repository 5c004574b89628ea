import type { Readable } from 'node:stream';
import { ArrayReader } from './array-reader.ts';
import type { EventReader, FileEvent } from './file-event.ts';
import { LineReader } from './line-reader.ts';
import { plainText } from './plain-text.ts';

/**
 * Reads a file of events as it comes: one a line, or one JSON array of them, each a CloudEvent or the envelope in
 * which EventBridge delivers one; plain or gzip. After each read it gives what is whole by then, so that a reader
 * knows when there is nothing more to take for now.
 */
export async function* readEventFile(input: Readable): AsyncGenerator<readonly FileEvent[]> {
  let reader: EventReader | undefined;
  let head = '';
  for await (const text of plainText(input)) {
    if (reader !== undefined) {
      yield reader.read(text);
      continue;
    }
    head += text;
    reader = readerOf(head);
    if (reader !== undefined) yield reader.read(head);
  }
  if (reader === undefined) {
    reader = new LineReader();
    yield reader.read(head);
  }
  yield reader.end();
}

/**
 * Returns the reader a file asks for by its first characters, or undefined while they do not tell yet. Only a bracket
 * before an object, or before the closing one, begins an array of events: any other line that begins with a bracket
 * is rejected as a line, and the next ones are still read.
 */
function readerOf(head: string): EventReader | undefined {
  const [first, second] = head.replaceAll(/\s+/g, '');
  if (first === undefined) return undefined;
  if (first !== '[') return new LineReader();
  if (second === undefined) return undefined;
  return second === '{' || second === ']' ? new ArrayReader() : new LineReader();
}
