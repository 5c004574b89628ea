import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localRegister } from '../../lib/cli/local-register.ts';
import {
  accountsOf,
  judgingHalf,
  type RegisterDocument,
  registerDocumentSchema,
} from '../../lib/contracts/register-document.ts';
import { localAccount } from '../../lib/local/local-account.ts';

const account = fc.constantFrom('111111111111', '222222222222', '333333333333');
const role = fc
  .tuple(account, fc.constantFrom('dock', 'wms', 'acme/wms', '111111111111'))
  .map(([owner, name]) => `arn:aws:iam::${owner}:role/${name}`);
const some = <Value>(value: fc.Arbitrary<Value>) => fc.uniqueArray(value, { minLength: 1, maxLength: 2 });

const register = fc
  .array(fc.record({ accounts: some(account), roles: some(role) }, { requiredKeys: [] }), { minLength: 1 })
  .map(
    (speakers): RegisterDocument => ({
      producers: speakers.map((one, at) => ({
        source: `urn:${at}`,
        types: ['refundgate.employee.updated.v1'],
        ...one,
      })),
    }),
  );

test('a register for this machine has the same groups, and says the same to the judgement', () => {
  fc.assert(
    fc.property(register, (document) => {
      expect(judgingHalf(localRegister(document))).toStrictEqual(judgingHalf(document));
    }),
  );
});

test('every source of a register for this machine sends from the account of the embedded AWS', () => {
  fc.assert(
    fc.property(register, (document) => {
      const local = registerDocumentSchema.parse(localRegister(document));
      const everywhere = local.producers.map(({ source }) => [source, [localAccount.accountId]]);
      expect(accountsOf(local)).toStrictEqual(Object.fromEntries(everywhere));
    }),
  );
});
