import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { GATE_SOURCE } from '../contracts/names.ts';
import { visibleJson } from '../domain/shared/visible-text.ts';
import type { BusEvent } from '../local/events/bus-event.ts';
import { say } from './verb.ts';

/** The most event ids kept in memory. */
const MAX_KEPT = 1_000_000;

/**
 * Returns a consumer of the bus, and an example for other consumers: it takes each event id once, also across
 * restarts. EventBridge delivers at least once, and a gate that died after publishing publishes the same event again.
 * A line is written before its id is saved: a crash in between repeats the line and never loses it.
 * @param write - takes one decision or rejection as a line.
 * @param file - where the taken ids are saved, one per line; without it they are kept in memory only.
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

/** Returns a function that saves an id. A failure does not end the gate: it only repeats a line after a restart. */
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
