import { canonicalInstant } from '../contracts/fields.ts';
import type { InboundEvent } from '../contracts/inbound-events.ts';
import type { ParsedEvent, Problem } from '../contracts/parse-event.ts';
import { REVIEWING_ROLES } from '../domain/refund/review.ts';
import { MAX_SCOPE_FLAGS } from '../domain/refund/scope-flags.ts';
import type { Uses } from './gate-deps.ts';
import { type FlagStore, updateEmployee, updateFlag, updateShared } from './intake/apply-subject-events.ts';
import {
  type AuthorityDeps,
  asDeclared,
  authorityProblems,
  neverAsksForRefunds,
  ofAnotherSite,
} from './intake/check-authority.ts';
import { claimLogins } from './intake/claim-logins.ts';
import { reject, rejectEvent } from './intake/reject-event.ts';
import { type TakeRequestDeps, takeRequest } from './intake/take-request.ts';
import { keepDisbelieved, type TakeScanDeps, takeScan } from './intake/take-scan.ts';

/** What taking an event needs. */
export type TakeEventDeps = TakeRequestDeps &
  TakeScanDeps &
  AuthorityDeps & { readonly store: FlagStore } & Uses<
    never,
    'enroll' | 'noteInDirectory' | 'loginOwner' | 'claimLogin'
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
  const event = asDeclared(deps, parsed.event);
  const ahead = timesAhead(event, deps.now());
  if (ahead.length > 0) return rejectEvent(deps, event, ahead);
  const unauthorized = authorityProblems(deps, event);
  if (unauthorized.length > 0) return rejectUnauthorized(deps, event, unauthorized);
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
      return updateShared(deps.store, event.data, {
        ...madeBy(event, deps.now()),
        isEnough: neverAsksForRefunds(deps, event),
      });
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

/** What a producer may not say is never evidence, but people see on the return who tried to say what. */
async function rejectUnauthorized(
  deps: TakeEventDeps,
  event: InboundEvent,
  problems: readonly Problem[],
): Promise<'rejected'> {
  if (event.type === 'refundgate.scan.recorded.v1') await keepDisbelieved(deps, event);
  return rejectEvent(deps, event, problems);
}

type EventOf<Type extends InboundEvent['type']> = Extract<InboundEvent, { type: Type }>;

async function takeEmployee(
  deps: TakeEventDeps,
  event: EventOf<'refundgate.employee.updated.v1'>,
): Promise<Taken> {
  const { data } = event;
  const { store, now } = deps;
  const elsewhere = await ofAnotherSite(deps, event);
  if (elsewhere.length > 0) return rejectEvent(deps, event, elsewhere);
  const made = madeBy(event, now());
  const claims = await claimLogins(store, { ...data, at: made.at });
  if ('problems' in claims) return rejectEvent(deps, event, claims.problems);
  await store.enroll(data.employeeId);
  await store.noteInDirectory({ id: data.employeeId, reviews: REVIEWING_ROLES.includes(data.role) });
  const more = { takenAt: now().toISOString(), logins: claims.claimed };
  const result = await updateEmployee(store, data, { ...made, ...more });
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
