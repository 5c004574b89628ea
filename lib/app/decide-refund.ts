import type { DecidedStep, DecideStep } from '../contracts/step-contracts.ts';
import type { ScanCheck } from '../domain/checks/findings.ts';
import {
  type ApprovalFacts,
  type Judgement,
  judgeWithoutBudget,
  waitedInVain,
} from '../domain/decision/judge-refund.ts';
import type { HistoryEntry } from '../domain/history/history.ts';
import type { Refund } from '../domain/refund/refund.ts';
import { trailIdOf } from '../domain/refund/refund-request.ts';
import { because, type Reason } from '../domain/shared/reasons.ts';
import { sha256 } from './digest.ts';
import type { Uses } from './gate-deps.ts';
import { contribute, entryOf, isSameEntry } from './history/history-entries.ts';
import { type RefreshDeps, refreshHistoryEntry } from './history/refresh-history-entry.ts';
import { giveBackBudgets, reserveAll } from './history/reservations.ts';
import { type JudgeDeps, type Judged, judgeByPolicies } from './judging/judge-by-policies.ts';
import type { Store } from './ports.ts';
import { loadRefund } from './refund/load-refund.ts';
import { judged as judgedRow, leased } from './refund/transitions.ts';

/** What the decision needs. */
export type DecideDeps = JudgeDeps &
  RefreshDeps &
  Uses<
    never,
    'refund' | 'saveRefund' | 'trail' | 'awaitScans' | 'bindTrail' | 'reserve' | 'withdraw' | 'contribute'
  >;

/**
 * Decides a refund from its findings and writes the outcome to its row. A refund that was escalated, approved,
 * published or denied is not judged again. The result then says what is still to do, so that a run that died half
 * way can simply be repeated.
 */
export async function decideRefund(deps: DecideDeps, step: DecideStep): Promise<DecidedStep> {
  return decideLoaded(deps, await loadRefund(deps.store, step.refundId, 'eventual'), step.findings);
}

/** Does the same for a refund whose row is already loaded. */
export async function decideLoaded(
  deps: DecideDeps,
  refund: Refund,
  findings: DecideStep['findings'],
): Promise<DecidedStep> {
  switch (refund.status) {
    case 'received':
    case 'held':
      return await judgeAndWrite(deps, refund, findings);
    case 'approved': {
      // A refund that people were asked about at once waits for no scans yet. What contradicts it later is reported.
      const [scan] = findings;
      const isReviewed = refund.review !== null && scan.state === 'known';
      if (isReviewed && (await isLate(deps.store, refund, scan.pinned))) return answer(refund, 'again');
      return answer(refund, 'approve');
    }
    case 'denied':
      if (refund.outbox === 'announcement') {
        // Escalated while a check failed, it is in no history yet, and neither is what people found about it.
        if (refund.history === null) await refreshHistoryEntry(deps, refund, findings);
        return answer(refund, 'announce');
      }
      await refreshHistoryEntry(deps, refund, findings);
      return answer(refund, 'none');
    case 'escalated':
      if (needsReviewer(refund, deps.now())) return await startReviewAnew(deps, refund);
      if (refund.outbox === 'announcement') return answer(refund, 'announce');
      await refreshHistoryEntry(deps, refund, findings);
      return answer(refund, 'none');
    case 'published': {
      const turned = await refreshHistoryEntry(deps, refund, findings);
      return turned ? { ...answer(refund, 'none'), contradicted: true } : answer(refund, 'none');
    }
  }
}

/** Returns true if the review is not open yet or its deadline has passed. No check changes anything then. */
export function needsReviewer(refund: Refund, now: Date): boolean {
  const slaAt = refund.review?.slaAt;
  return slaAt === undefined || now.getTime() >= Date.parse(slaAt);
}

/**
 * Starts the review workflow, or starts it again. The execution is named after the refund's due time, so that a
 * repeat does not start a second one. If that time has passed without a review, the execution has died. The refund
 * then gets a new due time, and so a new name.
 */
