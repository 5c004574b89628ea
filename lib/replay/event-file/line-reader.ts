import { parseIntakeMessage } from '../../contracts/intake-message.ts';
import type { EventReader, FileEvent } from './file-event.ts';
import { parseQuickly } from './parse-quickly.ts';

/**
 * Reads one event per line. A line ends in LF or CRLF; the last one may have no end. Blank lines are only counted.
 */
export class LineReader implements EventReader {
  #rest = '';
  #number = 0;

  read(text: string): readonly FileEvent[] {
    const events: FileEvent[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#add(events, this.#rest + text.slice(from, end));
      this.#rest = '';
      from = end + 1;
    }
    this.#rest += text.slice(from);
    return events;
  }

  end(): readonly FileEvent[] {
    const events: FileEvent[] = [];
    this.#add(events, this.#rest);
    return events;
  }

  #add(events: FileEvent[], text: string): void {
    this.#number += 1;
    // Removes the CR, and the byte order marks of files that were joined.
    const line = text.trim();
    if (line === '') return;
    events.push({ number: this.#number, unit: 'line', line, parsed: parseIntakeMessage(line, parseQuickly) });
  }
}
