import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { type LocalGate, startLocalGate } from '../../lib/cli/local-gate.ts';
import { eventPutter } from '../../lib/cli/put-events.ts';
import { EventBuilder, type ProducedEvent } from '../../lib/demo/event-builders.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import type { Mail } from '../../lib/local/messages/mailbox.ts';
import { CHROMIUM } from './find-chromium.ts';

/** When the browser tests begin: far from midnight, and not today. */
export const START = new Date('2026-11-22T10:00:00.000Z');

/** The two widths at which every page must work. */
export const WIDTHS = { phone: 390, desk: 1280 } as const;

const build = new EventBuilder('browser');

/** A whole gate with its console on a virtual clock, and browsers to look at it. */
export class Desk {
  readonly gate: LocalGate;
  readonly mails: Mail[] = [];
  readonly published: string[] = [];
  readonly #browser: Browser;
  readonly #folder: string;
  readonly #contexts: BrowserContext[] = [];

  private constructor(gate: LocalGate, browser: Browser, folder: string) {
    this.gate = gate;
    this.#browser = browser;
    this.#folder = folder;
    gate.aws.onMail((mail) => this.mails.push(mail));
    gate.aws.onBusEvent(({ detail }) => this.published.push(JSON.stringify(detail)));
  }

  static async open(): Promise<Desk> {
    if (CHROMIUM === undefined) throw new Error('There is no Chromium.');
    const folder = await mkdtemp(join(tmpdir(), 'refund-gate-browser-'));
    const gate = await startLocalGate({ folder, keep: false, startAt: START });
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    return new Desk(gate, browser, folder);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.gate.aws.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  get now(): Date {
    return this.gate.aws.clock.now();
  }

  async pass(ms: number): Promise<void> {
    await this.gate.aws.clock.advance(ms);
    await this.gate.aws.settle();
  }

  async deliver(...events: readonly ProducedEvent[]): Promise<void> {
    await eventPutter(this.gate.aws)(events);
    await this.gate.aws.settle();
  }

  /** Has people in the directory who sign in with their id. */
  async employ(people: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Promise<void> {
    const events = Object.entries(people).map(([employeeId, data]) =>
      build.event('employee.updated', this.now, {
        employeeId,
        role: 'reviewer',
        siteId: 'site_9',
        country: 'US',
        status: 'active',
        by: 'hr_1',
        logins: [`${employeeId}@example.com`],
        ...data,
      }),
    );
    await this.deliver(...events);
  }

  refund(request: RefundRequest): ProducedEvent {
    return build.refund(this.now, request);
  }

  scan(scan: Parameters<EventBuilder['scan']>[1]): ProducedEvent {
    return build.scan(this.now, scan);
  }

  /** Opens a browser of its own for a person, at a width of the window. */
  async browse(width: number = WIDTHS.desk, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      baseURL: this.gate.console,
    });
    this.#contexts.push(context);
    return context.newPage();
  }

  /** Opens a browser for a person and signs them in. */
  async signIn(employeeId: string, roles: readonly string[] = ['reviewer'], width?: number): Promise<Page> {
    const page = await this.browse(width);
    await page.goto('/queue');
    await fillSignIn(page, employeeId, roles);
    return page;
  }
}

/** Fills in the form of the local sign-in. */
export async function fillSignIn(
  page: Page,
  employeeId: string,
  roles: readonly string[] = ['reviewer'],
): Promise<void> {
  await page.getByLabel('Login').fill(`${employeeId}@example.com`);
  for (const role of ['reviewer', 'supervisor', 'auditor']) {
    await page.getByLabel(role).setChecked(roles.includes(role));
  }
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Fills in the form of a review and sends it. */
export async function decide(page: Page, decision: 'Approve' | 'Deny', finding: string): Promise<void> {
  await page.getByRole('radio', { name: decision }).check();
  await page.getByRole('radio', { name: finding }).check();
  await page.getByRole('button', { name: 'Send the decision' }).click();
}
