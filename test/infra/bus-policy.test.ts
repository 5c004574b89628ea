import { describe, expect, it } from 'vitest';
import { localRegister } from '../../lib/cli/local-register.ts';
import type { DeclaredProducer, RegisterDocument } from '../../lib/contracts/register-document.ts';
import {
  BusPolicyTooLongError,
  MAX_BUS_POLICY_CHARACTERS,
  measureBusPolicy,
} from '../../lib/infra/bus-policy.ts';
import { PERMISSIONS } from '../../lib/infra/permissions.ts';
import { localAccount } from '../../lib/local/local-account.ts';

const PUBLISHERS = Object.values(PERMISSIONS).flatMap(({ publishes }) =>
  publishes === undefined ? [] : ['role'],
);

type Speaker = Pick<DeclaredProducer, 'accounts' | 'roles'>;

/** A merchant's register: a shop and HR, then a carrier, a dock and a warehouse system, again and again. */
function register(count: number, speakerOf: (at: number) => Speaker, prefix = ''): RegisterDocument {
  const kinds = ['dock', 'wms', 'carrier'];
  const producers = Array.from({ length: count }, (_, at): DeclaredProducer => {
    if (at === 0)
      return { source: 'shop.refunds', types: ['refundgate.refund.requested.v1'], ...speakerOf(at) };
    if (at === 1)
      return { source: 'hr.directory', types: ['refundgate.employee.updated.v1'], ...speakerOf(at) };
    return {
      source: `${prefix}${kinds[at % 3]}.site${Math.floor(at / 3)}`,
      types: ['refundgate.scan.recorded.v1'],
      attestors: { sensor: ['dock_1'] },
      ...speakerOf(at),
    };
  });
  return { producers };
}

const roleOfItsOwn = (at: number): Speaker => ({
  roles: [`arn:aws:iam::111111111111:role/producer-${String(at).padStart(2, '0')}`],
});
const accountOfItsOwn = (at: number): Speaker => ({ accounts: [String(100_000_000_000 + at)] });
const oneOfFiveRoles = (at: number): Speaker => roleOfItsOwn(at % 5);

function measure(producers: RegisterDocument, account = 'unknown'): number {
  return measureBusPolicy({ producers, account, publishers: PUBLISHERS }, 'refund-gate');
}

describe('the policy of the bus', () => {
  // The numbers are in docs/OPERATING.md.
  it.each([
    ['a role of its own', 24, roleOfItsOwn],
    ['an account of its own', 23, accountOfItsOwn],
    ['a role of its own, and long names', 22, roleOfItsOwn, 'urn:merchant:'],
    ['one of five roles', 152, oneOfFiveRoles],
  ])('where each producer has %s, takes %d of them and no more', (_, most, speakerOf, prefix = '') => {
    expect(measure(register(most, speakerOf, prefix))).toBeLessThanOrEqual(MAX_BUS_POLICY_CHARACTERS);
    const attempt = () => measure(register(most + 1, speakerOf, prefix));
    expect(attempt).toThrow(BusPolicyTooLongError);
    expect(attempt).toThrow(
      new RegExp(
        `^With ${most + 1} producers the policy of the bus has \\d+ characters, and AWS takes 10240\\.`,
      ),
    );
    expect(attempt).toThrow('under one role, or through one account');
  });

  it.each([
    ['a role of its own', 23, roleOfItsOwn],
    ['an account of its own', 23, accountOfItsOwn],
  ])('takes as many on this machine, where each producer has %s', (_, most, speakerOf) => {
    const local = measure(localRegister(register(most, speakerOf)), localAccount.accountId);
    expect(local).toBeLessThan(measure(register(most, speakerOf)));
  });
});
