import { describe, expect, it } from 'vitest';
import { employeeOfLogin } from '../../lib/app/console/who-is.ts';
import type { Store } from '../../lib/app/ports.ts';
import { eur } from '../builders.ts';
import { asked, DAY, employee, fullChain, HOUR, MINUTE, START } from './events.ts';
import { Harness } from './harness.ts';

const later = (ms: number) => new Date(START.getTime() + ms);

/** Names logins of an employee at a moment, which is the gate's time too. */
async function name(
  gate: Harness,
  id: string,
  logins: readonly string[] | undefined,
  ms = 0,
  data: object = {},
) {
  gate.now = later(ms);
  return gate.take(employee(id, { logins, ...data }, gate.now));
}

async function ownerOf(gate: Harness, login: string): Promise<string | undefined> {
  return (await employeeOfLogin(gate.memory, login))?.employeeId;
}

async function recordOf(gate: Harness, id: string) {
  return (await gate.memory.profile({ kind: 'employee', id }, 'strong')).employee;
}

function rejections(gate: Harness): unknown {
  return gate.published.flatMap(({ type, data }) =>
    type === 'refundgate.event.rejected.v1' && 'problems' in data ? data.problems : [],
  );
}

describe('the logins of an employee', () => {
  it('are those of the newest event that names any', async () => {
    const gate = new Harness();
    expect(await name(gate, 'emp_1', ['Ana@example.com', 'ana@example.com', 'a1'])).toBe('taken');
    const given = { by: 'hr_1', at: START.toISOString() };
    expect((await recordOf(gate, 'emp_1'))?.logins).toStrictEqual({
      at: START.toISOString(),
      listed: [
        { login: 'ana@example.com', claim: 1, ...given },
        { login: 'a1', claim: 1, ...given },
      ],
    });
    expect(await name(gate, 'emp_1', ['a1', 'a2'], MINUTE)).toBe('taken');
    const owners = await Promise.all(['ana@example.com', 'a1', 'a2'].map((login) => ownerOf(gate, login)));
    expect(owners).toStrictEqual([undefined, 'emp_1', 'emp_1']);
  });

  it('stay as they are if an event names none, and are gone if it names an empty list', async () => {
    const gate = new Harness();
    await name(gate, 'emp_1', ['a1']);
    await name(gate, 'emp_1', undefined, MINUTE, { role: 'supervisor' });
    expect(await ownerOf(gate, 'a1')).toBe('emp_1');
    await name(gate, 'emp_1', [], 2 * MINUTE, { managerId: '', teamId: null });
    expect(await ownerOf(gate, 'a1')).toBeUndefined();
    expect((await recordOf(gate, 'emp_1'))?.logins?.listed).toStrictEqual([]);
  });

  it.each([
    ['in order', [0, 1, 2]],
    ['in reverse', [2, 1, 0]],
    ['mixed', [1, 2, 0]],
    ['twice', [0, 1, 0, 2, 1, 0]],
  ])('do not depend on the order in which events arrive: %s', async (_, order) => {
    const gate = new Harness();
    gate.now = later(HOUR);
    const told = [
      employee('emp_1', { logins: ['a1', 'old'] }, later(0)),
      employee('emp_1', { logins: ['a1'] }, later(MINUTE)),
      employee('emp_1', { role: 'clerk' }, later(2 * MINUTE)),
    ];
    for (const index of order) await gate.take(told[index]);
    expect([await ownerOf(gate, 'a1'), await ownerOf(gate, 'old')]).toStrictEqual(['emp_1', undefined]);
    expect(await recordOf(gate, 'emp_1')).toMatchObject({
      role: 'clerk',
      logins: { at: later(MINUTE).toISOString() },
    });
  });

  it('are those of the first event that is taken, of two with the same time', async () => {
    const gate = new Harness();
    await name(gate, 'emp_1', ['a1']);
    expect(await name(gate, 'emp_1', ['a2'])).toBe('repeated');
    expect([await ownerOf(gate, 'a1'), await gate.memory.loginOwner('a2')]).toStrictEqual([
      'emp_1',
      undefined,
    ]);
  });

  it('are not taken from another employee, whose name the rejection does not say', async () => {
    const gate = new Harness();
    await name(gate, 'emp_1', ['a1']);
    const before = await recordOf(gate, 'emp_2');
    expect(await name(gate, 'emp_2', ['free', 'A1'], MINUTE)).toBe('rejected');
    const message = 'a1 is a login of another employee; it has to be taken from them first';
    expect(rejections(gate)).toStrictEqual([{ path: 'data.logins.1', message }]);
    expect(await recordOf(gate, 'emp_2')).toStrictEqual(before);
    expect(await gate.memory.loginOwner('free')).toBeUndefined();
    expect([await gate.memory.roster(), await gate.memory.reviewers()]).toStrictEqual([['emp_1'], ['emp_1']]);
    expect(await ownerOf(gate, 'a1')).toBe('emp_1');
  });

  it('can be another employee’s once they were taken away', async () => {
    const gate = new Harness();
    await name(gate, 'emp_1', ['a1']);
    await name(gate, 'emp_1', [], MINUTE);
    expect(await name(gate, 'emp_2', ['a1'], 2 * MINUTE)).toBe('taken');
    expect(await ownerOf(gate, 'a1')).toBe('emp_2');
    expect(await name(gate, 'emp_1', ['a1'], 3 * MINUTE)).toBe('rejected');
  });
});

