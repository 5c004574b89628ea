import { compareText } from '../shared/compare-text.ts';

/** Who made a statement about a flag, a status or a mark, and when. */
export interface Statement {
  /** The time of its event. */
  readonly at: string;
  /** The person it names, in canonical form. */
  readonly by?: string | undefined;
  /** The source of its event. */
  readonly source?: string | undefined;
  /** True if its producer may say it alone, where others need two people. */
  readonly isEnough?: boolean | undefined;
}

/** How statements about one thing are compared. */
export interface StatementRule<S extends Statement> {
  /** How strict a statement is: more is stricter. */
  readonly strictness: (statement: S) => number;
  /** The id of the subject: nobody lifts what is about themselves. */
  readonly about: string;
  /** True if two sources lift as two people do. */
  readonly sourcesCount: boolean;
}

/**
 * The most statements that are kept of one thing. Five people who disagree need fewer; a producer that repeats itself
 * must not fill the item.
 */
export const MAX_STATEMENTS = 20;

/**
 * Returns the statements that still matter after one more, oldest first; the same list if it changes nothing. A
 * statement holds until two others, by two different people, say the same or something milder later. So the order of
 * arrival does not matter, a repeat changes nothing, and a request to lift something is void once it is set again.
 */
export function withStatement<S extends Statement>(
  known: readonly S[],
  heard: S,
  rule: StatementRule<S>,
): readonly S[] {
  if (known.some((one) => isSameAuthor(one, heard) && one.at === heard.at && isAsStrict(one, heard, rule))) {
    return known;
  }
  const all = [...known, heard];
  const kept = all.filter((one) => !isRevised(one, all, rule) && !isLifted(one, all, rule));
  return kept.length === known.length && known.every((one) => kept.includes(one))
    ? known
    : atMost(inOrder(kept, rule), rule);
}

/** Returns the statement in force: the strictest, and the latest of those. */
export function strictestOf<S extends Statement>(
  statements: readonly S[],
  rule: StatementRule<S>,
): S | undefined {
  return inOrder(statements, rule).reduce<S | undefined>(
    (found, one) => (found === undefined || isAsStrict(one, found, rule) ? one : found),
    undefined,
  );
}

/**
 * Returns true if statements are made by at least two different people, or where sources count by two sources, or if one of
 * them is enough.
 */
export function areByTwo<S extends Statement>(statements: readonly S[], rule: StatementRule<S>): boolean {
  if (statements.some(({ isEnough, by }) => isEnough === true && by !== rule.about)) return true;
  return statements.some((one, at) => statements.slice(at + 1).some((other) => areTwo(one, other, rule)));
}

/** Returns the requests to lift what is in force that wait for a second person, oldest first. */
export function liftsAsked<S extends Statement>(
  statements: readonly S[],
  rule: StatementRule<S>,
): readonly S[] {
  const inForce = strictestOf(statements, rule);
  if (inForce === undefined) return [];
  return statements.filter(
    (one) => one.at > inForce.at && one.by !== rule.about && !isAsStrict(one, inForce, rule),
  );
}

/** True if its author said the same or something stricter later. */
function isRevised<S extends Statement>(one: S, all: readonly S[], rule: StatementRule<S>): boolean {
  return all.some(
    (other) =>
      other !== one &&
      isSameAuthor(other, one) &&
      isAsStrict(other, one, rule) &&
      (other.at > one.at || (other.at === one.at && !isAsStrict(one, other, rule))),
  );
}

/** True if two others that agree said the same or something milder later. */
function isLifted<S extends Statement>(one: S, all: readonly S[], rule: StatementRule<S>): boolean {
  return areByTwo(
    all.filter((other) => other.at > one.at && isAsStrict(one, other, rule)),
    rule,
  );
}

function isAsStrict<S extends Statement>(one: S, other: S, { strictness }: StatementRule<S>): boolean {
  return strictness(one) >= strictness(other);
}

function isSameAuthor(one: Statement, other: Statement): boolean {
  return one.by === other.by && one.source === other.source;
}

/** True if two statements are made by two different people, or where sources count by two sources. */
function areTwo<S extends Statement>(one: S, other: S, { about, sourcesCount }: StatementRule<S>): boolean {
  if (one.by === about || other.by === about) return false;
  if (one.by !== undefined && other.by !== undefined) return one.by !== other.by;
  const areNamed = one.source !== undefined && other.source !== undefined;
  return sourcesCount && areNamed && one.source !== other.source;
}

function inOrder<S extends Statement>(
  statements: readonly S[],
  { strictness }: StatementRule<S>,
): readonly S[] {
  return statements.toSorted(
    (a, b) =>
      compareText(a.at, b.at) ||
      (strictness(a) === strictness(b) ? 0 : strictness(a) - strictness(b)) ||
      compareText(`${a.by} ${a.source}`, `${b.by} ${b.source}`),
  );
}

/** Makes one of the two oldest while there are too many: as strict as the stricter, as late as the later, by nobody. */
function atMost<S extends Statement>(statements: readonly S[], rule: StatementRule<S>): readonly S[] {
  const [first, second, ...others] = statements;
  if (first === undefined || second === undefined || statements.length <= MAX_STATEMENTS) return statements;
  const stricter = isAsStrict(first, second, rule) ? first : second;
  return [{ ...stricter, at: second.at, by: undefined, source: undefined, isEnough: undefined }, ...others];
}
