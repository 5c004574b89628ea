/**
 * Which event types each trust domain may put on the bus from its own accounts. So a phished warehouse account can
 * neither request a refund nor change employee data.
 */
export const TRUST_DOMAINS = {
  returns: [
    'refundgate.refund.requested.v1',
    'refundgate.subject.flagged.v1',
    'refundgate.subject.cleared.v1',
  ],
  carriers: ['refundgate.scan.recorded.v1'],
  sites: ['refundgate.scan.recorded.v1'],
  hr: ['refundgate.employee.updated.v1', 'refundgate.subject.shared.v1'],
} as const satisfies Record<string, readonly string[]>;

/** A group of producers that one party controls. */
export type TrustDomain = keyof typeof TRUST_DOMAINS;

/** Returns true if a word names a trust domain. */
export function isTrustDomain(word: string): word is TrustDomain {
  return Object.hasOwn(TRUST_DOMAINS, word);
}
