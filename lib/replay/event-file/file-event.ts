import type { ParsedEvent } from '../../contracts/parse-event.ts';

/** One event of a file, and where it stands. */
export interface FileEvent {
  /** From 1 on: the line of the file, blank ones counted, or the place in a JSON array. */
  readonly number: number;
  readonly unit: 'line' | 'event';
  /** The line as it stands in the file; of an event in an array, which has none, the same event on one line. */
  readonly line: string;
  readonly parsed: ParsedEvent;
}

/** Makes events of a file's text, piece by piece. */
export interface EventReader {
  /** Returns the events that are whole with this piece of text. */
  readonly read: (text: string) => readonly FileEvent[];
  /** Returns what is left at the end of the text. */
  readonly end: () => readonly FileEvent[];
}