/** A refund under review that emp_7 marked, and rev_1 who reviewed long before. */
async function underReview(): Promise<Harness> {
  const gate = new Harness();
  gate.now = later(-30 * DAY);
  await gate.deliver(
    employee('rev_1', { logins: ['rev1'] }, gate.now),
    employee('sup_1', { role: 'supervisor' }, gate.now),
  );
  gate.now = START;
  await gate.deliver(...fullChain(), asked({ amount: eur(600_000), captured: eur(600_000) }));
  expect((await gate.row()).status).toBe('escalated');
  return gate;
}

describe('a false event of the directory', () => {
  it('that adds a login to a reviewer lets nobody decide what came before for seven days', async () => {
    const gate = await underReview();
    await name(gate, 'rev_1', ['rev1', 'thief'], MINUTE);
    expect(await ownerOf(gate, 'thief')).toBe('rev_1');
    const answer = { result: 'refused', why: 'has_a_new_role' };
    expect(await gate.review({ reviewerId: 'rev_1' })).toStrictEqual(answer);
    gate.now = later(7 * DAY);
    expect(await gate.review({ reviewerId: 'rev_1' })).toStrictEqual(answer);
  });

  it('that is found in time costs the reviewer nothing once the login is gone', async () => {
    const gate = await underReview();
    await name(gate, 'rev_1', ['rev1', 'thief'], MINUTE);
    await name(gate, 'rev_1', ['rev1'], 2 * MINUTE);
    expect(await ownerOf(gate, 'thief')).toBeUndefined();
    expect((await gate.review({ reviewerId: 'rev_1' })).result).toBe('accepted');
  });

  it('never lets a reviewer decide a refund that the person who added the login is part of', async () => {
    const gate = await underReview();
    await name(gate, 'rev_1', ['rev1', 'thief'], MINUTE, { by: 'emp_7' });
    await name(gate, 'rev_1', ['rev1', 'thief', 'third'], 2 * MINUTE, { by: 'hr_2' });
    gate.now = later(10 * DAY);
    expect(await gate.review({ reviewerId: 'rev_1' })).toStrictEqual({
      result: 'refused',
      why: 'has_the_role_from_a_witness',
    });
  });

  it('does not hide who gave the role', async () => {
    const gate = new Harness();
    gate.now = later(-30 * DAY);
    await gate.deliver(employee('rev_1', { by: 'emp_7' }, gate.now));
    await name(gate, 'rev_1', ['rev1'], -20 * DAY, { by: 'hr_2' });
    gate.now = START;
    await gate.deliver(...fullChain(), asked({ amount: eur(600_000), captured: eur(600_000) }));
    expect(await gate.review({ reviewerId: 'rev_1' })).toMatchObject({ why: 'has_the_role_from_a_witness' });
  });

  it('that only says the same again, or takes a login away, changes nothing about who may decide', async () => {
    const gate = await underReview();
    await name(gate, 'rev_1', ['rev1'], MINUTE, { by: 'emp_7' });
    await name(gate, 'rev_1', [], 2 * MINUTE, { by: 'emp_7' });
    expect((await gate.review({ reviewerId: 'rev_1' })).result).toBe('accepted');
  });

  it('cannot swap the logins of two employees, and a swap in three makes both new', async () => {
    const gate = await underReview();
    await name(gate, 'emp_8', ['clerk8'], MINUTE, { role: 'clerk' });
    expect(await name(gate, 'rev_1', ['clerk8'], 2 * MINUTE)).toBe('rejected');
    expect(await name(gate, 'emp_8', ['rev1'], 3 * MINUTE, { role: 'clerk' })).toBe('rejected');
    expect([await ownerOf(gate, 'rev1'), await ownerOf(gate, 'clerk8')]).toStrictEqual(['rev_1', 'emp_8']);
    await name(gate, 'rev_1', [], 4 * MINUTE);
    await name(gate, 'emp_8', ['rev1'], 5 * MINUTE, { role: 'clerk' });
    await name(gate, 'rev_1', ['clerk8'], 6 * MINUTE);
    expect([await ownerOf(gate, 'rev1'), await ownerOf(gate, 'clerk8')]).toStrictEqual(['emp_8', 'rev_1']);
    expect(await gate.review({ reviewerId: 'rev_1' })).toMatchObject({ why: 'has_a_new_role' });
  });

  it.each(['REV1', 'Rev1'])('cannot add %s beside the login of another employee', async (login) => {
    const gate = await underReview();
    expect(await name(gate, 'emp_8', [login], MINUTE)).toBe('rejected');
  });

  it.each(['rеv1', 'rev\u200b1', '\u0280ev1', 'rev1 ', ' rev1', 'rev1\u0000'])(
    'cannot add a login that only looks like one: %j',
    async (login) => {
      const gate = await underReview();
      expect(await name(gate, 'emp_8', [login], MINUTE)).toBe('rejected');
      expect(rejections(gate)).toMatchObject([{ path: 'data.logins.0' }]);
    },
  );

  it('that is an old one, sent again, changes no login', async () => {
    const gate = await underReview();
    const old = employee('rev_1', { logins: ['rev1', 'former'] }, later(-40 * DAY));
    expect(await gate.take(old)).not.toBe('rejected');
    expect([await ownerOf(gate, 'rev1'), await ownerOf(gate, 'former')]).toStrictEqual(['rev_1', undefined]);
    expect(await gate.memory.loginOwner('former')).toBeUndefined();
    expect((await gate.review({ reviewerId: 'rev_1' })).result).toBe('accepted');
  });

  it('that names a time to come does not outrank what the directory says next', async () => {
    const gate = new Harness();
    await gate.take(employee('rev_1', { logins: ['thief'] }, later(4 * MINUTE)));
    await name(gate, 'rev_1', ['rev1'], 1000);
    expect([await ownerOf(gate, 'thief'), await ownerOf(gate, 'rev1')]).toStrictEqual([undefined, 'rev_1']);
  });

  it.each(['suspended', 'compromised', 'confirmed_insider'])(
    'that gives a login to somebody %s does not let them decide',
    async (status) => {
      const gate = await underReview();
      await name(gate, 'rev_1', undefined, MINUTE, { status });
      await name(gate, 'rev_1', ['thief'], 2 * MINUTE);
      expect((await employeeOfLogin(gate.memory, 'thief'))?.record.status).toBe(status);
      gate.now = later(10 * DAY);
      expect(await gate.review({ reviewerId: 'rev_1' })).toMatchObject({ why: 'is_not_active' });
    },
  );

  it.each(['auditor', 'clerk'])('with a login makes no reviewer of a %s', async (role) => {
    const gate = await underReview();
    await name(gate, 'emp_8', ['thief'], MINUTE, { role });
    gate.now = later(10 * DAY);
    expect(await gate.review({ reviewerId: 'emp_8' })).toMatchObject({ why: 'has_no_reviewing_role' });
  });
});

