import { COMMON_CAUSES } from '../evidence/likelihood.ts';
import type { Reason, ReasonCode } from '../shared/reasons.ts';
import type { Weight, WeightSource } from './fraud-probability.ts';

/** The sources that have a reason code of their own. Every other source is a piece of evidence. */
const CODES: Readonly<Partial<Record<WeightSource, ReasonCode>>> = {
  base_rate: 'W01_BASE_RATE',
  employee_history: 'W02_EMPLOYEE_HISTORY',
  linked_history: 'W04_LINKED_HISTORY',
  session: 'W05_SESSION',
  broken_rule: 'W08_RULE_BROKEN',
};

const HONEST_CAUSES: ReadonlySet<WeightSource> = new Set(COMMON_CAUSES);

/** Weights below this, in decibans, are left out of the reasons: they make no visible difference. */
const LEAST_DB = 0.5;

/** Returns the weights that are shown, in the order in which they were weighed: all that make a visible difference. */
export function shownWeights(weights: readonly Weight[]): readonly Weight[] {
  return weights.filter(({ source, db }) => source === 'base_rate' || Math.abs(db) >= LEAST_DB);
}

/** Returns the weights of a probability as reasons. */
export function weightReasons(weights: readonly Weight[]): readonly Reason[] {
  return shownWeights(weights).map(reasonOf);
}

/** Returns a weight as it is shown, to a tenth of a deciban. */
export function shownDb(db: number): number {
  return Math.round(db * 10) / 10;
}

function reasonOf({ source, present, db }: Weight): Reason {
  const weightDb = shownDb(db);
  const code = CODES[source];
  if (code !== undefined) return { code, facts: {}, weightDb };
  return { code: evidenceCode(source, present), facts: { kind: source }, weightDb };
}

function evidenceCode(source: WeightSource, present: boolean): ReasonCode {
  if (HONEST_CAUSES.has(source)) return 'W09_COMMON_CAUSE';
  return present ? 'W06_EVIDENCE_PRESENT' : 'W07_EVIDENCE_MISSING';
}
