/** Which properties of an enacted type have an effect here, and which are known but have none. */
export interface EnactedType {
  readonly enacted: readonly string[];
  /** For each property the reason why it can be ignored. */
  readonly inert: Readonly<Record<string, string>>;
}

/** Reasons that many properties and types share. */
export const reasons = {
  noIam: 'no permissions are checked on loopback',
  noEncryption: 'encryption at rest changes no behaviour',
  bookkeeping: 'bookkeeping',
  operations: 'tracing, metrics and logs of the service itself are not kept',
  noFaults: 'deliveries happen in process, there is nothing to retry against',
} as const;
