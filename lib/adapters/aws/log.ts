import type { Log } from '../../app/ports.ts';

/** Writes one line to the function's log. Lambda writes it as JSON; a text would become a string within that JSON. */
export const log: Log = (line) => {
  console.log(line);
};

/** Writes a warning to the function's log. */
export const logWarning: Log = (line) => {
  console.warn(line);
};

/** Writes a fault to the function's log, at error level. */
export const logFault: Log = (line) => {
  console.error(line);
};

/** The most problems one line names; the line also gives the number of all. */
const MAX_NAMED = 10;

/** Returns the fields of a log line that say what could not be read, and how many items that are. */
export function unreadableFields(problems: readonly string[]): Parameters<Log>[0] {
  return problems.length === 0
    ? { unreadable: 0 }
    : { unreadable: problems.length, unreadableItems: problems.slice(0, MAX_NAMED) };
}
