/** Units of time, in milliseconds. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The first Monday after the epoch, in days. */
const FIRST_MONDAY = 4;

/** Returns the number of a UTC day since the epoch. */
export function dayNumber(day: string): number {
  return Math.round(Date.parse(day) / DAY_MS);
}

/** Returns the UTC day of a number of days since the epoch. */
export function dayOfNumber(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** Returns the number of the last day of a week. */
export function lastDayNumberOf(week: number): number {
  return week * 7 + FIRST_MONDAY + 6;
}

/** Returns the number of the day in the middle of a week. */
export function middleDayNumberOf(week: number): number {
  return week * 7 + FIRST_MONDAY + 3;
}

/** Returns the week a UTC day lies in; weeks are numbered from Monday, 5 January 1970. */
export function weekOf(day: string): number {
  return Math.floor((dayNumber(day) - FIRST_MONDAY) / 7);
}

/** Returns the first and the last UTC day of a week. */
export function daysOfWeek(week: number): { readonly first: string; readonly last: string } {
  const first = week * 7 + FIRST_MONDAY;
  return { first: dayOfNumber(first), last: dayOfNumber(first + 6) };
}

/** Returns the UTC day of an instant, `YYYY-MM-DD`. */
export function dayOf(at: Date): string {
  return dayOfNumber(Math.floor(at.getTime() / DAY_MS));
}

/** Returns how many days lie between two UTC days. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}