/** Returns a gate on the same store, in which something else happens once, right before a write. */
function racing(
  gate: Harness,
  write: 'claimLogin' | 'saveProfile',
  happens: () => Promise<unknown>,
): Harness {
  let left = 1;
  const meanwhile = async () => {
    if (left-- === 1) await happens();
  };
  const after: Pick<Store, 'claimLogin' | 'saveProfile'> = {
    claimLogin: async (...args) => {
      await meanwhile();
      return gate.memory.claimLogin(...args);
    },
    saveProfile: async (...args) => {
      await meanwhile();
      return gate.memory.saveProfile(...args);
    },
  };
  const store: Store = { ...gate.memory, [write]: after[write] };
  const other = new Harness({ wrap: () => store });
  other.now = gate.now;
  return other;
}

describe('a login that two events name at once', () => {
  it.each([
    ['claimLogin', 'rejected'],
    ['saveProfile', 'taken'],
  ] as const)('has one owner at most, in a race before %s', async (write, taken) => {
    const gate = new Harness();
    await name(gate, 'emp_9', ['a1']);
    await name(gate, 'emp_9', [], MINUTE);
    const rival = () => gate.take(employee('emp_2', { logins: ['a1'] }, gate.now));
    const event = employee('emp_1', { logins: ['a1'] }, gate.now);
    expect(await racing(gate, write, rival).take(event)).toBe(taken);
    expect(await ownerOf(gate, 'a1')).toBe('emp_2');
    // The one that lost the race gets nothing when the other gives the login back, and then needs a claim of its own.
    await name(gate, 'emp_2', [], 3 * MINUTE);
    expect(await ownerOf(gate, 'a1')).toBeUndefined();
    gate.faults.failNext('after');
    await expect(name(gate, 'emp_1', ['a1'], 4 * MINUTE)).rejects.toThrow();
    expect(await gate.memory.loginOwner('a1')).toMatchObject({ employeeId: 'emp_1' });
    expect(await ownerOf(gate, 'a1')).toBeUndefined();
    await name(gate, 'emp_1', ['a1'], 5 * MINUTE);
    expect(await ownerOf(gate, 'a1')).toBe('emp_1');
    const listed = (await recordOf(gate, 'emp_1'))?.logins?.listed;
    expect(listed?.map(({ at }) => at)).toStrictEqual([later(5 * MINUTE).toISOString()]);
  });
});

