import { canonicalInstant, MAX_LIST } from '../contracts/fields.ts';
import type { InboundEvent } from '../contracts/inbound-events.ts';
import { outboundEvent } from '../contracts/outbound-events.ts';
import type { ParsedEvent, Problem, Refusal } from '../contracts/parse-event.ts';
import { toTrailScan } from '../contracts/scan-recorded.ts';
import { countsForNothing } from '../domain/evidence/counts-for-nothing.ts';
import type { Scan } from '../domain/evidence/scan.ts';
import { withAddedFields } from '../domain/refund/added-fields.ts';
import type { Refund } from '../domain/refund/refund.ts';
import type { RefundRequest } from '../domain/refund/refund-request.ts';
import { REVIEWING_ROLES } from '../domain/refund/review.ts';
import { isTerminal } from '../domain/refund/status.ts';
import { MAX_SCOPE_FLAGS } from '../domain/refund/stops.ts';
import { isSameSender, senderIn } from '../domain/shared/sender.ts';
import { updateEmployee, updateFlag, updateShared } from './apply-subject-events.ts';
import { canonicalJson, sha256 } from './digest.ts';
import type { Uses } from './gate-deps.ts';
import { needsRefresh } from './history/history-entries.ts';
import { updateItem } from './optimistic-update.ts';
import type { AppendResult } from './ports.ts';
import { bodyHashOf } from './refund/audit-chain.ts';
import { loadRefund } from './refund/load-refund.ts';
import { receiveRefund, requestExtended, woken } from './refund/transitions.ts';

/** What taking an event needs. */
export type TakeEventDeps = Uses<
  'policy' | 'now' | 'publish' | 'startGate',
  | 'keepPolicy'
  | 'createRefund'
  | 'refund'
  | 'saveRefund'
  | 'appendScan'
  | 'ignoreScan'
  | 'enroll'
  | 'noteInDirectory'
  | 'profile'
  | 'saveProfile'
  | 'order'
  | 'saveOrder'
  | 'stops'
  | 'saveStops'
  | 'policy'
  | 'trail'
>;

/**
 * The result of taking an event. `distrusted`: it is taken, and says that an employee was not to be trusted from some time
 * before it. What was paid since then may rest on their scans.
 */
export type Taken = 'taken' | 'distrusted' | 'repeated' | 'rejected';

/** How far an event may be ahead of the gate's clock, in minutes: correct clocks differ by no more. */
export const MAX_AHEAD_MINUTES = 5;

/**
 * Takes one event: stores it first, then wakes the refunds that it concerns. An event that does not parse or cannot
 * be taken is never dropped: `event.rejected` is published. Taking an event twice has the same effect as once. An
 * event from the future is rejected: later events would look older and be taken for repeats.
 */
export function takeEvent(deps: TakeEventDeps, parsed: ParsedEvent): Promise<Taken> {
  if (!parsed.ok) return reject(deps, parsed.refusal);
  const { event } = parsed;
  const ahead = timesAhead(event, deps.now());
  if (ahead.length > 0) return rejectEvent(deps, event, ahead);
  switch (event.type) {
    case 'refundgate.refund.requested.v1':
      return takeRequest(deps, event, event.data);
    case 'refundgate.scan.recorded.v1':
      return takeScan(deps, event);
    case 'refundgate.employee.updated.v1':
      return takeEmployee(deps, event);
    case 'refundgate.subject.flagged.v1':
    case 'refundgate.subject.cleared.v1':
      return takeFlag(deps, event);
    case 'refundgate.subject.shared.v1':
      return updateShared(deps.store, event.data, madeBy(event, deps.now()));
    case 'refundgate.review.decided.v1':
      return rejectEvent(deps, event, [
        { path: 'type', message: 'reviews are decided through the review function, not by an event' },
      ]);
    case 'refundgate.clock.ticked.v1':
      return rejectEvent(deps, event, [
        { path: 'type', message: 'the clock ticks by event only in a replay' },
      ]);
  }
}

/**
 * Returns an event's source and its time, or now if that is earlier: a clock that runs ahead must not outrank later
 * events.
 */
function madeBy({ source, time }: InboundEvent, now: Date): { readonly at: string; readonly source: string } {
  return { source, at: Date.parse(time) > now.getTime() ? now.toISOString() : time };
}

function timesAhead(event: InboundEvent, now: Date): readonly Problem[] {
  const latestMs = now.getTime() + MAX_AHEAD_MINUTES * 60_000;
  const times = [{ path: 'time', at: event.time }];
  if (event.type === 'refundgate.scan.recorded.v1') {
    times.push({ path: 'data.eventTime', at: canonicalInstant(event.data.eventTime) });
  }
  return times
    .filter(({ at }) => Date.parse(at) > latestMs)
    .map(({ path, at }) => {
      const latest = new Date(latestMs).toISOString();
      return { path, message: `${at} is in the future; at most ${latest} is taken at this moment` };
    });
}

