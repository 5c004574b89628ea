import { describe, expect, test } from 'vitest';
import { caseViewOf } from '../../lib/app/case-view/case-view.ts';
import { stampOf } from '../../lib/app/case-view/stamp.ts';
import { CONSOLE_ROLES, type ConsoleRole } from '../../lib/domain/people/powers.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { EMPLOYEE_ROLES } from '../../lib/domain/refund/subject.ts';
import { asked, DAY, fullChain, HOUR, scanned } from '../app/events.ts';
import { Harness } from '../app/harness.ts';
import { eur } from '../builders.ts';
import { ConsoleUnderTest, loginOf } from './console-under-test.ts';

/** The person whose way through the console each cell tries. */
const P = 'p_1';

/** What the person has to do with the refund: facts of the directory, of the request, and of a scan. */
interface Relation {
  readonly person?: Readonly<Record<string, unknown>>;
  readonly marker?: Readonly<Record<string, unknown>>;
  readonly request?: Partial<RefundRequest>;
  readonly attests?: boolean;
  /** The person gets their record only after the refund came. */
  readonly isLate?: boolean;
  /** Whether they may look at it, and whether they may decide it if their role does. */
  readonly sees: boolean;
  readonly decides: boolean;
}

const RELATIONS: Readonly<Record<string, Relation>> = {
  'has nothing to do with it': { sees: true, decides: true },
  'has the role since it came': { isLate: true, sees: true, decides: false },
  'marked it': { request: { markedBy: P }, sees: false, decides: false },
  'approved it': { request: { approvedBy: P }, sees: false, decides: false },
  'scanned it': { attests: true, sees: false, decides: false },
  'is the customer': { request: { customerId: P }, sees: false, decides: false },
  'manages the marker': { marker: { managerId: P }, sees: false, decides: false },
  'is in the team of the marker': {
    person: { teamId: 'dock' },
    marker: { teamId: 'dock' },
    sees: false,
    decides: false,
  },
  'reports to the marker': { person: { managerId: 'emp_7' }, sees: false, decides: false },
  'has the role from the marker': { person: { by: 'emp_7' }, sees: false, decides: false },
};

const CLAIMED: Readonly<Record<string, readonly ConsoleRole[]>> = {
  everything: CONSOLE_ROLES,
  'the reviewer alone': ['reviewer'],
  'the auditor alone': ['auditor'],
  nothing: [],
};

const RANK = { auditor: 1, reviewer: 2, supervisor: 3 } as const;

function rankOf(claimed: readonly ConsoleRole[], role: string): number {
  const present = CONSOLE_ROLES.find((one) => one === role);
  return Math.min(Math.max(0, ...claimed.map((one) => RANK[one])), present === undefined ? 0 : RANK[present]);
}

/** A refund under review, and the person. */
async function consoleFor(role: string, { person, marker, request, attests, isLate }: Relation) {
  const tried = new ConsoleUnderTest(new Harness());
  await tried.employ('emp_7', { role: 'clerk', ...marker });
  const employ = () => tried.employ(P, { role, ...person });
  if (isLate !== true) await employ();
  await tried.gate.pass(10 * DAY);
  const amount = eur(600_000);
  const attestor = { class: 'site', id: P, capture: 'scanned' } as const;
  await tried.gate.deliver(
    ...fullChain(),
    ...(attests === true ? [scanned({ step: 'storing', attestor }, tried.gate.now)] : []),
    asked({ amount, captured: amount, ...request }, tried.gate.now),
  );
  await tried.gate.pass(HOUR);
  if (isLate === true) await employ();
  expect((await tried.gate.row()).status).toBe('escalated');
  return tried;
}

const CELLS = EMPLOYEE_ROLES.flatMap((role) =>
  Object.keys(RELATIONS).flatMap((relation) =>
    Object.keys(CLAIMED).map((claim) => ({ role, relation, claim })),
  ),
);

let cells = 0;

