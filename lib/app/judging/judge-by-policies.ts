import type { DecideStep } from '../../contracts/step-contracts.ts';
import type { Findings } from '../../domain/checks/findings.ts';
import {
  type Judgement,
  judgeRefund as judge,
  type Reservation,
} from '../../domain/decision/judge-refund.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Refund, ShadowOpinion } from '../../domain/refund/refund.ts';
import { because } from '../../domain/shared/reasons.ts';
import type { Uses } from '../gate-deps.ts';
import { sampleDraw } from './audit-sample.ts';
import { judgingPolicies, orNoOpinion } from './judging-policies.ts';

/** What judging needs. */
export type JudgeDeps = Uses<'policy' | 'shadow' | 'now' | 'auditKey', 'policy'>;

/** A refund as judged by every policy that applies to it. */
export interface Judged {
  readonly judgement: Judgement;
  /** What the pinned policy's checks found. */
  readonly findings: Findings;
  readonly policy: Policy;
  /** The hash of the later policy, if its judgement counts because it is stricter. */
  readonly judgedBy?: string | undefined;
  readonly shadow?: ShadowOpinion | undefined;
}

/**
 * Returns a refund's judgement by its pinned policy, or by the present one where that is stricter; `again` when
 * the checks were made under fewer policies than there are now.
 */
export async function judgeByPolicies(
  deps: JudgeDeps,
  refund: Refund,
  { findings }: Pick<DecideStep, 'findings'>,
): Promise<Judged | 'again'> {
  const policies = await judgingPolicies(deps, refund);
  const by = (role: 'pinned' | 'later' | 'shadow', policy: Policy): [Findings, Judgement] | undefined => {
    const found = findingsUnder(findings, role);
    return found === undefined ? undefined : [found, judgeBy(deps, refund, { found, policy })];
  };
  const pinned = by('pinned', policies.pinned);
  const later = policies.later === undefined ? undefined : by('later', policies.later);
  if (pinned === undefined || (policies.later !== undefined && later === undefined)) return 'again';
  const [found, judgement] = pinned;
  const isTightened = later !== undefined && isStricter(later[1], judgement);
  const judged = {
    findings: found,
    policy: policies.pinned,
    judgement: later === undefined ? judgement : tightest(judgement, later[1], deps.policy.policy.version),
    judgedBy: isTightened ? deps.policy.hash : undefined,
  };
  const { shadow } = policies;
  const opinion = shadow === undefined ? undefined : orNoOpinion(() => by('shadow', shadow)?.[1]);
  if (opinion === undefined || deps.shadow === undefined) return judged;
  const { outcome, scores } = opinion;
  const fraudProbability = scores?.fraudProbability ?? null;
  return { ...judged, shadow: { policyHash: deps.shadow.hash, outcome, fraudProbability } };
}

function judgeBy(
  deps: JudgeDeps,
  { request, receivedAt }: Refund,
  { found, policy }: { readonly found: Findings; readonly policy: Policy },
): Judgement {
  return judge({
    request,
    findings: found,
    policy,
    receivedAt: new Date(receivedAt),
    now: deps.now(),
    sampleDraw: sampleDraw(deps.auditKey, request.orderId),
  });
}

/** Returns the findings under one policy, or undefined when a check did not judge by it. */
export function findingsUnder(
  [scan, value, employee]: DecideStep['findings'],
  role: 'pinned' | 'later' | 'shadow',
): Findings | undefined {
  const scanFound = scan.state === 'unknown' ? scan : scan[role];
  const valueFound = value.state === 'unknown' ? value : value[role];
  const employeeFound = employee.state === 'unknown' ? employee : employee[role];
  if (scanFound === undefined || valueFound === undefined || employeeFound === undefined) return undefined;
  return [scanFound, valueFound, employeeFound];
}

const STRICTNESS = { approve: 0, hold: 1, escalate: 2 } as const;

function isStricter(later: Judgement, pinned: Judgement): boolean {
  return STRICTNESS[later.outcome] > STRICTNESS[pinned.outcome];
}

/**
 * Returns the stricter of two judgements, since a later policy may only tighten; of two approvals, the smaller
 * budgets.
 */
function tightest(pinned: Judgement, later: Judgement, version: string): Judgement {
  if (isStricter(later, pinned)) {
    return { ...later, reasons: [...later.reasons, because('P04_LATER_POLICY', { version })] };
  }
  return { ...pinned, reservation: lesser(pinned.reservation, later.reservation) };
}

function lesser(pinned: Reservation | null, later: Reservation | null): Reservation | null {
  if (pinned === null || later === null) return pinned;
  const budgets = pinned.budgets.map((budget, index) => {
    const other = later.budgets[index] ?? budget;
    return {
      ...budget,
      valueMinor: Math.min(budget.valueMinor, other.valueMinor),
      unsupportedMinor: Math.min(budget.unsupportedMinor, other.unsupportedMinor),
    };
  });
  return { ...pinned, unsupportedMinor: Math.max(pinned.unsupportedMinor, later.unsupportedMinor), budgets };
}
