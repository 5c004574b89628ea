import { EMPTY_TRAIL, type Trail } from '../../domain/evidence/scan.ts';
import { withPlacesFor } from '../../domain/refund/places.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import { trailIdOf } from '../../domain/refund/refund-request.ts';
import {
  type Ineligibility,
  type Involved,
  ineligibility,
  involvedIds,
  rolesUntil,
} from '../../domain/refund/review.ts';
import type { EmployeeRecord } from '../../domain/refund/subject.ts';
import type { Store } from '../ports.ts';

/** A review that conflicts are checked for: its refund, the tier that says who may decide, and the time now. */
export interface Reviewed {
  readonly refund: Pick<Refund, 'request' | 'receivedAt' | 'askedAt'>;
  readonly tier: number;
  readonly now: Date;
}

/** Who is part of a refund, and all who review. */
export interface Knowledge extends Involved {
  /** When the refund was asked for: former managers and teams count by it. */
  readonly askedAt: string;
  /** As returned by {@link Store.reviewers}. */
  readonly reviewers: readonly string[] | undefined;
  /** The version of the return's scans; 0 if there are none. */
  readonly trailVersion: number;
}

type Known = Pick<Store, 'trail' | 'ignoredScans' | 'profile' | 'reviewers'>;

/** Returns why a person may not review a refund, or undefined if they may. */
export async function reviewerConflict(
  store: Known,
  reviewed: Reviewed,
  reviewerId: string,
): Promise<Ineligibility | undefined> {
  return conflictIn(store, await involvedIn(store, reviewed), reviewerId);
}

/** Returns the people who are part of a refund, with what the directory knows about them. */
export async function involvedIn(store: Known, { refund, tier, now }: Reviewed): Promise<Knowledge> {
  const { request, askedAt } = refund;
  const trailId = trailIdOf(request);
  const { scans, version: trailVersion } =
    trailId === undefined ? EMPTY_TRAIL : await scansOf(store, trailId);
  // Of any class: a person who vouches for a scan does not decide on it, whatever class the scan gives them.
  const attestors = new Set(scans.map((scan) => scan.attestor.id));
  const ids = involvedIds({ request, attestors });
  const known = await Promise.all(ids.map(async (id) => [id, await recordOf(store, id, askedAt)] as const));
  const employees = new Map(
    known.filter((pair): pair is readonly [string, EmployeeRecord] => pair[1] !== undefined),
  );
  const reviewers = await store.reviewers();
  const knowsPeople = reviewers !== undefined;
  return {
    request,
    askedAt,
    attestors,
    employees,
    reviewers,
    trailVersion,
    knowsPeople,
    tier,
    rolesUntil: rolesUntil(refund, now),
  };
}

/** A scan that counts for nothing shows that a person handled the goods, too. */
async function scansOf(store: Known, trailId: string): Promise<Pick<Trail, 'scans' | 'version'>> {
  const [{ scans, version }, ignored] = await Promise.all([
    store.trail(trailId, 'strong'),
    store.ignoredScans(trailId, 'counts_for_nothing'),
  ]);
  return { scans: [...scans, ...ignored], version };
}

/** Returns the same for a refund whose people are already loaded. */
export async function conflictIn(
  store: Known,
  involved: Knowledge,
  reviewerId: string,
): Promise<Ineligibility | undefined> {
  const record = await recordOf(store, reviewerId, involved.askedAt);
  if (record === undefined) return ineligibility(reviewerId, involved);
  const employees = new Map([...involved.employees, [reviewerId, record]]);
  return ineligibility(reviewerId, { ...involved, employees });
}

async function recordOf(store: Known, id: string, askedAt: string): Promise<EmployeeRecord | undefined> {
  const { employee } = await store.profile({ kind: 'employee', id }, 'strong');
  return employee === undefined ? undefined : withPlacesFor(employee, askedAt);
}
