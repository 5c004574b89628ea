import type { Refund } from '../../domain/refund/refund.ts';
import type { Ineligibility } from '../../domain/refund/review.ts';
import { mayLook } from '../../domain/refund/sees-review.ts';
import type { Store } from '../ports.ts';
import { reviewerConflict } from '../review/reviewer-conflict.ts';
import type { Person } from './person.ts';

/** What a person gets to see of a refund. */
export type Look =
  | {
      readonly result: 'shown';
      readonly refund: Refund;
      /** Why they may not decide it; undefined if they may. */
      readonly why: Ineligibility | undefined;
    }
  /** The person is part of it, so they see only that. */
  | { readonly result: 'part_of_it'; readonly refundId: string; readonly why: Ineligibility }
  | { readonly result: 'not_found' };

/** What looking needs. */
export interface LookDeps {
  readonly store: Pick<Store, 'refund' | 'trail' | 'ignoredScans' | 'profile' | 'reviewers'>;
  readonly now: () => Date;
}

/**
 * Returns what a person sees of a refund. Reviewers see what people are or were asked about; for any other id they get the
 * same answer as for one that does not exist. Supervisors and auditors see every refund. People who are part of a refund see
 * only that they are.
 * @param options.isLinked - true if a refund that the person may see names this one, to compare it with.
 */
export async function lookAtRefund(
  { store, now }: LookDeps,
  person: Person,
  refundId: string,
  { isLinked = false }: { readonly isLinked?: boolean } = {},
): Promise<Look> {
  const refund = await store.refund(refundId, 'strong');
  // People see what they are or were asked about, also just before they are asked.
  const isAsked = refund?.status === 'escalated' || refund?.review != null;
  if (refund === undefined || !(isAsked || isLinked || seesAll(person))) return { result: 'not_found' };
  const reviewed = { refund, tier: refund.review?.tier ?? 1, now: now() };
  const why = await reviewerConflict(store, reviewed, person.employeeId);
  if (why !== undefined && !mayLook(why)) return { result: 'part_of_it', refundId, why };
  return { result: 'shown', refund, why };
}

function seesAll({ powers, record }: Person): boolean {
  return powers.includes('supervise') || record.role === 'auditor';
}