async function startReviewAnew({ store, now }: DecideDeps, refund: Refund): Promise<DecidedStep> {
  if (refund.dueAt !== null && now().getTime() < Date.parse(refund.dueAt)) return answer(refund, 'escalate');
  const next = leased(refund, now());
  const result = await store.saveRefund(next, refund.version);
  return answer(next, result === 'saved' ? 'escalate' : 'again');
}

async function judgeAndWrite(
  deps: DecideDeps,
  refund: Refund,
  findings: DecideStep['findings'],
): Promise<DecidedStep> {
  const judged = await judgeByPolicies(deps, refund, { findings });
  if (judged === 'again') return answer(refund, 'again');
  const { judgement } = judged;
  const [scan] = judged.findings;
  switch (judgement.outcome) {
    case 'approve': {
      if (!isBound(judgement, refund) && (await isOutdated(deps.store, scan))) return answer(refund, 'again');
      const entry = enteringAs(deps, refund, judged, 'approved');
      const facts = approvalFacts(deps, refund, judged);
      const blocked =
        waitedInVain(facts, judgement, waitedForBudget(refund)) ??
        (await claimForApproval(deps.store, refund, { judged, entry }));
      if (blocked === 'again') return answer(refund, 'again');
      if (blocked === undefined) return await write(deps, refund, judged, entry);
      const outcome = judgeWithoutBudget(facts, judgement, blocked);
      const step = await holdOrEscalate(deps, refund, { ...judged, judgement: outcome });
      // Only after the row is written: otherwise another run of the same refund, which found enough budget, could
      // approve on a reservation that was given back.
      if (step.outcome !== 'again') await giveBackBudgets(deps.store, refund, judgement.reservation);
      return step;
    }
    case 'hold':
    case 'escalate':
      return await holdOrEscalate(deps, refund, judged);
  }
}

async function holdOrEscalate(deps: DecideDeps, refund: Refund, judged: Judged): Promise<DecidedStep> {
  return judged.judgement.outcome === 'hold' ? hold(deps, refund, judged) : escalate(deps, refund, judged);
}

function approvalFacts(
  { now }: DecideDeps,
  { request, receivedAt }: Refund,
  { findings, policy }: Judged,
): ApprovalFacts {
  return { request, findings, policy, receivedAt: new Date(receivedAt), now: now() };
}

function waitedForBudget({ status, audit }: Refund): boolean {
  return status === 'held' && audit.some(({ codes }) => codes.includes('B01_UNSUPPORTED_BUDGET'));
}

async function hold(deps: DecideDeps, refund: Refund, judged: Judged): Promise<DecidedStep> {
  const [scan] = judged.findings;
  if (await isLate(deps.store, refund, scan)) return answer(refund, 'again');
  const entry = enteringAs(deps, refund, judged, 'held');
  await contributeIfNew(deps.store, refund, entry);
  return await write(deps, refund, judged, entry);
}

/** Registers a refund for the scans of its trail, and returns true if it got some since it was looked at. */
async function isLate(
  store: Pick<Store, 'awaitScans'>,
  { refundId }: Refund,
  scan: ScanCheck,
): Promise<boolean> {
  const trail = scan.state === 'known' ? scan.trail : null;
  return trail !== null && (await store.awaitScans(trail.id, refundId, trail.version)) === 'moved';
}

async function escalate(deps: DecideDeps, refund: Refund, judged: Judged): Promise<DecidedStep> {
  const entry = enteringAs(deps, refund, judged, 'escalated');
  await contributeIfNew(deps.store, refund, entry);
  return await write(deps, refund, judged, entry);
}

function enteringAs(
  { now }: DecideDeps,
  refund: Refund,
  { findings: [scan, value], policy }: Judged,
  status: Refund['status'],
): HistoryEntry | undefined {
  return entryOf(refund, { scan, value, policy, status, now: now() });
}

async function contributeIfNew(
  store: Pick<Store, 'contribute'>,
  refund: Refund,
  entry: HistoryEntry | undefined,
): Promise<void> {
  if (entry !== undefined && !isSameEntry(refund.history, entry)) await contribute(store, refund, entry);
}

/**
 * Returns true if an approval binds the return, or registers on the parcel's trail: a missed parcel that turns up later is
 * noticed. Both fail if a scan came after the findings.
 */
