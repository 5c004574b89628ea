/** How many instants are remembered each way: a judgement writes and reads the same three or four again and again. */
const REMEMBERED = 8;

const writtenMs = new Float64Array(REMEMBERED).fill(Number.NaN);
const writtenText: string[] = [];

/**
 * Answers an instant, in milliseconds since the epoch, as RFC 3339 text in UTC: what `toISOString` answers, and for
 * an instant asked for again the same text, which also takes no more memory.
 * @throws RangeError when it is no instant.
 */
export function instantText(ms: number): string {
  // By the second: an instant and the lease that runs from it are then remembered side by side.
  const slot = Math.abs(Math.trunc(ms / 1000)) % REMEMBERED;
  const known = writtenText[slot];
  if (known !== undefined && writtenMs[slot] === ms) return known;
  const text = new Date(ms).toISOString();
  writtenMs[slot] = ms;
  writtenText[slot] = text;
  return text;
}

let read = { text: '', ms: Number.NaN };

/** Answers the milliseconds since the epoch of an instant's text; NaN when it is none. */
export function instantMs(text: string): number {
  if (read.text !== text) read = { text, ms: Date.parse(text) };
  return read.ms;
}