type EventOf<Type extends InboundEvent['type']> = Extract<InboundEvent, { type: Type }>;

async function takeEmployee(
  { store, now }: TakeEventDeps,
  event: EventOf<'refundgate.employee.updated.v1'>,
): Promise<Taken> {
  const { data } = event;
  await store.enroll(data.employeeId);
  await store.noteInDirectory({ id: data.employeeId, reviews: REVIEWING_ROLES.includes(data.role) });
  const made = madeBy(event, now());
  const result = await updateEmployee(store, data, { ...made, takenAt: now().toISOString() });
  const reachesBack = data.status !== 'active' && data.since !== undefined && data.since < made.at;
  return result === 'taken' && reachesBack ? 'distrusted' : result;
}

async function takeFlag(
  deps: TakeEventDeps,
  event: EventOf<'refundgate.subject.flagged.v1' | 'refundgate.subject.cleared.v1'>,
): Promise<Taken> {
  const { subject, ...said } = event.data;
  const state = event.type === 'refundgate.subject.flagged.v1' ? 'flagged' : 'cleared';
  const result = await updateFlag(deps.store, subject, { ...said, ...madeBy(event, deps.now()), state });
  if (result !== 'too_many') return result;
  const message = `there is no space for one more flag on a site or SKU (at most ${MAX_SCOPE_FLAGS}); lift some, or stop a wider scope`;
  return rejectEvent(deps, event, [{ path: 'data.subject', message }]);
}

async function takeRequest(deps: TakeEventDeps, event: InboundEvent, request: RefundRequest): Promise<Taken> {
  const entered = {
    request,
    sender: senderIn(event.key),
    askedAt: new Date(event.time),
    policyHash: deps.policy.hash,
  };
  const refund = receiveRefund(entered, deps.now());
  await deps.store.keepPolicy(deps.policy.hash, deps.policy.policy);
  if ((await deps.store.createRefund(refund)) === 'saved') {
    await deps.startGate(request.refundId);
    return 'taken';
  }
  const known = await deps.store.refund(request.refundId, 'strong');
  if (known?.bodyHash === bodyHashOf(request)) {
    if (known.status === 'received' || isUnlooked(known)) await deps.startGate(request.refundId);
    return 'repeated';
  }
  return takeAddedFields(deps, event, request);
}

/** Takes a request that was sent before with fewer fields. What it states otherwise than before makes it another request. */
async function takeAddedFields(
  deps: TakeEventDeps,
  event: InboundEvent,
  request: RefundRequest,
): Promise<Taken> {
  const { refundId } = request;
  const result = await updateItem({
    what: `refund ${refundId}`,
    read: () => loadRefund(deps.store, refundId, 'strong'),
    change: (known) => {
      const merged = withAddedFields(known.request, request);
      if (merged === undefined) return { result: 'other' as const };
      if (!isOpen(known)) return { result: 'repeated' as const };
      if (bodyHashOf(merged) === known.bodyHash) {
        return { result: isUnlooked(known) ? ('taken' as const) : ('repeated' as const) };
      }
      if (!isSentBy(known, event)) return { result: 'other sender' as const };
      const late = personAddedLate(known, merged);
      if (late !== undefined) return { result: late };
      return { write: requestExtended(known, merged, deps.now()), result: 'taken' as const };
    },
    save: (next, seen) => deps.store.saveRefund(next, seen.version),
  });
  if (result === 'other') {
    const message = `refund ${refundId} came before with other content; the first one stands`;
    return rejectEvent(deps, event, [{ path: 'data.refundId', message }]);
  }
  if (result === 'other sender') {
    const message = `refund ${refundId} was asked for by another producer; only that producer may add to it`;
    return rejectEvent(deps, event, [{ path: 'source', message }]);
  }
  if (result === 'markedBy' || result === 'approvedBy') {
    const message = `who ${WHAT_THEY_DID[result]} cannot be added once people were asked`;
    return rejectEvent(deps, event, [{ path: `data.${result}`, message }]);
  }
  if (result === 'taken') await deps.startGate(refundId);
  return result;
}

const WHAT_THEY_DID = { markedBy: 'marked it', approvedBy: 'approved it' } as const;

/**
 * Returns the field that names an employee of a refund that people were already asked about, if a repeat adds one. What
 * reviewers find then would count against somebody whom nobody had named.
 */
function personAddedLate(
  { request, audit }: Refund,
  merged: RefundRequest,
): keyof typeof WHAT_THEY_DID | undefined {
  if (!audit.some(({ status }) => status === 'escalated')) return undefined;
  return (['markedBy', 'approvedBy'] as const).find((field) => merged[field] !== request[field]);
}

/**
 * Returns true if a refund under review got more fields and was not looked at since: the delivery that added them may have
 * died before its start of the gate, and the sweeper comes only after the review's deadline.
 */
