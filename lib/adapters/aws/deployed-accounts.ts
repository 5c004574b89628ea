import type { AccountsBySource } from '../../contracts/register-document.ts';

/** The bundler replaces this name by the accounts of the producers register; null without one. */
declare const DEPLOYED_ACCOUNTS: AccountsBySource | null | undefined;

/**
 * Returns the accounts that may send as each source; undefined without a register. Only `intake` imports this file, so only
 * its bundle has them.
 */
export function deployedAccounts(): AccountsBySource | undefined {
  return typeof DEPLOYED_ACCOUNTS === 'undefined' ? undefined : (DEPLOYED_ACCOUNTS ?? undefined);
}
