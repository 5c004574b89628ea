import { type Attempt, attemptsOf, type GoodsActs } from './attempts.ts';
import { judgeScans, objectionsToPeople, type Rules, type ScanVerdict } from './judge.ts';
import { CUSTOMER, coalitionsOf, MARKER } from './parties.ts';
import { type Deed, isTold, type Truth } from './truths.ts';

/** The most people other than the marker that the search tries. */
export const MAX_PEOPLE = 3;

/** A false return that passes by itself, with nothing in it that could be left out. */
export interface Attack extends Attempt {
  /** How many people other than the marker lie for it; fooled honest people are not counted. */
  readonly people: number;
}

/** A decision that counts more vouching parties than there are. */
export interface Overstatement extends Attempt {
  readonly observed: number;
  readonly parties: readonly string[];
}

/** What a search found out about one truth at one value. */
export interface Searched {
  /** Null if `MAX_PEOPLE` people cannot do it. */
  readonly attack: Attack | null;
  readonly overstatement: Overstatement | null;
  /** How many trails were given to the gate's check. */
  readonly judged: number;
}

/** What to search. */
export interface Question {
  readonly truth: Truth;
  /** The refund's value in minor units of the policy's base currency. */
  readonly baseMinor: number;
  readonly rules: Rules;
  readonly goodsActs: readonly GoodsActs[];
}

/** Returns the cheapest attack: coalitions in rising size, every request and every way each of them could try. */
export function searchCheapestAttack(question: Question): Searched {
  const tally: Tally = { judged: 0, overstatement: null };
  for (let people = 0; people <= MAX_PEOPLE; people += 1) {
    const attack = attackBy(people, question, tally);
    if (attack !== undefined) return { attack, ...tally };
  }
  return { attack: null, ...tally };
}

interface Tally {
  judged: number;
  overstatement: Overstatement | null;
}

function attackBy(people: number, question: Question, tally: Tally): Attack | undefined {
  const { truth, baseMinor, rules } = question;
  const { gate } = rules;
  const currency = rules.policy.base;
  for (const accomplices of coalitionsOf(people)) {
    for (const goodsActs of question.goodsActs.filter(({ goods }) => isTold(truth, goods))) {
      const trying = { truth, baseMinor, currency, accomplices, goodsActs, gate };
      for (const { asking, ways } of attemptsOf(trying)) {
        if (objectionsToPeople(asking.request, rules).length > 0) continue;
        for (const deeds of ways()) {
          const { finding, objections } = judgeAttempt({ asking, deeds }, rules);
          tally.judged += 1;
          if (isOverstated({ asking, deeds }, finding))
            tally.overstatement ??= overstatementOf({ asking, deeds }, rules);
          if (objections.length > 0) continue;
          return { people, asking, deeds: needed({ asking, deeds }, rules) };
        }
      }
    }
  }
  return undefined;
}

/** Returns what the gate's check of the scans says of an attempt. */
export function judgeAttempt({ asking, deeds, known }: Attempt, rules: Rules): ScanVerdict {
  const scans = deeds.map(({ scan }) => scan);
  return judgeScans(asking.request, scans, rules, known?.(scans));
}

/** Returns the deeds an attack cannot do without; what honest parties do anyway is used before anybody lies. */
export function needed(attempt: Attempt, rules: Rules): readonly Deed[] {
  return shrink(
    attempt.deeds,
    (fewer) => judgeAttempt({ ...attempt, deeds: fewer }, rules).objections.length === 0,
  );
}

function overstatementOf({ asking, deeds }: Attempt, rules: Rules): Overstatement {
  const overstated = shrink(deeds, (fewer) => {
    const attempt = { asking, deeds: fewer };
    return isOverstated(attempt, judgeAttempt(attempt, rules).finding);
  });
  const attempt = { asking, deeds: overstated };
  const { observed } = judgeAttempt(attempt, rules).finding.collusion;
  return { ...attempt, observed, parties: partiesThatVouch(attempt) };
}

function isOverstated(attempt: Attempt, { collusion }: ScanVerdict['finding']): boolean {
  return collusion.observed > partiesThatVouch(attempt).length;
}

/**
 * Returns who really vouches, by name. The customer does not, and nobody who marked the return does. If no mark is
 * on record, the insider who asked for the refund counts as the person who marked it.
 */
export function partiesThatVouch({ asking, deeds }: Attempt): readonly string[] {
  const marked = deeds.filter(({ does }) => does === 'mark').map(({ by }) => by);
  const isMarker = asking.marking === 'by_name' || marked.length === 0;
  const uncounted = new Set([CUSTOMER.name, ...marked, ...(isMarker ? [MARKER.name] : [])]);
  const vouching = deeds.filter(({ does, by }) => does === 'vouch' && !uncounted.has(by));
  return [...new Set(vouching.map(({ by }) => by))];
}

/** Leaves out one deed after the other, the last first, if the condition still holds without it. */
function shrink(deeds: readonly Deed[], holds: (deeds: readonly Deed[]) => boolean): readonly Deed[] {
  return deeds.toReversed().reduce<readonly Deed[]>((kept, deed) => {
    const fewer = kept.filter((one) => one !== deed);
    return holds(fewer) ? fewer : kept;
  }, deeds);
}