function isUnlooked({ status, history }: Refund): boolean {
  return status === 'escalated' && history === null;
}

/** Nobody may add a return, a site or a payout to what another producer asked for. */
function isSentBy({ sender }: Refund, event: InboundEvent): boolean {
  return sender === undefined || isSameSender(sender, event);
}

/** Returns true while a refund is not decided for good. */
function isOpen({ status }: Refund): boolean {
  return status === 'received' || status === 'held' || status === 'escalated';
}

async function takeScan(deps: TakeEventDeps, event: EventOf<'refundgate.scan.recorded.v1'>): Promise<Taken> {
  const { trailIds, scan: said } = toTrailScan(event.data, { key: event.key, id: event.id });
  const takenAt = deps.now().toISOString();
  const scan = takenAt > said.at ? { ...said, takenAt } : said;
  let gravest: AppendResult['result'] = 'repeated';
  const waiting: (readonly string[])[] = [];
  // One after the other: nearly every scan is of one return. A refund waits on one trail only.
  for (const trailId of trailIds) {
    const appended = await keepScan(deps.store, trailId, scan);
    if (GRAVITY[appended.result] > GRAVITY[gravest]) gravest = appended.result;
    waiting.push(appended.waiting);
  }
  // Woken on a repeat too: the first delivery may have died between its write and its wake-up.
  for (const refundId of inTurns(waiting).slice(0, MAX_WOKEN)) await wake(deps, refundId);
  switch (gravest) {
    case 'repeated':
      return 'repeated';
    case 'appended':
      return 'taken';
    case 'overflow': {
      const message = 'the return has too many scans; this one is not kept, the return is flagged';
      return rejectEvent(deps, event, [{ path: 'data.bizTransactionList', message }]);
    }
    case 'conflict': {
      const message =
        'this source and id came before with other content; the first one stands, the return is flagged';
      return rejectEvent(deps, event, [{ path: 'id', message }]);
    }
  }
}

/**
 * The most refunds that one scan starts: as many as it may name returns, so that one refund of each return on a full
 * pallet is started. That is a few seconds of the intake's time. The others are looked at when they are due.
 */
const MAX_WOKEN = MAX_LIST;

/** Returns the elements of several lists, the first of each before the second of any. */
function inTurns(lists: readonly (readonly string[])[]): readonly string[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list[turn] ?? []));
  return turns.flat();
}

/**
 * Keeps a scan. One that counts for nothing whatever the refund is kept apart, so that it cannot fill the trail,
 * conflict with a scan that counts, or start the gate.
 */
async function keepScan(store: TakeEventDeps['store'], trailId: string, scan: Scan): Promise<AppendResult> {
  if (!countsForNothing(scan, trailId)) return store.appendScan(trailId, scan);
  const result = await store.ignoreScan(trailId, scan);
  return { result: result === 'repeated' ? 'repeated' : 'appended', waiting: [] };
}

/** A scan may name several returns. Of its results on them, the most severe one is reported. */
const GRAVITY: Readonly<Record<AppendResult['result'], number>> = {
  repeated: 0,
  appended: 1,
  overflow: 2,
  conflict: 3,
};

/**
 * Starts the gate for a refund that waits. A held refund becomes due soon: if the run that is started dies, the
 * sweeper judges it with the new scan, not days later when its wait is over. For a refund that has ended, only its
 * history entry is updated.
 */
async function wake(deps: TakeEventDeps, refundId: string): Promise<void> {
  const { store, now, startGate } = deps;
  const refund = await updateItem({
    what: `refund ${refundId}`,
    read: () => store.refund(refundId, 'strong'),
    change: (refund) => {
      if (refund?.status !== 'held' && refund?.status !== 'received') return { result: refund };
      return { write: woken(refund, now()), result: refund };
    },
    save: async (next, seen) =>
      next === undefined || seen === undefined ? 'saved' : store.saveRefund(next, seen.version),
  });
  // The refund's row was deleted since. Its trail still names it, but it cannot be judged any more.
  if (refund === undefined) return;
  if (!isTerminal(refund.status) || (await needsRefresh(deps, refund))) await startGate(refundId);
}

function rejectEvent(deps: TakeEventDeps, event: InboundEvent, problems: readonly Problem[]): Promise<Taken> {
  return reject(deps, { eventId: event.id, source: event.source, type: event.type, problems });
}

async function reject(deps: Pick<TakeEventDeps, 'publish' | 'now'>, refusal: Refusal): Promise<Taken> {
  await deps.publish(
    outboundEvent({
      type: 'refundgate.event.rejected.v1',
      id: `rejected.${sha256(canonicalJson(refusal)).slice(0, 32)}`,
      time: deps.now(),
      data: refusal,
    }),
  );
  return 'rejected';
}
