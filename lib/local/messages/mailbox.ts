import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import type { EmbeddedClock } from '../embedded-clock.ts';
import type { Meter } from '../meter.ts';

/** An e-mail as SNS would send it to one address. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly sentAt: Date;
  /** The `.eml` file that holds it. */
  readonly file: string;
}

const sender = 'no-reply@sns.local';
/** The subject that SNS uses for a message that was published without one. */
const defaultSubject = 'AWS Notification Message';

/**
 * A folder that receives one readable `.eml` file (RFC 822) per e-mail.
 *
 * File names begin with the time of sending and a running number, so that they sort in the order of sending. A file
 * appears only when it is complete.
 */
export class Mailbox {
  readonly #dir: string;
  readonly #clock: EmbeddedClock;
  readonly #meter: Meter;
  readonly #transport = nodemailer.createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
  });
  readonly #listeners: ((mail: Mail) => void)[] = [];
  #count = 0;

  constructor(options: { readonly dir: string; readonly clock: EmbeddedClock; readonly meter: Meter }) {
    this.#dir = options.dir;
    this.#clock = options.clock;
    this.#meter = options.meter;
  }

  /** Calls `listener` after each e-mail is on disk. */
  onMail(listener: (mail: Mail) => void): void {
    this.#listeners.push(listener);
  }

  /** Writes one e-mail to disk, then calls the listeners. */
  async deliver(draft: {
    readonly to: string;
    readonly subject?: string;
    readonly text: string;
  }): Promise<Mail> {
    const sentAt = this.#clock.now();
    const subject = draft.subject ?? defaultSubject;
    const { message } = await this.#transport.sendMail({
      from: sender,
      to: draft.to,
      subject,
      text: draft.text,
      date: sentAt,
      messageId: `<${randomUUID()}@sns.local>`,
    });
    this.#count += 1;
    const stem = `${sentAt.toISOString().replaceAll(':', '-')}-${String(this.#count).padStart(6, '0')}`;
    const file = join(this.#dir, `${stem}-${draft.to.replaceAll(/[^A-Za-z0-9.@_-]/g, '_')}.eml`);
    await mkdir(this.#dir, { recursive: true });
    await writeFile(`${file}.part`, message.toString());
    await rename(`${file}.part`, file);
    const mail: Mail = { to: draft.to, subject, text: draft.text, sentAt, file };
    this.#meter.countMail();
    for (const listener of this.#listeners) listener(mail);
    return mail;
  }
}
