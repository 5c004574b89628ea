import {
  compareScans,
  EMPTY_TRAIL,
  MAX_IGNORED_PER_TRAIL,
  type Scan,
  type Trail,
  withinLife,
} from '../../domain/evidence/scan.ts';
import { isVoided, voidsAmong } from '../../domain/evidence/scans-in-force.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import { type RefundRequest, trailIdOf } from '../../domain/refund/refund-request.ts';
import { whoMayDecide } from '../../domain/refund/review.ts';
import { formatMoney } from '../../domain/shared/money.ts';
import { REASONS, type Reason } from '../../domain/shared/reasons.ts';
import { senderIn, senderText } from '../../domain/shared/sender.ts';
import { visibleText } from '../../domain/shared/visible-text.ts';
import type { Store } from '../ports.ts';
import { isAuditIntact } from './audit-chain.ts';
import { restrictionLines } from './describe-restrictions.ts';
import { explain, statedReasons } from './outcome-event.ts';

/**
 * Returns everything known about one refund as text for people, or undefined if there is no such refund. No text
 * from an event can move the cursor, hide itself or start a line of its own.
 */
export async function describeCase(
  store: Pick<Store, 'refund' | 'trail' | 'ignoredScans' | 'policy' | 'stops' | 'profile' | 'order'>,
  refundId: string,
): Promise<string | undefined> {
  const refund = await store.refund(refundId, 'strong');
  if (refund === undefined) return undefined;
  const trailId = trailIdOf(refund.request);
  const weights = await weightsOf(store, refund);
  const trail = trailId === undefined ? EMPTY_TRAIL : await store.trail(trailId, 'strong');
  const ignored = trailId === undefined ? [] : await store.ignoredScans(trailId, 'counts_for_nothing');
  const disbelieved = trailId === undefined ? [] : await store.ignoredScans(trailId, 'not_believed');
  const inLife = withinLife(trail, refund.askedAt).scans.toSorted(compareScans);
  const restrictions = await restrictionLines(store, refund.request, inLife);
  return [
    ...headLines(refund),
    ...section('Why', reasonsOf(refund).map(reasonLine)),
    ...section('Stops, flags and statuses', restrictions),
    ...section('What weighs, in decibans: above 0 for fraud, below 0 for an honest refund', weights),
    ...section('Who vouches', witnessLines(refund)),
    ...section('Scans', [
      ...[...trail.scans, ...ignored]
        .toSorted(compareScans)
        .map((scan) => [scanText(scan), ...standingOf(scan, { trail, inLife })].join(', ')),
      ...(ignored.length < MAX_IGNORED_PER_TRAIL
        ? []
        : [`more scans may have come that count for nothing; only ${MAX_IGNORED_PER_TRAIL} are kept`]),
    ]),
    ...section(
      'Not believed: their producers may not report this',
      disbelieved.toSorted(compareScans).map(scanText),
    ),
    ...section('Asked for', requestLines(refund.request)),
    ...section('Review', reviewLines(refund)),
    ...section('History', historyLines(refund)),
  ]
    .map(visibleText)
    .join('\n');
}

function reasonsOf(refund: Refund): readonly Reason[] {
  return refund.decision === null ? [] : statedReasons(refund, refund.decision);
}

