import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { GATE_SOURCE } from '../contracts/names.ts';
import { visibleJson } from '../domain/shared/visible-text.ts';
import type { BusEvent } from '../local/events/bus-event.ts';
import { say } from './verb.ts';

/** The most event ids kept in memory when nothing is kept on disk. */
const MAX_KEPT = 1_000_000;

/**
 * Returns a consumer of the bus as every consumer should be: it takes each decision once, by the event's id,
 * across restarts too. EventBridge delivers at least once, and a gate that died after publishing publishes the
 * same event again. A line is written before its id is kept: dying in between repeats it and never loses it.
 * @param write - takes one decision or rejection as a line.
 * @param file - where taken ids are kept, one a line; in memory only when not given.
 */
export function decisionsOnce(write: (line: string) => void, file?: string): (event: BusEvent) => void {
  const taken = new Set(file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
  const keep = idKeeper();
  return ({ source, detailType, detail }) => {
    if (source !== GATE_SOURCE || detailType === 'refundgate.review.decided.v1') return;
    const id = String(detail['id']);
    if (taken.has(id)) return;
    write(visibleJson(detail));
    if (taken.size >= MAX_KEPT) taken.clear();
    taken.add(id);
    if (file !== undefined) keep(file, id);
  };
}

/** The decision is out by then: without its id it is printed again after a restart, which must not end the gate. */
function idKeeper(): (file: string, id: string) => void {
  let failing = false;
  return (file, id) => {
    try {
      appendFileSync(file, `${id}\n`);
      failing = false;
    } catch (error) {
      if (!failing)
        say(`${file} cannot be written (${String(error)}): after a restart decisions may be printed again.`);
      failing = true;
    }
  };
}
