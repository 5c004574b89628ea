import { beforeEach, describe, expect, test } from 'vitest';
import { asked, DAY, employee, flag, fullChain, HOUR, MINUTE, scanned } from '../app/events.ts';
import { eur } from '../builders.ts';
import { ConsoleUnderTest, hiddenFields } from './console-under-test.ts';

let tried: ConsoleUnderTest;
let cookie: string;

/** A refund of EUR 6,000 under review; from EUR 10,000 on two reviewers are asked. */
async function ask(minor = 600_000, more: object = {}): Promise<void> {
  await tried.gate.deliver(asked({ amount: eur(minor), captured: eur(minor), ...more }, tried.gate.now));
}

beforeEach(async () => {
  tried = new ConsoleUnderTest();
  for (const id of ['rev_1', 'rev_2', 'rev_3']) await tried.employ(id);
  await tried.employ('sup_1', { role: 'supervisor', siteId: 'site_8' });
  await tried.gate.pass(10 * DAY);
  await tried.gate.deliver(...fullChain());
  await ask();
  cookie = await tried.signIn('rev_1');
});

async function get(path: string, as = cookie): Promise<string> {
  return (await tried.call(path, { cookie: as })).text();
}

const DENIAL = { decision: 'deny', verdict: 'nothing_arrived' };
const APPROVAL = { decision: 'approve', verdict: 'genuine' };

describe('deciding', () => {
  test('keeps decision, verdict and note, and says so on the page', async () => {
    const answer = await tried.decide(cookie, { ...DENIAL, note: 'the box was empty' });
    expect([answer.status, answer.headers.get('location')]).toStrictEqual([
      303,
      '/refund?id=re_1&answered=1',
    ]);
    expect((await tried.gate.row()).review?.votes).toMatchObject([
      { reviewerId: 'rev_1', ...DENIAL, note: 'the box was empty' },
    ]);
    const page = await get('/refund?id=re_1&answered=1');
    expect(page).toContain('Your answer is kept: denies, Nothing arrived.');
    expect(page).toContain('the box was empty');
    expect(page).not.toContain('Send the decision');
  });

  test('twice, as a double click does, counts once and is answered the same', async () => {
    const page = await get('/refund?id=re_1');
    const form = { ...hiddenFields(page, '/refund/decide'), ...DENIAL };
    const statuses = await Promise.all([1, 2].map(() => tried.call('/refund/decide', { cookie, form })));
    expect(statuses.map(({ status }) => status)).toStrictEqual([303, 303]);
    expect((await tried.gate.row()).review?.votes).toHaveLength(1);
  });

  test('on a page that is no longer true is refused, keeps the note alone, and says what is new', async () => {
    await ask(2_000_000, { refundId: 're_2', orderId: 'o_2', rmaId: 'rma_2' });
    const page = await get('/refund?id=re_2');
    await tried.gate.pass(MINUTE);
    const other = await tried.signIn('rev_2');
    expect((await tried.decide(other, APPROVAL, 're_2')).status).toBe(303);
    const form = { ...hiddenFields(page, '/refund/decide'), ...APPROVAL, note: 'seen by me' };
    const stale = await tried.call('/refund/decide', { cookie, form });
    const text = await stale.text();
    expect(stale.status).toBe(409);
    expect(text).toContain('Something changed since you opened this page');
    expect(text).toMatch(/New since you opened it:<\/p><ul><li>Review<\/li>[\s\S]*?rev_2/);
    expect(text).toContain('seen by me');
    expect(text).not.toContain(' checked');
    expect((await tried.gate.row('re_2')).review?.votes).toHaveLength(1);
    expect((await tried.decide(cookie, APPROVAL, 're_2')).status).toBe(303);
    expect((await tried.gate.row('re_2')).status).toBe('approved');
  });

  test('after a scan came is refused until the reviewer has seen it', async () => {
    const page = await get('/refund?id=re_1');
    await tried.gate.deliver(scanned({ step: 'cycle_counting' }, tried.gate.now));
    const form = { ...hiddenFields(page, '/refund/decide'), ...DENIAL };
    expect((await tried.call('/refund/decide', { cookie, form })).status).toBe(409);
    expect((await tried.decide(cookie, DENIAL)).status).toBe(303);
  });

  test('second tells who was first', async () => {
    const page = await get('/refund?id=re_1', await tried.signIn('rev_2'));
    await tried.decide(cookie, DENIAL);
    const form = { ...hiddenFields(page, '/refund/decide'), ...APPROVAL };
    const late = await tried.call('/refund/decide', { cookie: await tried.signIn('rev_2'), form });
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('rev_1 decided this refund before you: it is denied.');
  });

  test.each([
    [{}, 'Choose approve or deny'],
    [{ decision: 'pay' }, 'Choose approve or deny'],
    [{ decision: 'deny' }, 'Choose what you found'],
    [{ decision: 'approve', verdict: 'nothing_arrived' }, 'An approval goes with'],
    [{ ...DENIAL, note: 'x'.repeat(2001) }, 'The note is too long'],
    [{ ...DENIAL, trailVersion: 'x' }, 'The form was not complete'],
  ])('with the form %j decides nothing and says why', async (fields, message) => {
    const answer = await tried.decide(cookie, fields);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(message);
    expect((await tried.gate.row()).status).toBe('escalated');
  });

  test('above the second limit takes two people, and the same person counts once', async () => {
    await ask(2_000_000, { refundId: 're_2', orderId: 'o_2', rmaId: 'rma_2' });
    await tried.decide(cookie, APPROVAL, 're_2');
    expect((await tried.gate.row('re_2')).status).toBe('escalated');
    expect(await get('/refund?id=re_2&answered=1')).toContain('It is not decided yet');
    await tried.decide(cookie, APPROVAL, 're_2');
    expect((await tried.gate.row('re_2')).status).toBe('escalated');
    await tried.decide(await tried.signIn('rev_2'), APPROVAL, 're_2');
    expect((await tried.gate.row('re_2')).status).toBe('approved');
  });

  test('is for supervisors once no reviewer has decided in time', async () => {
    const supervisor = await tried.signIn('sup_1');
    expect(await get('/refund?id=re_1', supervisor)).toContain('supervisors are asked later');
    await tried.gate.pass(DAY + MINUTE);
    const again = await tried.signIn('sup_1');
    expect((await tried.decide(again, DENIAL)).status).toBe(303);
    expect((await tried.gate.row()).status).toBe('denied');
  });
});