function headLines(refund: Refund): readonly string[] {
  const { request, status, decision, sender } = refund;
  return [
    `Refund ${refund.refundId}: ${status}, ${formatMoney(request.amount)} for "${request.claim}"`,
    `  order ${request.orderId}, customer ${asSent(request, request.customerId)}, received ${refund.receivedAt}`,
    ...(sender === undefined ? [] : [`  asked for by ${senderText(sender)}`]),
    ...(decision === null ? [] : [`  decided ${decision.decidedAt} by ${decision.by}`]),
    ...(refund.status === 'held' && refund.dueAt !== null ? [`  looked at again by ${refund.dueAt}`] : []),
    ...(decision === null || decision.waitingFor.length === 0
      ? []
      : [`  waiting for ${decision.waitingFor.join(', ')}`]),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

/** Returns the lines about weights. There are none if the decision has no scores or its policy was not kept. */
async function weightsOf(store: Pick<Store, 'policy'>, refund: Refund): Promise<readonly string[]> {
  const { decision, policyHash } = refund;
  const policy = await store.policy(decision?.judgedBy ?? policyHash);
  if (policy === undefined || decision?.scores === null || decision === null) return [];
  const { fraudProbability, expectedLossMinor } = decision.scores;
  const loss = formatMoney({ currency: policy.base, minor: expectedLossMinor });
  return [
    `probability of fraud ${(100 * fraudProbability).toFixed(1)} %, expected loss ${loss}`,
    ...explain(refund, decision, policy)
      .filter(({ weightDb }) => weightDb !== undefined)
      .map((reason) => `${(reason.weightDb ?? 0).toFixed(1).padStart(6)} ${reasonLine(reason).slice(2)}`),
  ];
}

function reasonLine({ code, facts }: Reason): string {
  const told = Object.entries(facts).map(([name, value]) => `${name} ${String(value)}`);
  return `- ${REASONS[code].message} (${[code, ...told].join(', ')})`;
}

function witnessLines({ decision }: Refund): readonly string[] {
  if (decision === null) return [];
  const { required, observed } = decision.collusion;
  return [
    ...decision.witnesses.map(
      (one) =>
        `${one.attestor} (${one.class}): ${one.kinds.join(', ')}${one.independent ? ', independent' : ''}`,
    ),
    `independent people or devices: ${observed}, demanded at this value: ${required}`,
  ];
}

function scanText(scan: Scan): string {
  const { key, at, correctedFrom, step = 'no step', disposition, attestor, voids } = scan;
  const what = disposition === undefined ? step : `${step} (${disposition})`;
  return [
    `${at} ${voids === true ? `declares wrong: ${what}` : what} by ${attestor.spelled ?? attestor.id} (${attestor.class}, ${attestor.capture ?? 'capture unknown'})`,
    `sent by ${senderText(senderIn(key))}`,
    ...(correctedFrom === undefined ? [] : [`time corrected from ${correctedFrom.join(', ')}`]),
  ].join(', ');
}

/** Returns why a scan counts for nothing, or that it was declared wrong. */
function standingOf(
  scan: Scan,
  { trail, inLife }: { readonly trail: Trail; readonly inLife: readonly Scan[] },
): readonly string[] {
  if (!trail.scans.includes(scan)) return ['counts for nothing'];
  if (!inLife.includes(scan)) return ['counts for nothing (too old)'];
  return scan.voids !== true && isVoided(scan, voidsAmong(inLife)) ? ['declared wrong'] : [];
}

function requestLines(request: RefundRequest): readonly string[] {
  return [
    ...request.lines.map(
      (line) =>
        `${line.quantity} of ${line.shippedQuantity ?? '?'} ${line.sku ?? 'goods without a SKU'} (line ${line.lineId})`,
    ),
    `paid for these lines: ${formatMoney(request.captured)}`,
    `marked by ${asSent(request, request.markedBy) ?? 'nobody'}, approved by ${asSent(request, request.approvedBy) ?? 'nobody'}, site ${asSent(request, request.siteId) ?? 'unknown'}`,
  ];
}

/** Returns an id as it was sent: it is compared in canonical form, and shown as the producer spells it. */
function asSent({ spelled = {} }: RefundRequest, id: string | undefined): string | undefined {
  return id !== undefined && Object.hasOwn(spelled, id) ? spelled[id] : id;
}

function reviewLines({ review }: Refund): readonly string[] {
  if (review === null) return [];
  return [
    `${whoMayDecide(review)} may decide, approvals needed: ${review.quorum}${review.slaAt === undefined ? '' : `, decide by ${review.slaAt}`}`,
    ...(review.reminded === undefined
      ? []
      : [`reminders since: ${review.reminded.times}, the last on ${review.reminded.at}`]),
    ...review.votes.map((vote) => `${vote.at} ${vote.reviewerId}: ${vote.decision}, ${vote.verdict}`),
  ];
}

function historyLines(refund: Refund): readonly string[] {
  return [
    ...refund.audit.map((entry) =>
      `${entry.at} ${entry.status} by ${entry.by} ${entry.codes.join(' ')}`.trimEnd(),
    ),
    isAuditIntact(refund)
      ? 'The chain of this history is intact.'
      : 'THE CHAIN OF THIS HISTORY IS BROKEN: do not trust it.',
  ];
}
