import { DAY_MS, HOUR_MS, MINUTE_MS } from './calendar.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Returns an instant as people read it, `26 Nov 16:36 UTC`. */
export function instantWords(at: Date): string {
  const day = `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''}`;
  return `${day} ${at.toISOString().slice(11, 16)} UTC`;
}

/** Returns how long something takes or took, in its two largest units: `3 days 2 hours`. */
export function durationWords(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / MINUTE_MS);
  if (minutes === 0) return 'less than a minute';
  const days = Math.floor((minutes * MINUTE_MS) / DAY_MS);
  const hours = Math.floor(((minutes * MINUTE_MS) % DAY_MS) / HOUR_MS);
  if (days > 0) return joined(countOf(days, 'day'), hours, 'hour');
  return hours > 0 ? joined(countOf(hours, 'hour'), minutes % 60, 'minute') : countOf(minutes, 'minute');
}

/** Returns how far away a deadline is: `in 3 hours 20 minutes`, `overdue by 5 minutes`. */
export function deadlineWords(deadline: Date, now: Date): string {
  const left = deadline.getTime() - now.getTime();
  return left >= 0 ? `in ${durationWords(left)}` : `overdue by ${durationWords(-left)}`;
}

/** Returns a count of things, `1 day` or `2 days`. */
export function countOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function joined(first: string, rest: number, thing: string): string {
  return rest === 0 ? first : `${first} ${countOf(rest, thing)}`;
}