describe('a session', () => {
  test('sends a person who is not signed in to the issuer, and back to the page they wanted', async () => {
    const first = await tried.call('/refund?id=re_1');
    expect(first.headers.get('location')).toBe('/sign-in?to=%2Frefund%3Fid%3Dre_1');
  });

  test.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '//console//evil.example/x',
    '/.//evil.example',
    '/a/..//evil.example',
  ])('never leads to %s', async (to) => {
    const begun = await tried.call(`/sign-in?to=${encodeURIComponent(to)}`);
    const pending = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const value = Buffer.from(pending.split('=')[1] ?? '', 'base64url').toString();
    expect(JSON.parse(value).to).toBe('/queue');
  });

  test('is over after 30 idle minutes and after 8 hours, and nothing is decided then', async () => {
    const page = await get('/refund?id=re_1');
    await tried.gate.pass(30 * MINUTE);
    const form = { ...hiddenFields(page, '/refund/decide'), ...DENIAL };
    const answer = await tried.call('/refund/decide', { cookie, form });
    expect([answer.status, (await tried.gate.row()).status]).toStrictEqual([401, 'escalated']);
    const busy = await tried.signIn('rev_1');
    for (let passed = 0; passed < 8 * HOUR; passed += 20 * MINUTE) {
      expect((await tried.call('/queue', { cookie: busy })).status).toBe(200);
      await tried.gate.pass(20 * MINUTE);
    }
    expect((await tried.call('/queue', { cookie: busy })).status).toBe(302);
  });

  test('that was signed out is refused when it is replayed, on every device', async () => {
    const other = await tried.signIn('rev_1');
    const out = await tried.call('/sign-out', { cookie, form: {} });
    expect(out.headers.getSetCookie().join()).toMatch(/__Host-session=;.*Max-Age=0/);
    for (const replayed of [cookie, other]) {
      expect((await tried.call('/queue', { cookie: replayed })).status).toBe(302);
    }
  });

  test.each([
    ['is suspended', { status: 'suspended' }],
    ['becomes a clerk', { role: 'clerk' }],
    ['has another login', { logins: ['other@example.com'] }],
    ['has no login', { logins: [] }],
    ['is a program', { kind: 'service' }],
  ])('is over at once when the person %s', async (_, change) => {
    expect((await tried.call('/queue', { cookie })).status).toBe(200);
    await tried.gate.pass(MINUTE);
    await tried.gate.deliver(employee('rev_1', { logins: ['rev_1@example.com'], ...change }, tried.gate.now));
    expect((await tried.call('/queue', { cookie })).status).toBe(302);
  });

  test('is not to be had with a login that nobody has, nor a role that nobody claims', async () => {
    expect((await tried.trySignIn({ login: 'eve@example.com', roles: ['supervisor'] })).status).toBe(403);
    expect((await tried.trySignIn({ login: 'rev_1@example.com', roles: [] })).status).toBe(403);
  });

  test('keeps its cookie from scripts, other hosts and plain HTTP', async () => {
    const answer = await tried.trySignIn({ login: 'rev_1@example.com', roles: ['reviewer'] });
    const set = answer.headers.getSetCookie().find((one) => one.startsWith('__Host-session='));
    for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/', 'Max-Age=28800'])
      expect(set).toContain(part);
    expect(set).not.toContain('Domain');
  });
});

