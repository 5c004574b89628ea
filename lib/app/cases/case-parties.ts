import { type CaseConflict, type CaseParties, caseConflict } from '../../domain/cases/case-conflict.ts';
import type { EmployeeCase } from '../../domain/cases/employee-case.ts';
import { withPlacesFor } from '../../domain/refund/places.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import { trailIdOf } from '../../domain/refund/refund-request.ts';
import { rolesUntil } from '../../domain/refund/review.ts';
import type { EmployeeRecord } from '../../domain/refund/subject.ts';
import { canonicalId } from '../../domain/shared/ids.ts';
import type { Uses } from '../gate-deps.ts';
import { inBatches } from '../in-batches.ts';

/** What finding out who is part of a case needs. */
export type PartiesDeps = Uses<'now', 'refund' | 'trail' | 'ignoredScans' | 'profile' | 'reviewers'>;

/** Returns the refunds behind a case, undefined for one that is not there. There are at most a hundred. */
export async function refundsBehind(
  { store }: Uses<never, 'refund'>,
  { findings }: EmployeeCase,
): Promise<ReadonlyMap<string, Refund | undefined>> {
  const read = new Map<string, Refund | undefined>(findings.refundIds.map((id) => [id, undefined]));
  await inBatches(findings.refundIds, async (id) => {
    read.set(id, await store.refund(id, 'strong'));
  });
  return read;
}

/**
 * Returns who is part of a case, with what the directory knows about them now. It reads two more items of each refund
 * behind the case.
 */
export async function casePartiesOf(
  { store, now }: PartiesDeps,
  { employeeId, openedAt }: EmployeeCase,
  refunds: ReadonlyMap<string, Refund | undefined>,
): Promise<CaseParties> {
  return {
    employeeId,
    employee: await recordOf(store, employeeId, openedAt),
    parties: await partiesOf(store, [...refunds.values()]),
    knowsPeople: (await store.reviewers()) !== undefined,
    rolesUntil: rolesUntil({ receivedAt: openedAt }, now()),
  };
}

/** Returns why a person may not answer a case whose parties are known, or undefined if they may. */
export async function conflictWith(
  { store }: PartiesDeps,
  { openedAt }: Pick<EmployeeCase, 'openedAt'>,
  parties: CaseParties,
  person: string,
): Promise<CaseConflict | undefined> {
  return caseConflict({ person, record: await recordOf(store, person, openedAt) }, parties);
}

async function partiesOf(
  store: PartiesDeps['store'],
  refunds: readonly (Refund | undefined)[],
): Promise<ReadonlySet<string> | undefined> {
  const found = refunds.filter((refund) => refund !== undefined);
  if (found.length < refunds.length) return undefined;
  const ids = new Set<string>();
  await inBatches(found, async ({ request }) => {
    for (const id of [request.customerId, request.markedBy, request.approvedBy]) {
      if (id !== undefined) ids.add(canonicalId(id));
    }
    const trailId = trailIdOf(request);
    if (trailId === undefined) return;
    const { scans } = await store.trail(trailId, 'strong');
    // A scan that counts for nothing shows that a person handled the goods, too.
    const ignored = await store.ignoredScans(trailId, 'counts_for_nothing');
    for (const { attestor } of [...scans, ...ignored]) ids.add(attestor.id);
  });
  return ids;
}

async function recordOf(
  store: PartiesDeps['store'],
  id: string,
  openedAt: string,
): Promise<EmployeeRecord | undefined> {
  const { employee } = await store.profile({ kind: 'employee', id }, 'strong');
  return employee === undefined ? undefined : withPlacesFor(employee, openedAt);
}
