import type { EmployeeRecord } from '../../domain/refund/subject.ts';
import type { Store } from '../ports.ts';

export async function employeeOfLogin(
  store: Pick<Store, 'profile' | 'loginOwner'>,
  login: string,
): Promise<{ readonly employeeId: string; readonly record: EmployeeRecord } | undefined> {
  const owner = await store.loginOwner(login);
  if (owner === undefined) return undefined;
  const { employee } = await store.profile({ kind: 'employee', id: owner.employeeId }, 'strong');
  return employee?.logins?.includes(login) === true
    ? { employeeId: owner.employeeId, record: employee }
    : undefined;
}

export function loginOfCaller(userArn: string): string | undefined {
  return userArn.includes(':user/') ? userArn : undefined;
}