describe('a caller', () => {
  const forged = (change: (cookie: string) => string) => async () =>
    (await tried.call('/queue', { cookie: change(cookie) })).status;

  test.each<[string, () => Promise<number>, number]>([
    ['without a cookie', async () => (await tried.call('/queue')).status, 302],
    ['with an empty cookie', forged(() => '__Host-session='), 302],
    ['with another secret', forged((one) => one.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))), 302],
    [
      'with the secret of another person',
      forged((one) => one.replace(/=[^.]+/, `=${Buffer.from('rev_2').toString('base64url')}`)),
      302,
    ],
    ['with a cut secret', forged((one) => one.slice(0, -1)), 302],
    ['with the cookie under another name', forged((one) => one.replace('__Host-session', 'session')), 302],
    ['that comes back without having begun', async () => (await tried.call('/signed-in?code=x')).status, 400],
    [
      'that comes back with a broken cookie',
      async () => (await tried.call('/signed-in?code=x', { cookie: '__Host-signing-in=%%' })).status,
      400,
    ],
    [
      'that comes back with a code nobody gave',
      async () =>
        (
          await tried.trySignIn({ login: '', roles: [] }).then(() =>
            tried.call('/signed-in?code=none', {
              cookie: `__Host-signing-in=${Buffer.from(JSON.stringify({ state: 's', nonce: 'n', verifier: 'v', to: '/queue' })).toString('base64url')}`,
            }),
          )
        ).status,
      401,
    ],
    ['of the API who signs nothing', async () => (await tried.call('/api/queue')).status, 403],
    ['of the API with a cookie alone', async () => (await tried.call('/api/queue', { cookie })).status, 403],
    [
      'of the API who is no employee',
      async () => (await tried.call('/api/queue', { userArn: 'arn:aws:iam::123456789012:user/eve' })).status,
      403,
    ],
    [
      'of the API who is the root of the account',
      async () => (await tried.call('/api/queue', { userArn: 'arn:aws:iam::123456789012:root' })).status,
      403,
    ],
    [
      'of no part of the API',
      async () => (await tried.call('/api/other', { userArn: 'arn:aws:iam::123456789012:user/eve' })).status,
      403,
    ],
  ])('%s gets nothing', async (_, call, status) => {
    expect(await call()).toBe(status);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['a foreign page', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a look-alike origin', { origin: 'https://console.example.evil.example' }],
    ['plain HTTP', { origin: 'http://console.example' }],
    ['a form of another type', { 'content-type': 'text/plain' }],
    ['a script of another type', { 'content-type': 'application/json' }],
  ])('from %s cannot decide with the cookie of a person', async (_, headers) => {
    const page = await get('/refund?id=re_1');
    const form = { ...hiddenFields(page, '/refund/decide'), ...DENIAL };
    const answer = await tried.call('/refund/decide', { cookie, form, headers });
    expect([403, 415]).toContain(answer.status);
    expect((await tried.gate.row()).status).toBe('escalated');
  });

  test('never changes anything with a GET', async () => {
    const query = new URLSearchParams({ id: 're_1', ...DENIAL, action: 'stop', scope: 'all' }).toString();
    for (const path of ['/refund/decide', '/refund/take', '/refund/give-back', '/stops', '/sign-out']) {
      await tried.call(`${path}?${query}`, { cookie });
    }
    expect((await tried.gate.row()).status).toBe('escalated');
    expect((await tried.gate.store.stops('strong')).entries).toStrictEqual([]);
    expect((await tried.call('/queue', { cookie })).status).toBe(200);
  });

  test('who is one of two sessions of a plain role is one person', async () => {
    const role = 'arn:aws:sts::123456789012:assumed-role/Desk';
    await tried.employ('rev_9', { logins: [role] });
    const answers = await Promise.all(
      ['ana', 'ben'].map((name) =>
        tried.call('/api/stops', { userArn: `${role}/${name}`, json: { action: 'lift', scope: 'all' } }),
      ),
    );
    await tried.call('/api/stops', { userArn: `${role}/ana`, json: { action: 'stop', scope: 'all' } });
    for (const name of ['ana', 'ben']) {
      await tried.call('/api/stops', { userArn: `${role}/${name}`, json: { action: 'lift', scope: 'all' } });
    }
    expect(answers.map(({ status }) => status)).toStrictEqual([200, 200]);
    expect((await tried.gate.store.stops('strong')).entries).toMatchObject([
      { scope: 'all', liftAsked: { by: 'rev_9' } },
    ]);
  });
});

