import type { People } from '../../domain/evidence/people.ts';
import { peopleToLookUp } from '../../domain/evidence/people-to-look-up.ts';
import type { Trail } from '../../domain/evidence/scan.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { isShared } from '../../domain/refund/subject-statements.ts';
import type { Store } from '../ports.ts';

/** Returns what the directory says of the people whose scans matter to a refund. */
export async function lookUpPeople(
  store: Pick<Store, 'profile'>,
  {
    request,
    trail,
    policy,
  }: { readonly request: RefundRequest; readonly trail: Trail; readonly policy: Policy },
): Promise<People> {
  const ids = peopleToLookUp(request, trail, policy);
  const read = async (id: string) => {
    const { employee, shared } = await store.profile({ kind: 'employee', id }, 'eventual');
    return [id, isShared(shared) ? 'shared' : (employee ?? null)] as const;
  };
  return new Map(await Promise.all(ids.map(read)));
}
