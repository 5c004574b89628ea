import { describe, expect, test } from 'vitest';
import { CONSOLE_ROLES, type ConsoleRole, powersOf } from '../../../lib/domain/people/powers.ts';
import { EMPLOYEE_ROLES, EMPLOYEE_STATUSES } from '../../../lib/domain/refund/subject.ts';

/** Every set of roles that a sign-in may claim. */
const CLAIMS: readonly (readonly ConsoleRole[])[] = Array.from({ length: 8 }, (_, bits) =>
  CONSOLE_ROLES.filter((_role, index) => (bits >> index) & 1),
);

const RANK = { auditor: 1, reviewer: 2, supervisor: 3 } as const;
const POWERS = ['read', 'decide', 'supervise'];

describe('what a person may do', () => {
  test.each(CLAIMS)('is no more than claim and directory both allow (%s %s %s)', (...claimed) => {
    for (const role of EMPLOYEE_ROLES) {
      for (const status of EMPLOYEE_STATUSES) {
        for (const kind of [undefined, 'person', 'service'] as const) {
          const byClaim = Math.max(0, ...claimed.map((one) => RANK[one]));
          const present = CONSOLE_ROLES.find((one) => one === role);
          const byDirectory = present === undefined ? 0 : RANK[present];
          const isOut = status !== 'active' || kind === 'service';
          const rank = isOut ? 0 : Math.min(byClaim, byDirectory);
          expect(powersOf(claimed, { role, status, kind })).toStrictEqual(POWERS.slice(0, rank));
        }
      }
    }
  });
});
