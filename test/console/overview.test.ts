import { beforeEach, describe, expect, test } from 'vitest';
import { countDecided } from '../../lib/app/overview/count-decided.ts';
import { countOpenReviews } from '../../lib/app/overview/count-open-reviews.ts';
import { DAY_MS } from '../../lib/domain/shared/calendar.ts';
import { asked, DAY, fullChain, HOUR, MINUTE } from '../app/events.ts';
import { eur } from '../builders.ts';
import { ConsoleUnderTest } from './console-under-test.ts';

let tried: ConsoleUnderTest;
let cookie: string;

const DENIAL = { decision: 'deny', verdict: 'nothing_arrived' };

async function ask(refundId: string, minor = 600_000): Promise<void> {
  const ids = { refundId, orderId: `o_${refundId}`, rmaId: `rma_${refundId}` };
  await tried.gate.deliver(asked({ ...ids, amount: eur(minor), captured: eur(minor) }, tried.gate.now));
}

async function page(path: string, as = cookie): Promise<string> {
  const answer = await tried.call(path, { cookie: as });
  expect(answer.status).toBe(200);
  // Spaces and line ends between words are one to people.
  return (await answer.text()).replaceAll(/\s+/g, ' ');
}

/** Does what the sweep does at the end of each minute. */
async function count(): Promise<void> {
  await countOpenReviews({ store: tried.overview, now: () => tried.gate.now });
}

async function night(): Promise<void> {
  await countDecided({ store: tried.overview, now: () => tried.gate.now });
}

beforeEach(async () => {
  tried = new ConsoleUnderTest();
  for (const id of ['rev_1', 'rev_2']) await tried.employ(id);
  await tried.employ('aud_1', { role: 'auditor' });
  await tried.gate.pass(10 * DAY);
  await tried.gate.deliver(...fullChain());
  cookie = await tried.signIn('rev_1');
});

describe('the overview', () => {
  test('says how many are open, since when, worth what and how old, and when that was counted', async () => {
    await ask('re_old');
    await tried.gate.pass(5 * HOUR);
    await ask('re_new');
    await count();
    cookie = await tried.signIn('rev_1');
    const text = await page('/overview');
    expect(text).toContain('<dt>Open</dt><dd>2</dd>');
    expect(text).toMatch(/<dt>Oldest<\/dt><dd>asked for 5 hours ago, on \d+ \w{3} \d\d:\d\d UTC<\/dd>/);
    expect(text).toMatch(/<dt>Value waiting<\/dt><dd>USD \d\d,\d{3}\.\d\d<\/dd>/);
    expect(text).toMatch(/<dt>Expected loss<\/dt><dd>USD [\d,]+\.\d\d<\/dd>/);
    expect(text).toContain('<th scope="row">under 4 hours</th><td>1</td>');
    expect(text).toContain('<th scope="row">4 to 24 hours</th><td>1</td>');
    expect(text).toContain('<th scope="row">3 days or more</th><td>0</td>');
    expect(text).toMatch(/As of \d+ \w{3} \d\d:\d\d UTC/);
    expect(text).toContain('<a href="/overview" aria-current="page">Overview</a>');
  });

  test('is for auditors too, and for nobody who is not signed in', async () => {
    await count();
    expect(await page('/overview', await tried.signIn('aud_1'))).toContain('<dt>Open</dt><dd>0</dd>');
    expect((await tried.call('/overview')).headers.get('location')).toBe('/sign-in?to=%2Foverview');
  });

  test('says so when nothing was ever counted', async () => {
    const text = await page('/overview');
    expect(text).toContain('There are no numbers of the open refunds yet');
    expect(text).toContain('The gate counts each night');
  });

  test.each([
    [19, false],
    [20, true],
  ])('warns when its numbers are %d minutes old: %s', async (minutes, warns) => {
    await count();
    await tried.gate.pass(minutes * MINUTE);
    expect((await page('/overview')).includes(`These numbers are ${minutes} minutes old`)).toBe(warns);
  });

  test('says at least how many there are when not all were counted, and how many have no known value', async () => {
    const counts = {
      asOf: tried.gate.now.toISOString(),
      open: 25_000,
      byAge: { under4Hours: 24_999, under1Day: 0, under3Days: 0, older: 1 },
      oldestAskedAt: tried.gate.now.toISOString(),
      valueMinor: 100,
      expectedLossMinor: 50,
      withoutValue: 2,
      more: true,
    };
    await tried.overview.saveOpenCounts(counts);
    const text = await page('/overview');
    expect(text).toContain('<dd>at least 25,000</dd>');
    expect(text).toContain('USD 1.00 and 2 refunds whose value is not known');
  });

  test('has what people decided by day and outcome, the last day first, of the last 30 days', async () => {
    await ask('re_1');
    await ask('re_2');
    await tried.decide(cookie, DENIAL);
    await tried.decide(cookie, { decision: 'approve', verdict: 'genuine' }, 're_2');
    const day = tried.gate.now.toISOString().slice(0, 10);
    await tried.gate.pass(DAY);
    await night();
    cookie = await tried.signIn('rev_1');
    expect(await page('/overview')).toContain(`<th scope="row">${day}</th><td>1</td><td>1</td>`);
    const ago = (days: number) =>
      new Date(tried.gate.now.getTime() - days * DAY_MS).toISOString().slice(0, 10);
    const on = (days: number) => ({ day: ago(days), approved: days, denied: 0 });
    await tried.overview.saveDecidedDays({ through: ago(1), days: [on(31), on(30), on(2)] });
    const rows = [...(await page('/overview')).matchAll(/<th scope="row">(\d{4}-\S+)<\/th>/g)];
    expect(rows.map(([, shown]) => shown)).toStrictEqual([ago(2), ago(30)]);
  });
});

describe('the queue', () => {
  test('says at its top how many are open, by age', async () => {
    await ask('re_1');
    expect(await page('/queue')).not.toContain('under 4 hours');
    await count();
    expect(await page('/queue')).toMatch(
      /1 open\. under 4 hours: 1 · 4 to 24 hours: 0 · 1 to 3 days: 0 · 3 days or more: 0 .*as of \d+ \w{3} \d\d:\d\d UTC/,
    );
  });

  test('is shown without the numbers when these cannot be read, and that is reported', async () => {
    await ask('re_1');
    tried.overview.openCounts = async () => {
      throw new RangeError('damaged');
    };
    expect(await page('/queue')).toContain('re_1');
    expect(await page('/overview')).toContain('or they cannot be read');
    expect(tried.faults).toMatchObject([
      { route: '/queue', fault: 'RangeError' },
      { route: '/overview', fault: 'RangeError' },
    ]);
  });
});
