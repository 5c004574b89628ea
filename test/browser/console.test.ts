import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ipads, mark } from '../../lib/demo/story-cases.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { aRefund } from '../builders.ts';
import { Desk, decide, fillSignIn, WIDTHS } from './desk.ts';
import { CHROMIUM, WHY_SKIPPED } from './find-chromium.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A refund over the limit, which people are asked about at once. */
function large(refundId: string, minor: number): RefundRequest {
  const money = { currency: 'EUR', minor };
  const number = refundId.replace(/\D/g, '');
  return aRefund({
    refundId,
    orderId: `o_${number}`,
    rmaId: `rma_${number}`,
    customerId: `c_${number}`,
    amount: money,
    captured: money,
    links: { address: `a_${number}`, device: `d_${number}`, instrument: `i_${number}` },
  });
}

describe.skipIf(CHROMIUM === undefined)(`in a browser${WHY_SKIPPED}`, () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.open();
    await desk.employ({
      rev_1: {},
      rev_2: {},
      rev_3: {},
      sup_1: { role: 'supervisor', siteId: 'site_8' },
      boss_7: { role: 'supervisor' },
      emp_7: { role: 'clerk', managerId: 'boss_7' },
      emp_8: { role: 'clerk' },
    });
    await desk.pass(MINUTE);
    await desk.deliver(desk.scan(mark('rma_ipads', 'emp_8')), desk.refund(ipads()));
    await desk.deliver(
      ...[
        ['re_1', 600_000],
        ['re_2', 2_000_000],
        ['re_3', 700_000],
        ['re_4', 650_000],
      ].map(([id, minor]) => desk.refund(large(String(id), Number(minor)))),
    );
    await desk.pass(4 * DAY);
  });
  afterAll(() => desk?.close());

  test('the five iPads go from the mail to the denial', async () => {
    const mail = desk.mails.find(({ text }) => text.includes('re_ipads'));
    expect(mail?.subject).toMatch(/^Refund gate: decide USD 2,495\.00 by \d+ Nov \d\d:\d\d UTC$/);
    const [link = ''] = /http:\S+/.exec(mail?.text ?? '') ?? [];
    const page = await desk.browse();
    await page.goto(link);
    await fillSignIn(page, 'rev_1');
    expect(page.url()).toBe(link);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('USD 2,495.00');
    expect(await page.textContent('main')).toContain(
      'Nobody but the person who marked it has seen the goods.',
    );
    await decide(page, 'Deny', 'Nothing arrived');
    expect(await page.getByRole('status').textContent()).toContain('Your answer is kept');
    await desk.gate.aws.settle();
    const denied = desk.published.find(
      (event) => event.includes('refund.denied') && event.includes('re_ipads'),
    );
    expect(denied).toContain('"by":"reviewer:rev_1"');
    await page.getByRole('link', { name: 'Next refund' }).click();
    expect(page.url()).toContain('/refund?id=re_2');
  });

  test('two reviewers decide above the second limit, and a stale page is told what is new', async () => {
    const [first, second] = [await desk.signIn('rev_1'), await desk.signIn('rev_2')];
    for (const page of [first, second]) await page.goto('/refund?id=re_2');
    await decide(first, 'Approve', 'The claim is genuine');
    expect(await first.getByRole('status').textContent()).toContain('It is not decided yet');
    await decide(second, 'Approve', 'The claim is genuine');
    expect(await second.getByRole('alert').textContent()).toMatch(/Something changed.*rev_1/s);
    expect(await second.getByRole('radio', { name: 'Approve' }).isChecked()).toBe(false);
    await decide(second, 'Approve', 'The claim is genuine');
    expect(await second.getByRole('status').textContent()).toContain('Approved');
  });

  test('the manager of the marker sees only that they may not decide', async () => {
    const page = await desk.signIn('boss_7', ['supervisor']);
    await page.goto('/refund?id=re_1');
    const text = await page.textContent('main');
    expect(text).toContain('You may not decide refund re_1: a person whose work it rests on reports to you');
    expect(text).not.toContain('6,000.00');
  });

  test('a double click decides once', async () => {
    const page = await desk.signIn('rev_1');
    await page.goto('/refund?id=re_1');
    await page.getByRole('radio', { name: 'Deny' }).check();
    await page.getByRole('radio', { name: 'Nothing arrived' }).check();
    await page.getByRole('button', { name: 'Send the decision' }).dblclick();
    await page.waitForURL(/answered=1/);
    await desk.gate.aws.settle();
    expect(
      desk.published.filter((event) => event.includes('review.decided') && event.includes('"re_1"')),
    ).toHaveLength(1);
  });

  test('a stop is set by one person and lifted by two', async () => {
    const [first, second] = [await desk.signIn('rev_1'), await desk.signIn('rev_2')];
    await first.goto('/stops');
    await first.getByLabel('What it covers').fill('site:lille');
    await first.getByLabel('Why').fill('A phished account');
    await first.getByRole('button', { name: 'Set the stop' }).click();
    expect(await first.getByRole('status').textContent()).toContain('Stopped');
    await first.getByRole('button', { name: 'Ask for the lift' }).click();
    expect(await first.getByRole('status').textContent()).toContain('1 of 2');
    await second.goto('/stops');
    await second.getByRole('button', { name: 'Confirm the lift' }).click();
    expect(await second.getByRole('status').textContent()).toContain('Lifted');
  });

  test('a supervisor decides once the reviewers were asked in vain', async () => {
    const page = await desk.signIn('sup_1', ['supervisor']);
    await page.goto('/refund?id=re_3');
    await decide(page, 'Deny', 'Other goods arrived');
    expect(await page.getByRole('status').textContent()).toContain('Denied');
  });

  test('signing out and a session that is over lead back to the sign-in', async () => {
    const page = await desk.signIn('rev_1');
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await page.textContent('main')).toContain('All your sessions on this console have ended');
    await page.goto('/queue');
    await fillSignIn(page, 'rev_1');
    await page.goto('/refund?id=re_4');
    await desk.pass(31 * MINUTE);
    await decide(page, 'Deny', 'Nothing arrived');
    expect(await page.textContent('main')).toContain('Nothing was changed. A session ends after 30 minutes');
  });

  test('a refund is found, taken and decided by keyboard alone', async () => {
    const page = await desk.browse();
    await page.goto('/queue');
    await page.getByLabel('Login').focus();
    await page.keyboard.type('rev_3@example.com');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/queue/);
    await tabTo(page, 'Refund, order or return');
    await page.keyboard.type('o_4');
    await page.keyboard.press('Enter');
    await page.waitForURL(/re_4/);
    await tabTo(page, 'Take');
    await page.keyboard.press('Enter');
    await page.getByText('You have taken it').waitFor();
    await tabTo(page, 'Approve');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, 'The claim is genuine');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, 'Send the decision');
    await page.keyboard.press('Enter');
    await page.waitForURL(/answered=1/);
    expect(await page.getByRole('status').textContent()).toContain('denies, Nothing arrived');
  });

  describe.each(Object.entries(WIDTHS))('on a %s', (name, width) => {
    test.each(['light', 'dark'] as const)('every page fits and axe finds nothing in %s', async (scheme) => {
      const page = await desk.browse(width, scheme);
      await page.goto('/queue');
      await looksRight(page);
      await fillSignIn(page, 'rev_2');
      for (const path of [
        '/queue',
        '/refund?id=re_2',
        '/refund?id=re_ipads',
        '/stops',
        '/overview',
        '/find?id=nothing',
        '/nothing',
      ]) {
        await page.goto(path);
        await looksRight(page);
        await keepPicture(page, path, `${name}-${scheme}`);
      }
    });
  });

  test('no page runs a script', async () => {
    const page = await desk.signIn('rev_2');
    expect(await page.locator('script').count()).toBe(0);
    const refused = await page.evaluate(`(() => {
      const one = document.createElement('script');
      one.textContent = 'document.title = "changed"';
      document.head.append(one);
      return document.title;
    })()`);
    expect(refused).not.toBe('changed');
  });
});

/** What the thing with the focus is called, for the page to work out. */
const FOCUSED = `(() => {
  const one = document.activeElement;
  if (one === document.body) return '';
  return [one.getAttribute('aria-label'), one.textContent, ...[...(one.labels ?? [])].map((label) => label.textContent)].join(' ');
})()`;

/** Presses Tab until something of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    const focused = String(await page.evaluate(FOCUSED));
    if (focused.includes(name)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Nothing called "${name}" can be reached with the Tab key.`);
}

async function looksRight(page: Page): Promise<void> {
  const wider = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  expect(wider).toBeLessThanOrEqual(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toStrictEqual([]);
}

/** Keeps a picture of a page where the variable PICTURES says, for the documents and to look at. */
async function keepPicture(page: Page, path: string, how: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder === undefined) return;
  const name = path.replaceAll(/[^a-z0-9]+/g, '-').replace(/^-/, '');
  await page.screenshot({ path: `${folder}/${name}-${how}.png`, fullPage: true });
}
