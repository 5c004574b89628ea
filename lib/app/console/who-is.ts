import { canonicalLogin, isListed } from '../../domain/refund/logins.ts';
import type { EmployeeRecord } from '../../domain/refund/subject.ts';
import { mayBeShared } from '../../domain/refund/subject-statements.ts';
import type { Store } from '../ports.ts';

/** The employee who signs in with a login. */
export interface KnownEmployee {
  readonly employeeId: string;
  readonly record: EmployeeRecord;
}

/**
 * Returns the employee who signs in with a login, or undefined if that is nobody: the claim on the login and the record of
 * the employee have to agree. A program is nobody, and so is a login that many may use. Role and status are not looked at: an
 * employee who is not active is returned with that status, and the caller has to refuse them.
 */
export async function employeeOfLogin(
  store: Pick<Store, 'loginOwner' | 'profile'>,
  login: string,
): Promise<KnownEmployee | undefined> {
  const canonical = canonicalLogin(login);
  const claim = canonical === undefined ? undefined : await store.loginOwner(canonical);
  if (canonical === undefined || claim === undefined) return undefined;
  const { employeeId, version } = claim;
  const { employee, shared } = await store.profile({ kind: 'employee', id: employeeId }, 'strong');
  if (employee === undefined || !isListed(employee.logins, { login: canonical, claim: version }))
    return undefined;
  if (employee.kind === 'service' || mayBeShared(shared, employeeId)) return undefined;
  return { employeeId, record: employee };
}
