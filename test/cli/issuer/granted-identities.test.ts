import { expect, test } from 'vitest';
import { GrantedIdentities } from '../../../lib/cli/issuer/granted-identities.ts';

test('an identity is given out once', () => {
  const granted = new GrantedIdentities();
  granted.keep('g1', { login: 'rev_1', roles: ['auditor'] });
  expect(granted.take('g1')).toStrictEqual({ login: 'rev_1', roles: ['auditor'] });
  expect(() => granted.take('g1')).toThrow('Nobody signed in for the grant g1.');
});

test('of more than a thousand that nobody fetches, the oldest is forgotten', () => {
  const granted = new GrantedIdentities();
  for (let number = 0; number <= 1000; number += 1)
    granted.keep(`g${number}`, { login: `${number}`, roles: [] });
  expect(() => granted.take('g0')).toThrow();
  expect(granted.take('g1').login).toBe('1');
  expect(granted.take('g1000').login).toBe('1000');
});
