/** The fewest people, frauds or refunds a figure may rest on: with fewer, chance alone moves it too far. */
const FEWEST = 20;

/** Returns true if a figure over so many people, frauds or refunds says something. */
export function isEnough(count: number): boolean {
  return count >= FEWEST;
}
