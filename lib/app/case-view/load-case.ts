import { MAX_LOOKED_UP } from '../../domain/evidence/people-to-look-up.ts';
import { compareScans, EMPTY_TRAIL, type Scan, type Trail, withinLife } from '../../domain/evidence/scan.ts';
import {
  EMPTY_PROFILE,
  type Profile,
  type SubjectDay,
  type SubjectHistory,
} from '../../domain/history/subject-history.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Order } from '../../domain/refund/order-claims.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import { type RefundRequest, trailIdOf } from '../../domain/refund/refund-request.ts';
import type { Stops } from '../../domain/refund/stops.ts';
import { answerableEmployee, linkedSubjects, type SubjectRef } from '../../domain/refund/subject.ts';
import { isShared } from '../../domain/refund/subject-statements.ts';
import { DAY_MS, dayOf } from '../../domain/shared/calendar.ts';
import type { PhotoUse, Store } from '../ports.ts';

/** How many days back linked refunds are looked for. */
export const LINKED_DAYS = 30;

/** The most photos and documents of a refund whose other uses are looked up. */
const MAX_FILES = 10;

/** The reads of a view. */
export type CaseStore = Pick<
  Store,
  'refund' | 'policy' | 'trail' | 'ignoredScans' | 'order' | 'stops' | 'profile' | 'daysOf' | 'photoUses'
>;

/** One file of a claim, and the other refunds that it came with. */
export interface SharedFile {
  readonly kind: NonNullable<RefundRequest['attachments']>[number]['kind'];
  readonly uses: readonly PhotoUse[];
}

/** All that a view is made from. */
export interface LoadedCase {
  readonly refund: Refund;
  /** The policy that the decision was made by; undefined if it was not kept. */
  readonly policy: Policy | undefined;
  readonly trail: Trail;
  /** The scans that are not too old, the earliest first. */
  readonly inLife: readonly Scan[];
  readonly ignored: readonly Scan[];
  readonly disbelieved: readonly Scan[];
  readonly order: Order | undefined;
  readonly stops: Stops;
  /** The subjects of the refund and the first employees who scanned, with what is known of each. */
  readonly subjects: readonly { readonly ref: SubjectRef; readonly profile: Profile }[];
  /** The employees who scanned too, and were not looked up. */
  readonly notLookedUp: readonly string[];
  readonly histories: readonly SubjectHistory[];
  readonly files: readonly SharedFile[];
  readonly now: Date;
}

/**
 * Returns all that a view of a refund is made from; undefined if there is no such refund. The number of reads has a limit: one
 * each of row, policy, scans, order and stops, two of scans set aside, at most 13 profiles, 6 queries of days and 10 of files.
 */
export async function loadCase(
  store: CaseStore,
  refundId: string,
  now: Date,
): Promise<LoadedCase | undefined> {
  const refund = await store.refund(refundId, 'strong');
  if (refund === undefined) return undefined;
  const { request, decision, policyHash, askedAt } = refund;
  const trailId = trailIdOf(request);
  const [policy, trail, ignored, disbelieved, order, stops, files] = await Promise.all([
    store.policy(decision?.judgedBy ?? policyHash),
    trailId === undefined ? EMPTY_TRAIL : store.trail(trailId, 'strong'),
    trailId === undefined ? [] : store.ignoredScans(trailId, 'counts_for_nothing'),
    trailId === undefined ? [] : store.ignoredScans(trailId, 'not_believed'),
    store.order(request.orderId, 'strong'),
    store.stops('strong'),
    filesOf(store, request),
  ]);
  const inLife = withinLife(trail, askedAt).scans.toSorted(compareScans);
  const others = employeesAmong(inLife, request);
  const subjects = await profilesOf(store, [...subjectsOf(request), ...others.slice(0, MAX_LOOKED_UP)]);
  const notLookedUp = others.slice(MAX_LOOKED_UP).map(({ id }) => id);
  const histories = await historiesOf(store, request, { subjects, now });
  return {
    refund,
    policy,
    trail,
    inLife,
    ignored,
    disbelieved,
    order,
    stops,
    subjects,
    notLookedUp,
    histories,
    files,
    now,
  };
}

function profilesOf(store: CaseStore, refs: readonly SubjectRef[]): Promise<LoadedCase['subjects']> {
  return Promise.all(refs.map(async (ref) => ({ ref, profile: await store.profile(ref, 'strong') })));
}

/** Returns the recent days of the subjects that link refunds. What many strangers use links nobody. */
function historiesOf(
  store: CaseStore,
  request: RefundRequest,
  { subjects, now }: Pick<LoadedCase, 'subjects' | 'now'>,
): Promise<readonly SubjectHistory[]> {
  const first = dayOf(new Date(now.getTime() - LINKED_DAYS * DAY_MS));
  const last = dayOf(now);
  const employee = answerableEmployee(request);
  const refs = [...linkedSubjects(request), ...(employee === undefined ? [] : [employee])];
  return Promise.all(
    refs.map(async (subject): Promise<SubjectHistory> => {
      const known = subjects.find(({ ref }) => ref.kind === subject.kind && ref.id === subject.id);
      const profile = known?.profile ?? EMPTY_PROFILE;
      const days: readonly SubjectDay[] = isShared(profile.shared)
        ? []
        : await store.daysOf(subject, first, last);
      return { subject, profile, days };
    }),
  );
}

function filesOf(
  store: CaseStore,
  { refundId, attachments = [] }: RefundRequest,
): Promise<readonly SharedFile[]> {
  return Promise.all(
    attachments.slice(0, MAX_FILES).map(async ({ kind, sha256 }): Promise<SharedFile> => {
      const uses = await store.photoUses(sha256);
      return { kind, uses: uses.filter((use) => use.refundId !== refundId) };
    }),
  );
}

/** Returns the employees who scanned, apart from those that the request names. */
function employeesAmong(
  scans: readonly Scan[],
  { markedBy, approvedBy }: RefundRequest,
): readonly SubjectRef[] {
  const employees = scans.filter(({ attestor }) => attestor.class === 'site');
  return [...new Set(employees.map(({ attestor }) => attestor.id))]
    .filter((id) => id !== markedBy && id !== approvedBy)
    .map((id): SubjectRef => ({ kind: 'employee', id }));
}

function subjectsOf(request: RefundRequest): readonly SubjectRef[] {
  const { markedBy, approvedBy, session, links } = request;
  const people = [...new Set([markedBy, approvedBy])].flatMap((id): SubjectRef[] =>
    id === undefined ? [] : [{ kind: 'employee', id }],
  );
  const device = session?.deviceId === links?.device ? undefined : session?.deviceId;
  const devices: SubjectRef[] = device === undefined ? [] : [{ kind: 'device', id: device }];
  return [...linkedSubjects(request), ...devices, ...people];
}
