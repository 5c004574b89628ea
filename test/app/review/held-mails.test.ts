import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamoMails } from '../../../lib/adapters/aws/dynamo-mails.ts';
import { dynamoTable } from '../../../lib/adapters/aws/dynamo-table.ts';
import {
  type DigestDeps,
  MAX_SINGLE_MAILS,
  sendDigests,
  sparingMailer,
  WINDOW_MS,
} from '../../../lib/app/review/held-mails.ts';
import type { Mail, MailStore, SendMail } from '../../../lib/app/review/mail.ts';
import { type DynaliteServer, startDynalite } from '../../adapters/dynalite-table.ts';
import { aPolicy } from '../../builders.ts';
import { HOUR, MINUTE } from '../events.ts';

const WINDOW = new Date(Math.floor(Date.parse('2026-11-22T10:00:00.000Z') / WINDOW_MS) * WINDOW_MS);

let server: DynaliteServer;
let store: MailStore;
let sent: Mail[];
let now: Date;

beforeAll(async () => {
  server = await startDynalite();
});
afterAll(() => server.stop());
beforeEach(async () => {
  store = dynamoMails(dynamoTable({ client: server.client, table: await server.createTable() }));
  sent = [];
  now = new Date(WINDOW.getTime() + MINUTE);
});

const sendMail: SendMail = async (mail) => {
  sent.push(mail);
};

function mailOf(number: number, decideIn = 24 * HOUR): Mail {
  const decideBy = new Date(now.getTime() + decideIn).toISOString();
  return { subject: `mail ${number}`, text: '', decideBy, baseMinor: 100_000 };
}

async function ask(count: number, parts: Partial<MailStore> = {}): Promise<void> {
  const send = sparingMailer({ store: { ...store, ...parts }, sendMail, now: () => now });
  await Promise.all(Array.from({ length: count }, (_, number) => send(mailOf(number))));
}

function digests(parts: Partial<DigestDeps> = {}): Promise<number> {
  const policy = { policy: aPolicy() };
  return sendDigests({
    store,
    sendMail,
    now: () => now,
    consoleUrl: 'https://console.example',
    policy,
    ...parts,
  });
}

function pass(ms: number): void {
  now = new Date(now.getTime() + ms);
}

describe('mails that come within a quarter of an hour', () => {
  it('go out one by one if they are five', async () => {
    await ask(MAX_SINGLE_MAILS);
    expect(sent).toHaveLength(MAX_SINGLE_MAILS);
    pass(WINDOW_MS);
    expect(await digests()).toBe(0);
  });

  it('go out as one digest after the fifth, with how many and what they are worth', async () => {
    await ask(17);
    expect(sent).toHaveLength(MAX_SINGLE_MAILS);
    expect(await digests()).toBe(0);
    pass(WINDOW_MS);
    expect(await digests()).toBe(1);
    const digest = sent.at(-1);
    expect(digest?.subject).toBe('Refund gate: decide 12 more refunds, EUR 12,000.00');
    expect(digest?.text).toContain('Look at: https://console.example/queue\n');
    expect(await digests()).toBe(0);
  });

  it('are all mailed or in a digest within a quarter of an hour, with a sweep each minute', async () => {
    const asked = now.getTime();
    await ask(6);
    while (sent.length < 6) {
      pass(MINUTE);
      await digests();
    }
    expect(now.getTime() - asked).toBeLessThanOrEqual(15 * MINUTE);
    expect(sent.at(-1)?.subject).toBe('Refund gate: decide 1 more refund, EUR 1,000.00');
  });

  it('go out at once if people have to decide within the hour, however many there are', async () => {
    await ask(8);
    const send = sparingMailer({ store, sendMail, now: () => now });
    await send(mailOf(98, HOUR - 1));
    await send(mailOf(99, HOUR));
    expect(sent.map(({ subject }) => subject).slice(MAX_SINGLE_MAILS)).toStrictEqual(['mail 98']);
  });

  it('go out one by one again in the next window', async () => {
    await ask(8);
    pass(WINDOW_MS);
    await ask(2);
    expect(sent).toHaveLength(MAX_SINGLE_MAILS + 2);
  });

  it('go out one by one if they cannot be counted or held back', async () => {
    const fails = async (): Promise<never> => {
      throw new Error('throttled');
    };
    await ask(8, { countMail: fails });
    await ask(8, { holdMail: fails });
    expect(sent).toHaveLength(16);
  });
});

describe('a digest', () => {
  it('is sent again if the mail could not be sent', async () => {
    await ask(8);
    pass(WINDOW_MS);
    const lost = async (): Promise<never> => {
      throw new Error('no mail');
    };
    await expect(digests({ sendMail: lost })).rejects.toThrow('no mail');
    pass(MINUTE);
    expect(await digests()).toBe(1);
  });

  it('is sent again if a mail was held back after it was read', async () => {
    await ask(7);
    pass(WINDOW_MS);
    const [held] = await store.digestsDue(now, 10);
    await store.holdMail(WINDOW.toISOString(), 100_000, now.toISOString());
    if (held !== undefined) await store.dropDigest(held);
    expect(await store.digestsDue(now, 10)).toStrictEqual([{ ...held, count: 3, valueMinor: 300_000 }]);
  });
});
