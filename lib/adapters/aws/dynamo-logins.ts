import type { LoginStore } from '../../app/ports.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { loginKey } from './item-keys.ts';
import { itemReader, textValue, wholeValue } from './item-reader.ts';
import { unlessChanged } from './unless-changed.ts';

/** Returns the store's claims on logins: one item each. */
export function dynamoLogins(table: DynamoTable): LoginStore {
  return {
    loginOwner: async (login) => {
      const item = await table.get(loginKey(login), 'strong');
      if (item === undefined) return undefined;
      const read = itemReader(item);
      return { employeeId: read.text('employeeId'), version: read.whole('version') };
    },
    claimLogin: async (login, employeeId, seenVersion) => {
      const { pk, sk } = loginKey(login);
      const key = { pk: textValue(pk), sk: textValue(sk) };
      const item = { ...key, version: wholeValue(seenVersion + 1), employeeId: textValue(employeeId) };
      return table.put(item, unlessChanged(seenVersion));
    },
  };
}
