/** A probability in words that people grasp, such as "1 in 6". */
export interface Frequency {
  readonly words: string;
  /** True if the words mean one thing: "1 in 6 is", but "9 in 10 are". */
  readonly isOne: boolean;
}

/** The shares that have words, as `count` in `of`, in rising order. */
const SHARES: readonly (readonly [count: number, of: number])[] = [
  ...[100, 50, 30, 20, 15, 12, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((of) => [1, of] as const),
  [2, 3],
  [3, 4],
  [4, 5],
  [9, 10],
  [19, 20],
  [49, 50],
  [99, 100],
];

/** Below this probability, and above its counterpart, no share is exact enough to be worth naming. */
const LEAST = 0.01;

/**
 * Returns a probability in words: the share whose odds are nearest. Returns undefined for what is no probability: an unknown
 * is never shown as a number.
 */
export function frequencyOf(probability: number): Frequency | undefined {
  if (!(probability >= 0 && probability <= 1)) return undefined;
  if (probability < LEAST) return { words: 'fewer than 1 in 100', isOne: false };
  if (probability > 1 - LEAST) return { words: 'nearly all', isOne: false };
  const distance = ([count, of]: readonly [number, number]): number =>
    Math.abs(logOdds(count / of) - logOdds(probability));
  const [count, of] = SHARES.reduce((best, one) => (distance(one) < distance(best) ? one : best));
  return { words: `${count} in ${of}`, isOne: count === 1 };
}

/** Returns the sentence that says how many of some claims are false, such as "1 in 6 claims like this is false." */
export function falseShareSentence(probability: number, claims: string): string {
  const share = frequencyOf(probability);
  if (share === undefined) return `How many ${claims} are false is not known.`;
  const { words, isOne } = share;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} ${claims} ${isOne ? 'is' : 'are'} false.`;
}

function logOdds(probability: number): number {
  return Math.log(probability / (1 - probability));
}
