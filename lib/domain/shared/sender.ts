/** Who sent an event. */
export interface Sender {
  /** `source` of the event, as its producer writes it. */
  readonly source: string;
  /** The AWS account that put the event on the bus, as EventBridge says. Absent where there is no bus, as in a file. */
  readonly account?: string | undefined;
}

/**
 * Returns the key of an event: its sender and its id. Another sender cannot have the same key, whatever it writes. None of the
 * parts has a space in it.
 */
export function eventKey({ source, account }: Sender, id: string): string {
  return account === undefined ? `${source} ${id}` : `${account} ${source} ${id}`;
}

/** Returns the sender of an event by its key. */
export function senderIn(key: string): Sender {
  const [source = '', account] = key.split(' ').slice(0, -1).toReversed();
  return account === undefined ? { source } : { source, account };
}

/** Returns true if two events have the same sender. */
export function isSameSender(a: Sender, b: Sender): boolean {
  return a.source === b.source && a.account === b.account;
}

/** Returns a sender as people read it. */
export function senderText({ source, account }: Sender): string {
  return account === undefined ? source : `${source} in account ${account}`;
}
