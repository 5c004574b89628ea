import type { DeclaredProducer, RegisterDocument } from '../contracts/register-document.ts';
import { localAccount } from '../local/local-account.ts';

/**
 * Returns a register for the embedded AWS, where all callers have one account: each account and role becomes a role of that
 * account. Who is one group stays so, as no two become the same role. A source without accounts and roles gets a role of its
 * own: such a register cannot be deployed, but it can be tried.
 */
export function localRegister({ producers, ...rest }: RegisterDocument): RegisterDocument {
  const whole = new Set(producers.flatMap(({ accounts = [] }) => accounts));
  return { ...rest, producers: producers.map((one, at) => localProducer(one, whole, `source-${at}`)) };
}

/** @param whole - the accounts that some source lists: their roles can send as that source too. */
function localProducer(
  { accounts = [], roles = [], ...rest }: DeclaredProducer,
  whole: ReadonlySet<string>,
  ownName: string,
): DeclaredProducer {
  const names = [...accounts, ...roles.flatMap((arn) => namesOfRole(arn, whole))];
  return { ...rest, roles: (names.length === 0 ? [ownName] : names).map(localRole) };
}

/** Returns the name of a role with its path, behind the number of its account, and the account if some source lists it. */
function namesOfRole(arn: string, whole: ReadonlySet<string>): readonly string[] {
  const [, account = '', name = ''] = /::(\d{12}):role\/(.+)$/.exec(arn) ?? [];
  return [`${account}/${name}`, ...(whole.has(account) ? [account] : [])];
}

function localRole(name: string): string {
  const { partition, accountId } = localAccount;
  return `arn:${partition}:iam::${accountId}:role/${name}`;
}