function isBound({ reservation }: Judgement, { request }: Refund): boolean {
  return reservation?.unsupportedMinor === 0 || request.claim === 'not_received';
}

/**
 * Returns true if scans came after these findings were made. A late run must not approve on old findings what a newer run,
 * which saw more scans, holds.
 */
async function isOutdated(store: Pick<Store, 'trail'>, scan: ScanCheck): Promise<boolean> {
  if (scan.state !== 'known' || scan.trail === null) return false;
  return (await store.trail(scan.trail.id, 'strong')).version !== scan.trail.version;
}

/**
 * Makes the claims that an approval needs, before the row is written: binds the return to this order, and reserves
 * the value on every subject. Returns undefined if all claims succeeded, the reason if the refund may not be
 * approved, and `again` if it must be judged again.
 */
async function claimForApproval(
  store: DecideDeps['store'],
  refund: Refund,
  { judged, entry }: { readonly judged: Judged; readonly entry: HistoryEntry | undefined },
): Promise<Reason | 'again' | undefined> {
  const { refundId, version, request, history } = refund;
  const { reservation } = judged.judgement;
  if (reservation === null) return because('F01_CHECK_UNAVAILABLE', { check: 'reservation' });
  const trailId = trailIdOf(request);
  const [scan] = judged.findings;
  const seen = scan.state === 'known' && scan.trail !== null ? { seenVersion: scan.trail.version } : {};
  const leaning = { orderId: request.orderId, refundId, ...seen };
  const bind = async (): Promise<Reason | 'again' | undefined> => {
    const result = trailId === undefined ? 'saved' : await store.bindTrail(trailId, leaning);
    if (result === 'scanned') return 'again';
    return result === 'moved' ? because('E08_RETURN_OF_ANOTHER_ORDER') : undefined;
  };
  const bindsFirst = isBound(judged.judgement, refund);
  const unbound = bindsFirst ? await bind() : undefined;
  if (unbound !== undefined) return unbound;
  // A refund that is in no history yet is added with the reservation, if both are for the same day: one write, not
  // two.
  const isNew = history === null && reservation.budgets.every(({ day }) => day === entry?.day);
  const blocked = await reserveAll(store, {
    refundId,
    version,
    reservation,
    entry: isNew ? entry : undefined,
  });
  if (blocked !== undefined) return blocked;
  // One parcel's first scan asks for one order's refund. What no budget pays must not take the parcel from another.
  const late = request.trigger === 'instant' && !bindsFirst ? await bind() : undefined;
  if (late !== undefined) {
    await giveBackBudgets(store, refund, reservation);
    return late;
  }
  if (!isNew) await contributeIfNew(store, refund, entry);
  return undefined;
}

async function write(
  deps: DecideDeps,
  seen: Refund,
  { judgement, findings, policy, shadow, judgedBy }: Judged,
  entry: HistoryEntry | undefined,
): Promise<DecidedStep> {
  const history = entry ?? seen.history;
  const next = judgedRow(
    seen,
    { judgement, judgedBy, shadow, value: findings[1], history, policy },
    deps.now(),
  );
  // Another run changed the row: judge again. The reservation stays, which is the strict side.
  if ((await deps.store.saveRefund(next, seen.version)) === 'moved') return answer(seen, 'again');
  if (next.decision !== seen.decision) return answer(next, judgement.outcome);
  return answer(next, next.outbox === 'announcement' ? 'announce' : 'none');
}

function answer(refund: Refund, outcome: DecidedStep['outcome']): DecidedStep {
  const step = { refundId: refund.refundId, outcome, version: refund.version };
  return outcome === 'escalate' ? { ...step, reviewExecution: executionName(refund) } : step;
}

/** Returns one name per escalation and due time: a repeat starts nothing twice, a lost one starts again later. */
function executionName({ refundId, dueAt }: Refund): string {
  return `${sha256(refundId).slice(0, 40)}-${Date.parse(dueAt ?? '') / 1000}`.replace(/[^A-Za-z0-9-]/g, '-');
}
