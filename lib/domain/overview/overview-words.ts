import type { AgeClass, OpenCounts } from './open-counts.ts';

/** The classes of age, as people read them. */
export const AGE_WORDS: Readonly<Record<AgeClass, string>> = {
  under4Hours: 'under 4 hours',
  under1Day: '4 to 24 hours',
  under3Days: '1 to 3 days',
  older: '3 days or more',
};

/** Returns how many are open: `1,204`, or `at least 25,000` if not all were counted. */
export function openWords({ open, more }: Pick<OpenCounts, 'open' | 'more'>): string {
  return more ? `at least ${numberWords(open)}` : numberWords(open);
}

/** Returns a count with its thousands apart: `1,204`. */
export function numberWords(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
