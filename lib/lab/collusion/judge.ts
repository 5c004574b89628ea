import type { ScanEvidenceFinding } from '../../domain/checks/findings.ts';
import { judgeEmployeeRisk } from '../../domain/checks/judge-employee-risk.ts';
import type { People } from '../../domain/evidence/people.ts';
import { EMPTY_TRAIL, type Scan } from '../../domain/evidence/scan.ts';
import { EMPTY_PROFILE } from '../../domain/history/subject-history.ts';
import { type Policy, registerOf } from '../../domain/policy/policy.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { NO_STOPS } from '../../domain/refund/stops.ts';
import { NO_BASELINES } from '../../domain/risk/peer-baselines.ts';
import { effectOf, type Reason, type ReasonCode } from '../../domain/shared/reasons.ts';
import type { Sender } from '../../domain/shared/sender.ts';
import type { SearchedGate } from './gate.ts';

/** The hard rules a search can leave out, each with the codes of its reasons. */
export const RULE_REASONS = {
  R1: ['E01_NO_INDEPENDENT_SCAN'],
  R5: ['E02_CONTENT_NOT_VOUCHED'],
  R6: ['C01_CONFLICT_OF_INTEREST', 'C02_MARKED_AND_APPROVED_ALONE'],
  collusion: ['E03_TOO_FEW_ATTESTORS'],
  groups: ['E13_ONE_SOURCE'],
} as const satisfies Record<string, readonly ReasonCode[]>;

/** A hard rule a search can leave out. */
export type RemovableRule = keyof typeof RULE_REASONS;

/** Returns true if a rule of this name can be left out. */
export function isRemovableRule(name: string): name is RemovableRule {
  return Object.hasOwn(RULE_REASONS, name);
}

/** What an attack is judged by: a gate, its policy, and the rules whose reasons are ignored. */
export interface Rules {
  readonly gate: SearchedGate;
  readonly policy: Policy;
  readonly without: readonly RemovableRule[];
}

/** The result of the scans alone: the finding of the gate, and the reasons in it that stop the refund. */
export interface ScanVerdict {
  readonly finding: ScanEvidenceFinding;
  readonly objections: readonly ReasonCode[];
}

/** Hard rules do not read the clock; the checks ask for one. */
export const ANY_TIME = new Date('2026-11-22T10:00:00.000Z');

/** Answers for what a request names nobody for; its budgets are no hard rule, so the search leaves them out. */
const NOBODY = { subject: { kind: 'producer', id: 'search' }, profile: EMPTY_PROFILE, days: [] } as const;

const SETTLED = { photo: 'none', age: { since: ANY_TIME, at: 'settled' } } as const;

/** What is known of those who asked and scanned. */
export interface Known {
  readonly people: People;
  readonly askedBy: Sender | undefined;
}

/**
 * Returns what the gate's own check of the scans says of a request and a set of scans.
 * @param known - default: to the directory they are all strangers, and without a register each counts.
 */
export function judgeScans(
  request: RefundRequest,
  scans: readonly Scan[],
  rules: Rules,
  known: Known = { people: strangersAmong(scans), askedBy: undefined },
): ScanVerdict {
  const trail = { ...EMPTY_TRAIL, version: scans.length, scans };
  const attested = { trail, register: registerOf(rules.policy), ...known };
  const finding = rules.gate.judgeScans(request, { ...attested, ...SETTLED }, rules.policy);
  return { finding, objections: objectionsIn(finding.reasons, rules) };
}

function strangersAmong(scans: readonly Scan[]): People {
  return new Map(scans.map(({ attestor }) => [attestor.id, null]));
}

/** Returns the reasons of the gate's own check of the people (R3, R6) that stop a request, all histories empty. */
export function objectionsToPeople(request: RefundRequest, rules: Rules): readonly ReasonCode[] {
  const facts = {
    stops: NO_STOPS,
    employees: [],
    producer: NOBODY,
    baselines: NO_BASELINES,
    added: undefined,
  };
  return objectionsIn(judgeEmployeeRisk(request, facts, rules.policy, ANY_TIME).reasons, rules);
}

/** Returns the reasons that are ignored if these rules are left out. */
export function silencedBy(without: readonly RemovableRule[]): Set<ReasonCode> {
  return new Set(without.flatMap((rule) => RULE_REASONS[rule]));
}

/** It says of other reasons that no evidence can lift them; it is there only with them. */
const ONLY_WITH_OTHERS: ReasonCode = 'E14_OUT_OF_REACH';

function objectionsIn(reasons: readonly Reason[], { without }: Rules): readonly ReasonCode[] {
  const silent = silencedBy(without).add(ONLY_WITH_OTHERS);
  return reasons
    .filter((reason) => ['hold', 'escalate'].includes(effectOf(reason)) && !silent.has(reason.code))
    .map(({ code }) => code);
}
