import { caseEnding, type EmployeeCase } from '../../domain/cases/employee-case.ts';
import type { Uses } from '../gate-deps.ts';
import { inBatches } from '../in-batches.ts';

/** The most open cases that one list shows, the longest open. */
export const MAX_LISTED = 50;

/** An open case, as a list shows it. */
export interface ListedCase {
  readonly employeeId: string;
  readonly caseId: string;
  readonly openedAt: string;
  readonly refunds: number;
  readonly codes: readonly string[];
  readonly clearAsked?: EmployeeCase['clearAsked'];
}

/**
 * Returns the open cases, the longest open first, and whether there are more. The index may lag a moment: a case that was
 * ended meanwhile is left out.
 */
export async function listOpenCases({ store }: Uses<never, 'openCases' | 'casesOn'>): Promise<{
  readonly cases: readonly ListedCase[];
  readonly more: boolean;
}> {
  const ids = await store.openCases(MAX_LISTED + 1);
  const found = new Map<string, ListedCase>();
  await inBatches(ids.slice(0, MAX_LISTED), async (id) => {
    const [one] = await store.casesOn(id, 1);
    if (one !== undefined && caseEnding(one) === undefined) found.set(id, listed(one));
  });
  const cases = ids.flatMap((id) => found.get(id) ?? []);
  return { cases, more: ids.length > MAX_LISTED };
}

function listed({ employeeId, id, openedAt, firstOpenedAt, findings, clearAsked }: EmployeeCase): ListedCase {
  return {
    employeeId,
    caseId: id,
    openedAt: firstOpenedAt ?? openedAt,
    refunds: findings.refundIds.length,
    codes: findings.grounds.map(({ code }) => code),
    clearAsked,
  };
}