describe('the queue', () => {
  beforeEach(async () => {
    for (const [id, minor] of [
      ['re_2', 900_000],
      ['re_3', 700_000],
    ] as const) {
      await ask(minor, { refundId: id, orderId: `o_${id}`, rmaId: `rma_${id}`, siteId: 'site_5' });
    }
  });

  test('shows who has taken what, and lets go', async () => {
    await tried.call('/refund/take', { cookie, form: { id: 're_2' } });
    const other = await tried.signIn('rev_2');
    expect(await get('/queue', other)).toMatch(/re_2[\s\S]*?rev_1[\s\S]*?re_3/);
    const refused = await tried.call('/refund/take', { cookie: other, form: { id: 're_2' } });
    expect([refused.status, (await refused.text()).includes('rev_1 has this refund')]).toStrictEqual([
      409,
      true,
    ]);
    await tried.call('/refund/give-back', { cookie, form: { id: 're_2' } });
    expect((await tried.call('/refund/take', { cookie: other, form: { id: 're_2' } })).status).toBe(303);
  });

  test('goes back to its own pages alone after taking', async () => {
    const to = async (back: string) =>
      (await tried.call('/refund/take', { cookie, form: { id: 're_2', back } })).headers.get('location');
    expect(await to('/queue?claim=returned')).toBe('/queue?claim=returned');
    expect(await to('https://evil.example/queue')).toBe('/refund?id=re_2');
    expect(await to('/queue.evil.example')).toBe('/refund?id=re_2');
  });

  test('filters by what its address says', async () => {
    const ids = async (query: string) =>
      [...(await get(`/queue?${query}`)).matchAll(/scope="row"><a[^>]*>(re_\d)/g)].map(([, id]) => id);
    expect((await ids('')).toSorted()).toStrictEqual(['re_1', 're_2', 're_3']);
    expect((await ids('site=SITE_5')).toSorted()).toStrictEqual(['re_2', 're_3']);
    expect(await ids('claim=damaged')).toStrictEqual([]);
    expect(await ids('tier=2')).toStrictEqual([]);
    expect(await ids('reason=V06_OVER_LIMIT&site=site_3')).toStrictEqual(['re_1']);
    await tried.call('/refund/take', { cookie, form: { id: 're_3' } });
    expect(await ids('taken=mine')).toStrictEqual(['re_3']);
    expect((await ids('taken=free')).toSorted()).toStrictEqual(['re_1', 're_2']);
    expect(await ids('taken=x&tier=99&claim=x&after=x')).toHaveLength(3);
  });

  test('offers the next one that is free and theirs to decide', async () => {
    const next = async () => (await tried.call('/next', { cookie })).headers.get('location');
    const first = await next();
    await tried.call('/refund/take', {
      cookie: await tried.signIn('rev_2'),
      form: { id: first?.slice(-4) ?? '' },
    });
    expect(await next()).not.toBe(first);
  });

  test('finds a refund by its own id, its order and its return, and nothing that is not theirs', async () => {
    for (const id of ['re_1', 'o_1', 'rma_1']) {
      const found = await tried.call(`/find?id=${id}`, { cookie });
      expect([id, found.headers.get('location')]).toStrictEqual([id, '/refund?id=re_1']);
    }
    expect((await tried.call('/find?id=re_none', { cookie })).status).toBe(404);
    await ask(1000, { refundId: 're_paid', orderId: 'o_paid', rmaId: 'rma_paid' });
    expect((await tried.call('/refund?id=re_paid', { cookie })).status).toBe(404);
    expect((await tried.call('/find?id=re_paid', { cookie })).status).toBe(404);
    expect((await tried.call('/find?id=o_paid', { cookie })).status).toBe(404);
    expect((await tried.call('/find?id=o_paid', { cookie: await tried.signIn('sup_1') })).status).toBe(302);
  });
});

