import { expect, it } from 'vitest';
import { tell } from '../../lib/cli/tell-decision.ts';

it('says that a case on an account is about the account and not about its owner', () => {
  const event = {
    type: 'refundgate.account.case-opened.v1',
    data: { account: 'emp_7', refundIds: ['re_1', 're_2', 're_3'] },
  };
  expect(tell(JSON.stringify(event))).toStrictEqual({
    id: 'emp_7',
    outcome: 'case',
    amount: '',
    lines: ['    CASE      account emp_7: somebody else seems to use it, re_1, re_2, re_3'],
  });
});
