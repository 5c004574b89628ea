import { JSONParser } from '@streamparser/json';
import { parseIntakeValue } from '../../contracts/intake-message.ts';
import { echoText, type ParsedEvent } from '../../contracts/parse-event.ts';
import type { EventReader, FileEvent } from './file-event.ts';
import { parseQuickly } from './parse-quickly.ts';

/** How much text the parser gathers before it copies it, in bytes. */
const TEXT_BUFFER_BYTES = 1 << 16;

/** Reads the elements of one JSON array as they come: the file is never in memory as a whole. */
export class ArrayReader implements EventReader {
  readonly #parser = new JSONParser({
    paths: ['$.*'],
    keepStack: false,
    stringBufferSize: TEXT_BUFFER_BYTES,
  });
  #events: FileEvent[] = [];
  #number = 0;
  #isBroken = false;

  constructor() {
    this.#parser.onValue = ({ value }) => this.#add(parseIntakeValue(value, parseQuickly));
  }

  read(text: string): readonly FileEvent[] {
    return this.#parse(() => this.#parser.write(text));
  }

  end(): readonly FileEvent[] {
    return this.#parse(() => {
      if (!this.#parser.isEnded) this.#parser.end();
    });
  }

  #parse(step: () => void): readonly FileEvent[] {
    this.#events = [];
    try {
      if (!this.#isBroken) step();
    } catch (error) {
      this.#isBroken = true;
      const what = error instanceof Error ? echoText(error.message) : '';
      const message = `the array is no JSON from here on, and nothing after this is read: ${what}`;
      const refusal = { eventId: null, source: null, type: null, problems: [{ path: '', message }] };
      this.#add({ ok: false, refusal });
    }
    return this.#events;
  }

  #add(parsed: ParsedEvent): void {
    this.#number += 1;
    this.#events.push({ number: this.#number, unit: 'event', line: lineOf(parsed), parsed });
  }
}

/**
 * Returns the envelope of a tick as one line, and an empty text for any other event: an event may be nested too
 * deep to write.
 */
function lineOf(parsed: ParsedEvent): string {
  if (!parsed.ok || parsed.event.type !== 'refundgate.clock.ticked.v1') return '';
  const { id, source, type, time } = parsed.event;
  return JSON.stringify({ specversion: '1.0', id, source, type, time, data: {} });
}
