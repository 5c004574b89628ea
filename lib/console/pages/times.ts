const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Returns an instant as people read it: `26 Nov 16:36 UTC`. */
export function shownTime(instant: string): string {
  const at = new Date(instant);
  const time = at.toISOString().slice(11, 16);
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${time} UTC`;
}

/** Returns a span of time in its two largest units: `2 d 3 h`, `3 h 20 min`, `5 min`. */
export function shownSpan(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (ms >= DAY_MS) return `${Math.floor(ms / DAY_MS)} d ${Math.floor((ms % DAY_MS) / HOUR_MS)} h`;
  if (ms >= HOUR_MS) return `${Math.floor(ms / HOUR_MS)} h ${Math.floor((ms % HOUR_MS) / MINUTE_MS)} min`;
  return `${minutes} min`;
}

/** Returns how far away a deadline is: `in 3 h 20 min`, `overdue by 5 min`. */
export function untilDeadline(deadline: string, now: Date): string {
  const left = Date.parse(deadline) - now.getTime();
  return left >= 0 ? `in ${shownSpan(left)}` : `overdue by ${shownSpan(-left)}`;
}