describe('the stops', () => {
  const change = async (as: string, action: string, scope = 'site:lille') => {
    const form = { action, scope, reason: 'a phished account' };
    const answer = await tried.call('/stops', { cookie: as, form });
    const location = answer.headers.get('location');
    return location === null ? answer.text() : get(location, as);
  };

  test('are set by one and lifted by two', async () => {
    const other = await tried.signIn('rev_2');
    expect(await change(cookie, 'stop')).toContain('Stopped: what it covers is not released');
    expect(await change(cookie, 'lift')).toContain('1 of 2: you asked for the lift');
    expect(await change(cookie, 'lift')).toContain('a second person has to ask too');
    expect(await get('/stops', other)).toContain('Confirm the lift');
    expect(await change(other, 'lift')).toContain('Lifted: what it covered');
    expect(await get('/stops')).toContain('Nothing is stopped');
  });

  test('say what a scope may be', async () => {
    expect(await change(cookie, 'stop', 'everything')).toContain(
      '&quot;everything&quot; is no scope; allowed: all, or one of',
    );
  });
});

test('every answer forbids scripts, frames and caches', async () => {
  for (const path of ['/queue', '/refund?id=re_1', '/nothing', '/sign-in', '/api/queue']) {
    const { headers } = await tried.call(path, { cookie });
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('script');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  }
});

test('a fault is reported without what a person typed, and nothing of it is shown', async () => {
  tried.fault = new Error('the table is gone');
  const answer = await tried.decide(cookie, { ...DENIAL, note: 'a secret note' });
  const text = await answer.text();
  expect(answer.status).toBe(500);
  expect(text).not.toContain('the table is gone');
  expect(tried.faults).toStrictEqual([
    { route: '/refund/decide', fault: 'Error', message: 'the table is gone' },
  ]);
});

test('a refund whose data cannot be read hides no other, and its page says so', async () => {
  await ask(900_000, { refundId: 're_2', orderId: 'o_2', rmaId: 'rma_2' });
  tried.unreadable = 're_2';
  const queue = await get('/queue');
  expect(queue).toMatch(/re_2[\s\S]*?Its data cannot be read/);
  expect(queue).toContain('6,000.00');
  const page = await tried.call('/refund?id=re_2', { cookie });
  expect([page.status, (await page.text()).includes('Its data cannot be read')]).toStrictEqual([500, true]);
  expect((await tried.call('/next', { cookie })).headers.get('location')).toBe('/refund?id=re_1');
});

describe('what changes while somebody looks', () => {
  const subject = (kind: string, id: string) => ({ kind, id });

  test.each<[string, () => Promise<void>, string]>([
    [
      'a flag on the customer',
      () => tried.gate.deliver(flag('flagged', subject('customer', 'c_1'), tried.gate.now)),
      'Stops, flags and statuses',
    ],
    [
      'what the directory says of the marker',
      () =>
        tried.gate.deliver(employee('emp_7', { role: 'clerk', status: 'confirmed_insider' }, tried.gate.now)),
      'Stops, flags and statuses',
    ],
    [
      'another refund of the customer',
      () => ask(5000, { refundId: 're_9', orderId: 'o_9', rmaId: 'rma_9' }),
      'Linked refunds and people',
    ],
  ])('%s stops an answer that was given without it', async (_, happens, title) => {
    await tried.employ('emp_7', { role: 'clerk', logins: [] });
    const page = await get('/refund?id=re_1');
    await tried.gate.pass(MINUTE);
    await happens();
    const form = { ...hiddenFields(page, '/refund/decide'), ...APPROVAL };
    const answer = await tried.call('/refund/decide', { cookie, form });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain(`<li>${title}</li>`);
    expect((await tried.gate.row()).status).toBe('escalated');
  });

  test('a stop is shown, and no approval is taken while it covers the refund', async () => {
    await tried.gate.stop('site:site_3');
    const page = await get('/refund?id=re_1');
    const form = { ...hiddenFields(page, '/refund/decide'), ...APPROVAL };
    const answer = await tried.call('/refund/decide', { cookie, form });
    const text = await answer.text();
    expect([answer.status, (await tried.gate.row()).status]).toStrictEqual([409, 'escalated']);
    expect(text).toContain('A stop covers this refund, so your approval was not kept');
    expect(text).toContain('A stop covers this refund: site:site_3.');
    expect((await tried.decide(cookie, DENIAL)).status).toBe(303);
  });

  test('the hours that pass do not count as a change', async () => {
    const page = await get('/refund?id=re_1');
    await tried.gate.pass(25 * MINUTE);
    const form = { ...hiddenFields(page, '/refund/decide'), ...DENIAL };
    expect((await tried.call('/refund/decide', { cookie, form })).status).toBe(303);
  });
});

