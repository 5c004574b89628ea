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

/** Returns the weights of a probability as reasons, in the order in which they were weighed. */
export function weightReasons(weights: readonly Weight[]): readonly Reason[] {
  return weights.filter(({ source, db }) => source === 'base_rate' || Math.abs(db) >= LEAST_DB).map(reasonOf);
}

function reasonOf({ source, present, db }: Weight): Reason {
  const weightDb = Math.round(db * 10) / 10;
  const code = CODES[source];
  if (code !== undefined) return { code, facts: {}, weightDb };
  return { code: evidenceCode(source, present), facts: { kind: source }, weightDb };
}

function evidenceCode(source: WeightSource, present: boolean): ReasonCode {
  if (HONEST_CAUSES.has(source)) return 'W09_COMMON_CAUSE';
  return present ? 'W06_EVIDENCE_PRESENT' : 'W07_EVIDENCE_MISSING';
}
