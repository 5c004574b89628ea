import { canonicalJson, sha256 } from '../digest.ts';
import { CASE_TITLES, type CaseView } from './view.ts';

/** The parts of a view that may change while somebody looks at it, and matter to what they decide. */
const PARTS = [
  'reasons',
  'restrictions',
  'timeline',
  'otherRefunds',
  'linked',
  'sameFile',
  'review',
] as const satisfies readonly (keyof typeof CASE_TITLES & keyof CaseView)[];

/** How many hexadecimal digits of a part's digest are kept: it only has to differ when the part does. */
const DIGITS = 12;

/** Returns a stamp of what a person is shown: one digest for each part. */
export function stampOf(view: CaseView): string {
  return PARTS.map((part) => digestOf(view, part)).join('.');
}

/** Returns the titles of the parts that are no more as a stamp says; all if it is no stamp. */
export function changedParts(view: CaseView, stamp: string): readonly string[] {
  const seen = stamp.split('.');
  return PARTS.filter((part, index) => seen[index] !== digestOf(view, part)).map((part) => CASE_TITLES[part]);
}

function digestOf(view: CaseView, part: (typeof PARTS)[number]): string {
  // Reminders ask again; they change nothing that a person decides on.
  const value = part === 'review' ? [view.review?.votes, view.review?.quorum, view.review?.tier] : view[part];
  return sha256(canonicalJson(value)).slice(0, DIGITS);
}
