/** The fewest people, frauds or refunds a figure may be based on: with fewer, chance alone moves it too far. */
const FEWEST = 20;

/** Returns true if this many people, frauds or refunds are enough for a figure. */
export function isEnough(count: number): boolean {
  return count >= FEWEST;
}