test('the page says that an answer is kept only if one is', async () => {
  expect(await get('/refund?id=re_1&answered=1')).not.toContain('Your answer is kept');
});

test('the next refund is none that the person has answered, and a taken one if no other is left', async () => {
  await ask(2_000_000, { refundId: 're_2', orderId: 'o_2', rmaId: 'rma_2' });
  await tried.decide(cookie, APPROVAL, 're_2');
  await tried.call('/refund/take', { cookie: await tried.signIn('rev_2'), form: { id: 're_1' } });
  expect((await tried.call('/next', { cookie })).headers.get('location')).toBe('/refund?id=re_1');
});

test('a session that was refused once does not come back', async () => {
  await tried.gate.pass(MINUTE);
  await tried.employ('rev_1', { status: 'suspended' });
  expect((await tried.call('/queue', { cookie })).status).toBe(302);
  await tried.gate.pass(MINUTE);
  for (const by of ['hr_1', 'hr_2']) await tried.employ('rev_1', { by });
  expect((await tried.signIn('rev_1')).length).toBeGreaterThan(0);
  expect((await tried.call('/queue', { cookie })).status).toBe(302);
});

test('who is stopped does not read so', async () => {
  const other = await tried.signIn('rev_2');
  await tried.call('/stops', {
    cookie: other,
    form: { action: 'stop', scope: 'employee:rev_1', reason: 'phished' },
  });
  expect(await get('/stops', other)).toContain('employee:rev_1');
  expect(await get('/stops')).not.toContain('employee:rev_1');
});

test('a refund that another one names can be looked at from there, and not decided', async () => {
  await ask(5000, { refundId: 're_9', orderId: 'o_9', rmaId: 'rma_9' });
  expect((await tried.gate.row('re_9')).review).toBeNull();
  expect((await tried.call('/refund?id=re_9', { cookie })).status).toBe(404);
  expect(await get('/refund?id=re_1')).toContain('/refund?id=re_9&amp;from=re_1');
  const page = await get('/refund?id=re_9&from=re_1');
  expect(page).toContain('50.00');
  expect(page).not.toContain('Send the decision');
  expect((await tried.call('/refund?id=re_9&from=re_none', { cookie })).status).toBe(404);
});

test('taking a refund keeps what was filled in', async () => {
  const page = await get('/refund?id=re_1');
  const form = { ...hiddenFields(page, '/refund/decide'), ...DENIAL, note: 'I asked the site' };
  const answer = await tried.call('/refund/take', { cookie, form });
  const text = await answer.text();
  expect([answer.status, text.includes('You have taken it')]).toStrictEqual([200, true]);
  expect(text).toContain('I asked the site');
  expect(text).toMatch(/value="deny" required checked/);
});

test('the queue says what a stop covers', async () => {
  expect(await get('/queue')).not.toContain('A stop covers it');
  await tried.gate.stop('site:site_3');
  expect(await get('/queue')).toContain('A stop covers it');
});

test('what a person typed and what an event says is shown as text', async () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>' onload='x`;
  await tried.decide(cookie, { ...DENIAL, note: hostile });
  await ask(900_000, {
    refundId: 're_2',
    orderId: 'o_2',
    rmaId: 'rma_2',
    lines: [{ lineId: '1', sku: hostile, quantity: 1, shippedQuantity: 1 }],
  });
  await tried.gate.deliver(flag('flagged', { kind: 'site', id: 'site_3' }, tried.gate.now));
  await tried.call('/stops', { cookie, form: { action: 'stop', scope: 'site:lille', reason: hostile } });
  for (const path of [
    '/refund?id=re_1',
    '/refund?id=re_2',
    '/stops',
    `/find?id=${encodeURIComponent(hostile)}`,
    `/queue?site=${encodeURIComponent(hostile)}`,
  ]) {
    const text = await get(path);
    expect([path, /<script|<img|onerror=alert\(2\)>|' onload='/.test(text)]).toStrictEqual([path, false]);
  }
  expect(await get('/refund?id=re_1')).toContain('&lt;script&gt;');
});
