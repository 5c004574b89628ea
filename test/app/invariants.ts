import { isAuditIntact } from '../../lib/app/refund/audit-chain.ts';
import type { Refund } from '../../lib/domain/refund/refund.ts';
import { stopsCovering } from '../../lib/domain/refund/stops.ts';
import { unearned } from './clean-gate.ts';
import type { Harness } from './harness.ts';
import { wrongHistories } from './histories-invariant.ts';

/**
 * Returns everything that is wrong with a gate when nothing more is due at this moment, by the number of the
 * invariant. Nothing is the only right answer, whatever failed before.
 */
export async function violations(gate: Harness, refundIds: readonly string[]): Promise<readonly string[]> {
  const rows = await Promise.all(refundIds.map((id) => gate.row(id)));
  const open = await Promise.all(rows.map((row) => stuck(gate, row)));
  const approvals = await Promise.all(rows.map((row) => unearned(gate, row)));
  return [
    ...paidTwice(gate, rows),
    ...leaningTwice(rows),
    ...rows.flatMap((row) => [
      ...withoutBasis(gate, row),
      ...effects(gate, row),
      ...audit(row),
      ...reopened(row),
    ]),
    ...open.flat(),
    ...approvals.flat(),
    ...(await wrongHistories(gate, rows)),
    ...changedEvents(gate),
    ...notIntegers(rows),
    ...gate.watch.found,
    ...gate.redeliveries.bodies.map((body) => `I13: ${body.slice(0, 80)} was never taken`),
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
function withoutBasis(gate: Harness, row: Refund): readonly string[] {
  const { refundId, status, decision, review, request, baseMinor } = row;
  if (status !== 'approved' && status !== 'published') return [];
  const [first] = decision?.reasons ?? [];
  const people = new Set(
    review?.votes.filter((vote) => vote.decision === 'approve').map((one) => one.reviewerId),
  );
  const { markedBy, approvedBy, customerId } = request;
  const involved = [markedBy, approvedBy, customerId].filter((id) => id !== undefined && people.has(id));
  if (involved.length > 0) return [`I3: ${refundId} was approved by ${involved.join(', ')}`];
  const unseenBelowMinor = gate.watch.entered.get(refundId)?.policy.independentScanFromMinor ?? 0;
  const hasBasis =
    (first?.code === 'A01_EVIDENCE_SUFFICES' && decision?.witnesses.some((one) => one.independent)) ||
    (first?.code === 'A02_WITHIN_BUDGET' && (baseMinor ?? request.amount.minor) < unseenBelowMinor) ||
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

/** I16: what was denied stays so, and what people were asked about only people approve. */
function reopened({ refundId, audit }: Refund): readonly string[] {
  return audit.flatMap(({ status, by }, at) => {
    const before = audit[at - 1]?.status;
    if (before === 'denied' && status !== 'denied') return [`I16: ${refundId} was denied, then ${status}`];
    const isWidened = before === 'escalated' && status === 'approved' && !by.startsWith('reviewer:');
    return isWidened ? [`I16: ${refundId} was escalated, then approved by ${by}`] : [];
  });
}

/** I5: a repeat of an outcome is the same, word for word, or who takes each id once would take the wrong one. */
function changedEvents(gate: Harness): readonly string[] {
  const outcomes = gate.published.filter(({ type }) => type.startsWith('refundgate.refund.'));
  const byId = Map.groupBy(outcomes, ({ id }) => id);
  return [...byId].flatMap(([id, events]) =>
    new Set(events.map((event) => JSON.stringify(event))).size > 1
      ? [`I5: ${id} was published with two contents`]
      : [],
  );
}

/** I13: money is whole minor units, everywhere in a row. */
function notIntegers(rows: readonly Refund[]): readonly string[] {
  const wrong: string[] = [];
  for (const row of rows) {
    JSON.stringify(row, (key, value: unknown) => {
      const isMoney = /^minor$|Minor$/.test(key) && typeof value === 'number';
      if (isMoney && !Number.isSafeInteger(value)) wrong.push(`I13: ${row.refundId} has ${key} ${value}`);
      return value;
    });
  }
  return wrong;
}
