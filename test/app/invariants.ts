import { isAuditIntact, type Refund } from '../../lib/app/refund.ts';
import { stopsCovering } from '../../lib/domain/stops.ts';
import type { Harness } from './harness.ts';

/** The most one policy release may rest on the unsupported budget with, in minor units: the policy's first band. */
const UNSEEN_BELOW_MINOR = 15_000;

/**
 * Answers everything that is wrong with a gate when nothing more is due at this moment, by the number of the
 * invariant. Nothing is the only right answer, whatever failed before.
 */
export async function violations(gate: Harness, refundIds: readonly string[]): Promise<readonly string[]> {
  const rows = await Promise.all(refundIds.map((id) => gate.row(id)));
  const open = await Promise.all(rows.map((row) => stuck(gate, row)));
  return [
    ...paidTwice(gate, rows),
    ...leaningTwice(rows),
    ...rows.flatMap((row) => [...withoutBasis(row), ...effects(gate, row), ...audit(row)]),
    ...open.flat(),
    ...gate.wrongReleases.map((what) => `I6/I8: released while ${what}`),
  ];
}

function releaseIds(gate: Harness, refundId: string): ReadonlySet<string> {
  return new Set(
    gate.published.flatMap(({ type, id, data }) =>
      type === 'refundgate.refund.approved.v1' && data.refundId === refundId ? [id] : [],
    ),
  );
}

/** I1, by what went out: per unit one release, and never more money than was captured. */
function paidTwice(gate: Harness, rows: readonly Refund[]): readonly string[] {
  const released = rows.filter(({ refundId }) => releaseIds(gate, refundId).size > 0);
  const byOrder = Map.groupBy(released, ({ request }) => request.orderId);
  return [...byOrder].flatMap(([orderId, own]) => {
    const captured = Math.max(...own.map(({ request }) => request.captured.minor));
    const paid = own.reduce((sum, { request }) => sum + request.amount.minor, 0);
    const lines = Map.groupBy(
      own.flatMap(({ request }) => request.lines),
      ({ lineId }) => lineId,
    );
    const twice = [...lines].filter(([, units]) => {
      const shipped = Math.max(...units.map(({ shippedQuantity = 0 }) => shippedQuantity));
      return units.reduce((sum, { quantity }) => sum + quantity, 0) > shipped;
    });
    return [
      ...(paid > captured ? [`I1: ${orderId} was paid ${paid} of ${captured}`] : []),
      ...twice.map(([lineId]) => `I1: a unit of ${orderId} line ${lineId} was released twice`),
    ];
  });
}

/** I2: one real parcel vouches for refunds of one order. */
function leaningTwice(rows: readonly Refund[]): readonly string[] {
  const leaning = rows.filter(
    ({ status, decision }) =>
      status === 'published' && decision?.reasons[0]?.code === 'A01_EVIDENCE_SUFFICES',
  );
  const byReturn = Map.groupBy(leaning, ({ request }) => request.rmaId);
  return [...byReturn].flatMap(([rmaId, own]) =>
    new Set(own.map(({ request }) => request.orderId)).size > 1
      ? [`I2: ${rmaId} vouched for two orders`]
      : [],
  );
}

/** I2 and I3: a release has independent evidence, a place in the budget, or enough distinct people. */
function withoutBasis({ refundId, status, decision, review, request, baseMinor }: Refund): readonly string[] {
  if (status !== 'approved' && status !== 'published') return [];
  const [first] = decision?.reasons ?? [];
  const people = new Set(
    review?.votes.filter((vote) => vote.decision === 'approve').map((one) => one.reviewerId),
  );
  const { markedBy, approvedBy, customerId } = request;
  const involved = [markedBy, approvedBy, customerId].filter((id) => id !== undefined && people.has(id));
  if (involved.length > 0) return [`I3: ${refundId} was approved by ${involved.join(', ')}`];
  const hasBasis =
    (first?.code === 'A01_EVIDENCE_SUFFICES' && decision?.witnesses.some((one) => one.independent)) ||
    (first?.code === 'A02_WITHIN_BUDGET' && (baseMinor ?? request.amount.minor) < UNSEEN_BELOW_MINOR) ||
    (first?.code === 'P01_APPROVED_BY_REVIEWERS' && people.size >= (review?.quorum ?? 1));
  return hasBasis ? [] : [`I2: ${refundId} is ${status} on ${first?.code}`];
}

/** I5 and I6: approved and told under one id, or neither. An approval a stop keeps waiting may be told already. */
function effects(gate: Harness, { refundId, status }: Refund): readonly string[] {
  const { size } = releaseIds(gate, refundId);
  const isRight = status === 'approved' ? size <= 1 : size === (status === 'published' ? 1 : 0);
  return isRight ? [] : [`I5: ${refundId} is ${status} and was released under ${size} ids`];
}

/** I7, but for tampering. */
function audit(row: Refund): readonly string[] {
  return isAuditIntact(row) ? [] : [`I7: the chain of ${row.refundId} is broken`];
}

/** I4: ended, or waiting with somebody or something that comes for it. */
async function stuck(gate: Harness, row: Refund): Promise<readonly string[]> {
  const { refundId, status, outbox, dueAt, review } = row;
  const isDue = dueAt !== null && Date.parse(dueAt) > gate.now.getTime();
  const isStopped = stopsCovering(await gate.memory.stops('strong'), row.request, gate.now).length > 0;
  const isRight = {
    received: false,
    approved: isDue && isStopped,
    held: isDue && outbox === null,
    escalated: isDue && outbox === null && review?.slaAt !== undefined,
    denied: outbox === null && dueAt === null,
    // Due once more where it was paid unseen: its scans are looked for when they should be there.
    published: outbox === null && (dueAt === null || isDue),
  }[status];
  return isRight ? [] : [`I4: ${refundId} is stuck in ${status} with ${outbox} outstanding, due ${dueAt}`];
}
