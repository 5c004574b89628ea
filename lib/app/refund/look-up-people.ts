import type { People } from '../../domain/evidence/people.ts';
import { peopleToLookUp } from '../../domain/evidence/people-to-look-up.ts';
import type { Trail } from '../../domain/evidence/scan.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Register } from '../../domain/producers/register.ts';
import { withPlacesFor } from '../../domain/refund/places.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import { mayBeShared } from '../../domain/refund/subject-statements.ts';
import type { Store } from '../ports.ts';

/** A refund, the scans of its return, and the policy that says which of them count. */
export interface LookedUpFor {
  readonly refund: Pick<Refund, 'request' | 'askedAt'>;
  readonly trail: Trail;
  readonly policy: Policy;
  /** The present register; undefined in open mode. */
  readonly register: Register | undefined;
}

/** Returns what the directory says of the people whose scans matter to a refund. */
export async function lookUpPeople(
  store: Pick<Store, 'profile'>,
  { refund, trail, policy, register }: LookedUpFor,
): Promise<People> {
  const { request, askedAt } = refund;
  const ids = peopleToLookUp(request, { trail, register }, policy);
  const read = async (id: string) => {
    const { employee, shared } = await store.profile({ kind: 'employee', id }, 'eventual');
    return [
      id,
      mayBeShared(shared, id) ? 'shared' : employee === undefined ? null : withPlacesFor(employee, askedAt),
    ] as const;
  };
  return new Map(await Promise.all(ids.map(read)));
}