describe('an intake that dies at any call', () => {
  const points = Array.from({ length: 5 }, (_, call) => call + 1).flatMap((call) =>
    (['before', 'after'] as const).map((when) => ({ call, when })),
  );

  it.each(points)(
    'leaves no login half given, and ends the same when it is repeated: $when call $call',
    async (point) => {
      const gate = new Harness();
      await name(gate, 'emp_9', ['a1', 'b1'], -DAY);
      await name(gate, 'emp_9', ['b1'], -HOUR);
      gate.now = START;
      gate.faults.failNext(point.when, point.call);
      const event = employee('emp_1', { logins: ['a1', 'a2'] });
      await expect(gate.take(event)).rejects.toThrow();
      const record = await recordOf(gate, 'emp_1');
      for (const login of ['a1', 'a2']) {
        expect(await ownerOf(gate, login)).toBe(record === undefined ? undefined : 'emp_1');
      }
      expect(await ownerOf(gate, 'b1')).toBe('emp_9');
      gate.now = later(MINUTE);
      await gate.deliver(event);
      expect([await ownerOf(gate, 'a1'), await ownerOf(gate, 'a2')]).toStrictEqual(['emp_1', 'emp_1']);
      expect(await gate.memory.loginOwner('a1')).toStrictEqual({ employeeId: 'emp_1', version: 2 });
    },
  );

  it('leaves a claim that another employee can take over', async () => {
    const gate = new Harness();
    gate.faults.failNext('before', 3);
    await expect(gate.take(employee('emp_1', { logins: ['a1'] }))).rejects.toThrow();
    expect(await gate.memory.loginOwner('a1')).toStrictEqual({ employeeId: 'emp_1', version: 1 });
    expect(await name(gate, 'emp_2', ['a1'], MINUTE)).toBe('taken');
    expect(await ownerOf(gate, 'a1')).toBe('emp_2');
  });
});
