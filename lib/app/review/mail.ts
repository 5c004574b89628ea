/** An e-mail to the people who decide. Its subject is ASCII, short and without ids. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  /** By when people have to decide what it is about, if they have to. */
  readonly decideBy?: string | undefined;
  /** The value of the refund that it is about, in minor units of the base currency, if it is known. */
  readonly baseMinor?: number | undefined;
}

/** Sends a mail to the reviewers. */
export type SendMail = (mail: Mail) => Promise<void>;

/** The mails of one window that were held back for a digest. */
export interface HeldMails {
  /** When the window began. It names the window. */
  readonly window: string;
  readonly count: number;
  /** The sum of their refunds, in minor units of the base currency. */
  readonly valueMinor: number;
}

/** How many mails were asked for, and which were held back. Nothing is decided on it. */
export interface MailStore {
  /** Counts one more mail that was asked for in a window, and returns how many that makes. */
  countMail(window: string): Promise<number>;
  /** Holds one more mail back for the digest of its window, which is due at an instant. */
  holdMail(window: string, valueMinor: number, dueAt: string): Promise<void>;
  /** The digests that are due, oldest first. */
  digestsDue(now: Date, limit: number): Promise<readonly HeldMails[]>;
  /** Takes a digest off the list, unless more was held back since it was read. */
  dropDigest(digest: HeldMails): Promise<void>;
}
