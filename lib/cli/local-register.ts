import type { DeclaredProducer, RegisterDocument } from '../contracts/register-document.ts';
import { localAccount } from '../local/local-account.ts';

/**
 * Returns a register for the embedded AWS, where all callers have one account: each account and role becomes a role of that
 * account. Who is one group stays so, as no two become the same role. A source without accounts and roles gets a role of its
 * own: such a register cannot be deployed, but it can be tried.
 */
export function localRegister({ producers, ...rest }: RegisterDocument): RegisterDocument {
  return { ...rest, producers: producers.map(localProducer) };
}

function localProducer(
  { accounts = [], roles = [], ...rest }: DeclaredProducer,
  at: number,
): DeclaredProducer {
  const names = [...accounts, ...roles.map(nameOfRole)];
  return { ...rest, roles: (names.length === 0 ? [`source-${at}`] : names).map(localRole) };
}

/** Returns the name of a role with its path, behind the number of its account. */
function nameOfRole(arn: string): string {
  const [, account = '', name = ''] = /::(\d{12}):role\/(.+)$/.exec(arn) ?? [];
  return `${account}/${name}`;
}

function localRole(name: string): string {
  const { partition, accountId } = localAccount;
  return `arn:${partition}:iam::${accountId}:role/${name}`;
}
