import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { type JudgeInput, type Judgement, judgeRefund } from '../../lib/domain/decision/judge-refund.ts';
import { effectOf } from '../../lib/domain/shared/reasons.ts';
import { NOW } from '../builders.ts';
import { type Decided, equalRules } from './equal-rules.ts';
import { type FlatFacts, flatFacts } from './flat-facts.ts';
import { findingsOf, type RefundCase, refundCases } from './refund-cases.ts';

/** One case with everything each way of deciding starts from, ready made. */
export interface PreparedCase {
  readonly raw: RefundCase;
  readonly judged: JudgeInput;
  readonly facts: FlatFacts;
}

/** Returns what the decisions that were made say: apart from making them, so that it is not measured. */
export type ReadDecisions = () => readonly Decided[];

/** One way to decide all cases. */
export interface Decider {
  readonly name: string;
  /** True when it tells every reason, as the gate does; false when it stops at the outcome. */
  readonly tellsReasons: boolean;
  readonly decideAll: (cases: readonly PreparedCase[]) => Promise<ReadDecisions> | ReadDecisions;
}

/** The rules all deciders follow. */
export const RULES = equalRules(DEFAULT_POLICY);

/** Returns so many cases with findings and facts made ready. */
export function prepareCases(count: number, seed: number): readonly PreparedCase[] {
  return refundCases(count, seed).map((raw) => {
    const judged = caseOf(raw);
    return { raw, judged, facts: flatFacts(raw, judged.findings, judgeRefund(judged)) };
  });
}

function caseOf(raw: RefundCase): JudgeInput {
  const { request, receivedAt, sampleDraw } = raw;
  return { request, findings: findingsOf(raw), policy: DEFAULT_POLICY, receivedAt, now: NOW, sampleDraw };
}

/** The gate's judgement over findings that are ready, its probability included. */
export const JUDGEMENT: Decider = {
  name: 'refund gate: judgement, probability included',
  tellsReasons: true,
  decideAll: (cases) => readerOf(cases.map(({ judged }) => judgeRefund(judged))),
};

/** The gate from nothing but stored facts: scans, order, histories, stops. */
export const WHOLE_GATE: Decider = {
  name: 'refund gate: all checks from raw facts, and judgement',
  tellsReasons: true,
  decideAll: (cases) => readerOf(cases.map(({ raw }) => judgeRefund(caseOf(raw)))),
};

function readerOf(judgements: readonly Judgement[]): ReadDecisions {
  return () =>
    judgements.map(({ outcome, reasons }) => {
      const against = reasons.filter((reason) => ['hold', 'escalate'].includes(effectOf(reason)));
      return { outcome, codes: [...new Set(against.map(({ code }) => code))].toSorted() };
    });
}

/**
 * Returns the first case that another decides unlike the gate, by outcome and reasons, or undefined when there is
 * none. Of one that stops at the outcome only that is compared.
 */
export function firstDifference(
  gate: readonly Decided[],
  other: readonly Decided[],
  { tellsReasons }: Pick<Decider, 'tellsReasons'>,
): number | undefined {
  const differing = gate.findIndex(({ outcome, codes }, index) => {
    const one = other[index];
    return one?.outcome !== outcome || (tellsReasons && one.codes.join() !== codes.join());
  });
  return differing === -1 ? undefined : differing;
}