describe.each(CELLS)('a $role who $relation and whose sign-in claims $claim', ({ role, relation, claim }) => {
  const known = RELATIONS[relation];
  const claimed = CLAIMED[claim] ?? [];
  if (known === undefined) throw new RangeError(relation);
  const rank = rankOf(claimed, role);
  // Supervisors are asked only after a night.
  const decides = known.decides && rank >= 2 && role !== 'supervisor';

  test('gets to see and to do exactly this', async () => {
    const tried = await consoleFor(role, known);
    const signedIn = await tried.trySignIn({ login: loginOf(P), roles: claimed });
    expect(signedIn.status).toBe(rank === 0 ? 403 : 302);
    const cookie = rank === 0 ? undefined : await tried.signIn(P, claimed);
    const got = async (path: string, form?: Readonly<Record<string, string>>) =>
      (await tried.call(path, { cookie, ...(form === undefined ? {} : { form }) })).status;
    const seen = rank === 0 ? 302 : known.sees ? 200 : 403;
    const acted = (may: boolean) => (rank === 0 ? 401 : may ? 303 : 403);

    expect({
      queue: await got('/queue'),
      refund: await got('/refund?id=re_1'),
      nothing: await got('/refund?id=re_2'),
      stops: await got('/stops'),
      take: await got('/refund/take', { id: 're_1' }),
      stop: await got('/stops', { action: 'stop', scope: 'site:lille' }),
    }).toStrictEqual({
      queue: rank === 0 ? 302 : 200,
      refund: seen,
      nothing: rank === 0 ? 302 : 404,
      stops: rank === 0 ? 302 : 200,
      take: acted(decides),
      stop: rank === 0 ? 401 : rank >= 2 ? 303 : 403,
    });
    if (cookie !== undefined) {
      const queue = await (await tried.call('/queue', { cookie })).text();
      expect(queue.includes('6,000.00')).toBe(known.sees);
    }
    const row = await tried.gate.row();
    const link = row.audit.at(-1)?.hash ?? '';
    const { version } = await tried.gate.memory.trail('rma:rma_1', 'strong');
    const view = await caseViewOf(tried.gate.store, 're_1', { now: tried.gate.now });
    const stamp = view === undefined ? '' : stampOf(view);
    const looked = { link, trailVersion: String(version), stamp };
    const answer = { id: 're_1', decision: 'deny', verdict: 'nothing_arrived', ...looked };
    expect(await got('/refund/decide', answer)).toBe(acted(decides));
    expect((await tried.gate.row()).status).toBe(decides ? 'denied' : 'escalated');
    cells += 8;
  });
});

describe.each(
  EMPLOYEE_ROLES.flatMap((role) => Object.keys(RELATIONS).map((relation) => ({ role, relation }))),
)('a $role who $relation and calls as an IAM user', ({ role, relation }) => {
  const known = RELATIONS[relation];
  if (known === undefined) throw new RangeError(relation);
  const rank = rankOf(CONSOLE_ROLES, role);
  const decides = known.decides && rank >= 2 && role !== 'supervisor';
  const userArn = 'arn:aws:iam::123456789012:user/p';

  test('gets to see and to do exactly this', async () => {
    const person = { ...known.person, logins: [userArn] };
    const tried = await consoleFor(role, { ...known, person });
    const got = async (path: string, json?: object) =>
      (await tried.call(path, { userArn, ...(json === undefined ? {} : { json }) })).status;
    expect({
      queue: await got('/api/queue'),
      refund: await got('/api/refund?id=re_1'),
      nothing: await got('/api/refund?id=re_2'),
      stop: await got('/api/stops', { action: 'stop', scope: 'site:lille' }),
    }).toStrictEqual({
      queue: rank === 0 ? 403 : 200,
      refund: rank > 0 && known.sees ? 200 : 403,
      nothing: rank === 0 ? 403 : 404,
      stop: rank >= 2 ? 200 : 403,
    });
    await got('/api/refund/decide', { refundId: 're_1', decision: 'deny', verdict: 'nothing_arrived' });
    expect((await tried.gate.row()).status).toBe(decides ? 'denied' : 'escalated');
    cells += 5;
  });
});

test('the table has at least 300 cells', () => {
  expect(cells).toBeGreaterThanOrEqual(300);
});
