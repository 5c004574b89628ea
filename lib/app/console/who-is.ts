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

/** Roles of IAM Identity Center, which names a session after the person who signed in. */
const SSO_ROLE = /^AWSReservedSSO_/;

/**
 * Returns the login under which the directory may list a caller of AWS: a user, a role of Identity Center with its session's
 * name, or any other role without, because whoever may assume it chooses that name. Anybody else is nobody.
 */
export function loginOfCaller(userArn: string): string | undefined {
  if (/^arn:aws[a-z-]*:iam::\d{12}:user\/[\w+=,.@/-]+$/.test(userArn)) return userArn;
  const [, role, name = '', session] =
    /^(arn:aws[a-z-]*:sts::\d{12}:assumed-role\/([\w+=,.@-]+))\/([\w+=,.@-]+)$/.exec(userArn) ?? [];
  return SSO_ROLE.test(name) ? `${role}/${session}` : role;
}
