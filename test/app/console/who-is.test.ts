import { describe, expect, it } from 'vitest';
import { employeeOfLogin } from '../../../lib/app/console/who-is.ts';
import { EMPTY_PROFILE } from '../../../lib/domain/history/subject-history.ts';
import type { ListedLogin } from '../../../lib/domain/refund/logins.ts';
import type { EmployeeRecord } from '../../../lib/domain/refund/subject.ts';
import { memoryStore } from '../../../lib/replay/store/memory-store.ts';
import { aRecord } from '../../builders.ts';
import { employee, START, shared } from '../events.ts';
import { Harness } from '../harness.ts';

const LOGIN = 'ana@example.com';
const at = START.toISOString();

function listing(...listed: readonly Pick<ListedLogin, 'login' | 'claim'>[]): EmployeeRecord {
  return aRecord({ logins: { at, listed: listed.map((one) => ({ by: 'hr_1', at, ...one })) } });
}

async function whoIs(login: string, claims: readonly string[], record?: EmployeeRecord) {
  const store = memoryStore();
  for (const [seen, employeeId] of claims.entries()) await store.claimLogin(LOGIN, employeeId, seen);
  if (record !== undefined) {
    const profile = { ...EMPTY_PROFILE, version: 1, employee: record };
    await store.saveProfile({ kind: 'employee', id: 'emp_1' }, profile, 0);
  }
  return employeeOfLogin(store, login);
}

describe('who signs in', () => {
  const record = listing({ login: LOGIN, claim: 1 });

  it('is the employee that claim and record agree on, in any case of an address', async () => {
    for (const login of [LOGIN, 'Ana@EXAMPLE.com']) {
      expect(await whoIs(login, ['emp_1'], record)).toStrictEqual({ employeeId: 'emp_1', record });
    }
  });

  it.each([
    ['nobody claimed the login', [], record],
    ['the record is missing', ['emp_1'], undefined],
    ['the record never had logins', ['emp_1'], aRecord()],
    ['the record lists none any more', ['emp_1'], listing()],
    ['the record lists another', ['emp_1'], listing({ login: 'ben@example.com', claim: 1 })],
    ['the claim is of somebody else', ['emp_2'], record],
    ['somebody else claimed it since', ['emp_1', 'emp_2'], record],
    [
      'it was theirs, and came back by a claim that the record does not list',
      ['emp_1', 'emp_2', 'emp_1'],
      record,
    ],
    ['it is a program', ['emp_1'], { ...record, kind: 'service' }],
  ] as const)('is nobody if %s', async (_, claims, known) => {
    expect(await whoIs(LOGIN, claims, known)).toBeUndefined();
  });

  it.each(['аna@example.com', 'ana@example.com\n', '', 'ARN:ana@example.com', 'x'.repeat(257)])(
    'is nobody with %j',
    async (login) => {
      expect(await whoIs(login, ['emp_1'], record)).toBeUndefined();
    },
  );

  it('is nobody if many may use the login, until two say that they do not', async () => {
    const gate = new Harness();
    await gate.deliver(employee('emp_1', { logins: [LOGIN] }));
    const person = { kind: 'employee', id: 'emp_1' };
    for (const by of ['ana', 'ben']) await gate.deliver(shared(person, { by }, START));
    expect(await employeeOfLogin(gate.memory, LOGIN)).toBeUndefined();
    gate.now = new Date(START.getTime() + 1);
    await gate.deliver(shared(person, { by: 'eve', shared: false }, gate.now));
    expect(await employeeOfLogin(gate.memory, LOGIN)).toBeUndefined();
    await gate.deliver(shared(person, { by: 'fay', shared: false }, gate.now));
    expect(await employeeOfLogin(gate.memory, LOGIN)).toMatchObject({ employeeId: 'emp_1' });
  });

  it('is shown with the status that the record has, which the caller has to look at', async () => {
    const insider = { ...record, status: 'confirmed_insider' } as const;
    expect((await whoIs(LOGIN, ['emp_1'], insider))?.record.status).toBe('confirmed_insider');
  });
});
