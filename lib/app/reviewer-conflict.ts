import { type RefundRequest, trailIdOf } from '../domain/refund-request.ts';
import { type Ineligibility, ineligibility, involvedIds } from '../domain/review.ts';
import type { EmployeeRecord } from '../domain/subjects.ts';
import type { Store } from './ports.ts';

/** Answers why a person may not review a refund, by all that is known of those who stand in the case. */
export async function reviewerConflict(
  store: Store,
  request: RefundRequest,
  reviewerId: string,
): Promise<Ineligibility | undefined> {
  const trailId = trailIdOf(request);
  const scans = trailId === undefined ? [] : (await store.trail(trailId, 'strong')).scans;
  const attestors = new Set(
    scans.filter((scan) => scan.attestor.class === 'site').map((scan) => scan.attestor.id),
  );
  const ids = new Set([reviewerId, ...involvedIds({ request, attestors })]);
  const known = await Promise.all(
    [...ids].map(
      async (id) => [id, (await store.profile({ kind: 'employee', id }, 'strong')).employee] as const,
    ),
  );
  const employees = new Map(
    known.filter((pair): pair is readonly [string, EmployeeRecord] => pair[1] !== undefined),
  );
  return ineligibility(reviewerId, { request, attestors, employees });
}
