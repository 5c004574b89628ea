import type { ParsedEvent } from '../../contracts/parse-event.ts';

/** One event of a file, and its place in the file. */
export interface FileEvent {
  /** Counts from 1: the line of the file (blank lines count), or the place in a JSON array. */
  readonly number: number;
  readonly unit: 'line' | 'event';
  /**
   * The line of the file. For an event of a JSON array: the envelope of a tick on one line, otherwise an empty
   * text.
   */
  readonly line: string;
  readonly parsed: ParsedEvent;
}

/** Turns the text of a file into events, piece by piece. */
export interface EventReader {
  /** Returns the events that are complete with this piece of text. */
  readonly read: (text: string) => readonly FileEvent[];
  /** Returns the events that are left at the end of the text. */
  readonly end: () => readonly FileEvent[];
}
