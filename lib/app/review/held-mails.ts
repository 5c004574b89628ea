import { QUEUE_PATH } from '../../contracts/console-addresses.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { HOUR_MS, MINUTE_MS } from '../../domain/shared/calendar.ts';
import { formatMoney } from '../../domain/shared/money.ts';
import { countOf, instantWords } from '../../domain/shared/time-words.ts';
import type { HeldMails, Mail, MailStore, SendMail } from './mail.ts';

/** How many mails go out one by one within a window; those after them go out as one digest. */
export const MAX_SINGLE_MAILS = 5;

/**
 * How long a window is, in milliseconds. With the sweep of each minute, a digest goes out within a quarter of an hour after
 * the first mail that it stands for.
 */
export const WINDOW_MS = 14 * MINUTE_MS;

/** A mail about a refund that is due sooner than this goes out at once, however many there are. */
const URGENT_MS = HOUR_MS;

/** The most digests that one sweep sends. */
const MAX_DIGESTS = 10;

/** What holding mails back needs. */
export interface HeldMailDeps {
  readonly store: Pick<MailStore, 'countMail' | 'holdMail'>;
  readonly sendMail: SendMail;
  readonly now: () => Date;
}

/**
 * Returns a mailer that holds mails back when many come at once: a digest then stands for them. A mail counts again when its step
 * is repeated, so a digest may name a refund twice, but never none.
 */
export function sparingMailer(deps: HeldMailDeps): SendMail {
  return async (mail) => {
    if (!(await isHeldBack(deps, mail))) await deps.sendMail(mail);
  };
}

async function isHeldBack({ store, now }: HeldMailDeps, mail: Mail): Promise<boolean> {
  const at = now().getTime();
  const start = Math.floor(at / WINDOW_MS) * WINDOW_MS;
  const window = new Date(start).toISOString();
  const isUrgent = mail.decideBy !== undefined && Date.parse(mail.decideBy) - at < URGENT_MS;
  try {
    const asked = await store.countMail(window);
    if (isUrgent || asked <= MAX_SINGLE_MAILS) return false;
    await store.holdMail(window, mail.baseMinor ?? 0, new Date(start + WINDOW_MS).toISOString());
    return true;
  } catch {
    // A mail too many is better than none.
    return false;
  }
}

/** What sending digests needs. */
export interface DigestDeps {
  readonly store: Pick<MailStore, 'digestsDue' | 'dropDigest'>;
  readonly sendMail: SendMail;
  readonly now: () => Date;
  readonly consoleUrl: string;
  /** The present policy: its base currency is that of the values. */
  readonly policy: { readonly policy: Pick<Policy, 'base'> };
}

/**
 * Sends the digests that are due, and returns how many. Each is taken off the list after it was sent: one that may be lost is
 * sent again by the next sweep.
 */
export async function sendDigests(deps: DigestDeps): Promise<number> {
  const due = await deps.store.digestsDue(deps.now(), MAX_DIGESTS);
  for (const held of due) {
    await deps.sendMail(digestMail(held, deps));
    await deps.store.dropDigest(held);
  }
  return due.length;
}

function digestMail(
  held: HeldMails,
  { consoleUrl, policy }: Pick<DigestDeps, 'consoleUrl' | 'policy'>,
): Mail {
  const value = formatMoney({ currency: policy.policy.base, minor: held.valueMinor });
  const more = `${countOf(held.count, 'more refund')}`;
  return {
    subject: `Refund gate: decide ${more}, ${value}`,
    text: [
      `${more} came under review after ${instantWords(new Date(held.window))}, and ${held.count === 1 ? 'waits' : 'wait'} for your decision.`,
      `So many came at once that this is the only mail about them. Together they are worth about ${value}.`,
      'None of them is paid until people decide.',
      '',
      `Look at: ${consoleUrl === '' ? 'refund-gate queue' : `${consoleUrl}${QUEUE_PATH}`}`,
      '',
      'This message decides nothing and gives no authority. It names no customer and no employee.',
    ].join('\n'),
  };
}
