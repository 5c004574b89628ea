import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import type { Findings } from '../../lib/domain/checks/findings.ts';
import type { Judgement } from '../../lib/domain/decision/judge-refund.ts';
import { awaitsDelivery, evidenceToCome, holdUntil } from '../../lib/domain/decision/waits.ts';
import { evidenceOf } from '../../lib/domain/evidence/evidence.ts';
import type { Fact } from '../../lib/domain/evidence/fact.ts';
import { serialsCovered } from '../../lib/domain/evidence/serial-evidence.ts';
import { valueBefore } from '../../lib/domain/history/subject-history.ts';
import { baseValueOf, valueLimitOf } from '../../lib/domain/policy/policy.ts';
import { stopsCovering } from '../../lib/domain/refund/stops.ts';
import { isFlagged, sumsAllValue } from '../../lib/domain/refund/subject.ts';
import { dayOf } from '../../lib/domain/shared/calendar.ts';
import { NOW } from '../builders.ts';
import type { RefundCase } from './refund-cases.ts';

/** What a rule engine is handed: everything its rules compare, looked up and added up beforehand. */
export interface FlatFacts {
  readonly isReturn: boolean;
  readonly isInstant: boolean;
  readonly isCarried: boolean;
  readonly isDeliveryAwaited: boolean;
  readonly baseMinor: number;
  readonly isStopped: boolean;
  readonly isSuspended: boolean;
  readonly isFlagged: boolean;
  readonly isSupported: boolean;
  readonly isInspected: boolean;
  readonly isPutAway: boolean;
  readonly attestors: number;
  readonly isTrailUsable: boolean;
  readonly isTrailOfThisOrder: boolean;
  readonly newDevice: boolean;
  readonly offShift: boolean;
  readonly wrongSite: boolean;
  readonly sharesIdentity: boolean;
  readonly isAlone: boolean;
  readonly sampleDraw: number;
  readonly unitsClaimed: number;
  readonly unitsShipped: number;
  readonly claimedMinor: number;
  readonly capturedMinor: number;
  readonly amountMinor: number;
  readonly limitMinor: number;
  readonly linkedMinor: number;
  readonly linkedLimitMinor: number;
  /** The probability model's answer, ready made. */
  readonly lossMinor: number;
  readonly priceMinor: number;
  readonly isWaitOver: boolean;
  readonly mayEvidenceCome: boolean;
}

/** The name of a fact. */
export type FactName = keyof FlatFacts;

/** Returns a case as flat facts. The probability is the judgement's own: no rule engine could compute it. */
export function flatFacts(one: RefundCase, findings: Findings, { scores }: Judgement): FlatFacts {
  const { request, receivedAt, sampleDraw } = one;
  const { newDevice = false, offShift = false, wrongSite = false } = request.session ?? {};
  const facts = evidenceOf(request, one.scans, DEFAULT_POLICY);
  return {
    ...scanFactsOf(one, findings, facts),
    ...valueFactsOf(one, scores?.fraudProbability ?? Number.NaN),
    isStopped: stopsCovering(one.employee.stops, request, NOW).length > 0,
    isSuspended: one.employee.employees.some(({ profile }) => profile.employee?.status === 'suspended'),
    isFlagged: one.value.linked.some(({ profile }) => isFlagged(profile.flag, NOW)),
    newDevice,
    offShift,
    wrongSite,
    sharesIdentity: sharesIdentity(one, facts),
    isAlone: request.markedBy === request.approvedBy,
    sampleDraw,
    isWaitOver: NOW >= holdUntil(request, DEFAULT_POLICY, receivedAt),
  };
}

type ScanPart =
  | 'isReturn'
  | 'isInstant'
  | 'isCarried'
  | 'isDeliveryAwaited'
  | 'isSupported'
  | 'isInspected'
  | 'isPutAway'
  | 'attestors'
  | 'isTrailUsable'
  | 'isTrailOfThisOrder'
  | 'mayEvidenceCome';

function scanFactsOf(
  { request, receivedAt, scans: { trail } }: RefundCase,
  [scan]: Findings,
  facts: readonly Fact[],
): Pick<FlatFacts, ScanPart> {
  if (scan.state !== 'known') throw new TypeError('A case of the benchmark has all its findings.');
  const waiting = { request, scan, policy: DEFAULT_POLICY, receivedAt };
  const independent = (kind: Fact['kind']): boolean =>
    facts.some((fact) => fact.kind === kind && fact.independent);
  return {
    isReturn: request.claim === 'returned',
    isInstant: request.trigger === 'instant',
    isCarried: facts.some(({ attestor }) => attestor.class === 'carrier'),
    isDeliveryAwaited: awaitsDelivery(waiting, NOW),
    isSupported: scan.supported,
    isInspected: serialsCovered(request, facts) || independent('condition_pass'),
    isPutAway: independent('put_away'),
    attestors: scan.collusion.observed,
    isTrailUsable: !trail.overflowed && !trail.conflicted,
    isTrailOfThisOrder: trail.orderId === undefined || trail.orderId === request.orderId,
    mayEvidenceCome: evidenceToCome(waiting, NOW).length > 0,
  };
}

type ValuePart =
  | 'baseMinor'
  | 'amountMinor'
  | 'limitMinor'
  | 'linkedMinor'
  | 'linkedLimitMinor'
  | 'lossMinor'
  | 'priceMinor'
  | 'unitsClaimed'
  | 'unitsShipped'
  | 'claimedMinor'
  | 'capturedMinor';

function valueFactsOf(
  { request, value: { linked, order } }: RefundCase,
  probability: number,
): Pick<FlatFacts, ValuePart> {
  const { costs, linkedDays, base } = DEFAULT_POLICY;
  const { amount, captured, lines } = request;
  const baseMinor = baseValueOf(DEFAULT_POLICY, amount) ?? Number.NaN;
  const categories = lines.flatMap((line) => line.category ?? []);
  const today = dayOf(NOW);
  const sums = linked
    .filter(({ subject }) => sumsAllValue(subject))
    .map(
      (history) =>
        valueBefore(history, today, linkedDays) +
        (history.days.find(({ day }) => day === today)?.valueMinor ?? 0),
    );
  const limitMinor = valueLimitOf(DEFAULT_POLICY, amount.currency, categories)?.reviewMinor ?? Number.NaN;
  const othersMinor = Math.max(...sums);
  const isOverAlone = othersMinor === 0 && amount.minor > limitMinor;
  const lossMinor = probability * baseMinor;
  const [held] = order.claims;
  return {
    baseMinor,
    amountMinor: amount.minor,
    limitMinor,
    linkedMinor: isOverAlone ? 0 : othersMinor + baseMinor,
    linkedLimitMinor: valueLimitOf(DEFAULT_POLICY, base, categories)?.reviewMinor ?? Number.NaN,
    lossMinor,
    priceMinor:
      costs.shadowPrice * costs.reviewMinor +
      (1 - probability) * costs.frictionMinor +
      (1 - costs.reviewerSensitivity) * lossMinor,
    unitsClaimed: (held?.units['1'] ?? 0) + (lines[0]?.quantity ?? 0),
    unitsShipped: lines[0]?.shippedQuantity ?? 0,
    claimedMinor: (held?.amountMinor ?? 0) + amount.minor,
    capturedMinor: Math.min(captured.minor, held?.capturedMinor ?? captured.minor),
  };
}

function sharesIdentity({ request }: RefundCase, facts: readonly Fact[]): boolean {
  const device = request.links?.device;
  return (
    request.session?.deviceId === device ||
    facts.some(({ attestor }) => attestor.class === 'site' && attestor.deviceId === device)
  );
}
