import { expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../../lib/contracts/policy-document.ts';
import { proveRegister } from '../../../../lib/lab/collusion/register/prove-register.ts';
import { aRegister } from '../../../registers.ts';

test.each([
  ['as it is', {}],
  ['whose shop promises no field', { 'shop.refunds': { always: undefined } }],
  [
    'whose warehouse lists its employees',
    { 'wms.site_3': { attestors: { site: ['emp_1', 'emp_2', 'emp_3'] } } },
  ],
  ['whose warehouse system speaks of every site', { 'wms.site_3': { sites: undefined } }],
])('the register of the story %s meets the demand of the policy with all kinds of goods', (_, changes) => {
  const register = aRegister(changes);
  const proof = proveRegister({ ...DEFAULT_POLICY, producers: register }, register);
  expect(proof.holds).toBe(true);
  expect(proof.judged).toBeGreaterThan(1000);
});
