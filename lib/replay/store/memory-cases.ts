import { isDeepStrictEqual } from 'node:util';
import { requireNextVersion } from '../../adapters/store-rules.ts';
import type { CaseStore } from '../../app/ports.ts';
import type { EmployeeCase } from '../../domain/cases/employee-case.ts';

/** Returns an empty set of cases. */
export function memoryCases(): CaseStore {
  /** By employee, in the order of their numbers. */
  const cases = new Map<string, EmployeeCase[]>();
  const listed = (is: (one: EmployeeCase) => boolean, by: (one: EmployeeCase) => string, limit: number) =>
    [...cases.values()]
      .flatMap((all) => all.filter(is))
      .toSorted((a, b) => (by(a) < by(b) ? -1 : 1))
      .slice(0, limit)
      .map(({ employeeId }) => employeeId);
  return {
    casesOn: async (employeeId, limit) => (cases.get(employeeId) ?? []).toReversed().slice(0, limit),
    saveCase: async (one, seenVersion) => {
      requireNextVersion(`Case ${one.number} on ${one.employeeId}`, one.version, seenVersion);
      const all = cases.get(one.employeeId) ?? [];
      const at = all.findIndex(({ number }) => number === one.number);
      const known = all[at];
      if ((known?.version ?? 0) !== seenVersion) return isDeepStrictEqual(known, one) ? 'saved' : 'moved';
      const kept = at < 0 ? [...all, one] : all.with(at, one);
      cases.set(
        one.employeeId,
        kept.toSorted((a, b) => a.number - b.number),
      );
      return 'saved';
    },
    openCases: async (limit) =>
      listed(
        ({ status }) => status === 'open',
        ({ openedAt, firstOpenedAt = openedAt }) => firstOpenedAt,
        limit,
      ),
    casesUnfinished: async (now, limit) =>
      listed((one) => one.outbox !== null && dueAtOf(one) <= now.toISOString(), dueAtOf, limit),
  };
}

function dueAtOf({ said, openedAt }: EmployeeCase): string {
  return said.at(-1)?.at ?? openedAt;
}
