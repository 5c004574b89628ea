/** How long a refund stays with the person who took it, in milliseconds. */
export const LEASE_MS = 30 * 60_000;

/** The most refunds that are taken at a time, by everybody together. They are one item; 500 take about 50 KB. */
export const MAX_LEASES = 500;

/** The most refunds that one person has taken at a time. */
export const MAX_OWN_LEASES = 10;

/** A refund under review that somebody took: a note for the others, without authority. */
export interface Lease {
  readonly refundId: string;
  readonly by: string;
  readonly until: string;
}

/** All leases, as stored at one version. Some may have ended. */
export interface Leases {
  readonly version: number;
  readonly entries: readonly Lease[];
}

/** No leases. */
export const NO_LEASES: Leases = { version: 0, entries: [] };

/** The result of taking a refund or giving it back. */
export type LeaseChange =
  | { readonly result: 'taken' | 'given_back'; readonly leases: Leases }
  | { readonly result: 'taken_by_another'; readonly lease: Lease }
  | { readonly result: 'too_many' | 'not_taken' };

/** Returns who has a refund now; undefined if nobody has. */
export function leaseOf(leases: Leases, refundId: string, now: Date): Lease | undefined {
  return inForce(leases, now).find((lease) => lease.refundId === refundId);
}

/** Returns the leases after a person took a refund. Taking it again starts the time anew. */
export function takeLease(leases: Leases, lease: Lease, now: Date): LeaseChange {
  const known = leaseOf(leases, lease.refundId, now);
  if (known !== undefined && known.by !== lease.by) return { result: 'taken_by_another', lease: known };
  const others = inForce(leases, now).filter((one) => one !== known);
  const own = others.filter(({ by }) => by === lease.by);
  if (others.length >= MAX_LEASES || own.length >= MAX_OWN_LEASES) return { result: 'too_many' };
  return { result: 'taken', leases: { version: leases.version + 1, entries: [...others, lease] } };
}

/** Returns the leases after a person gave a refund back. Nobody gives back what another person has. */
export function giveBack(
  leases: Leases,
  { refundId, by }: Pick<Lease, 'refundId' | 'by'>,
  now: Date,
): LeaseChange {
  const known = leaseOf(leases, refundId, now);
  if (known === undefined) return { result: 'not_taken' };
  if (known.by !== by) return { result: 'taken_by_another', lease: known };
  const entries = inForce(leases, now).filter((one) => one !== known);
  return { result: 'given_back', leases: { version: leases.version + 1, entries } };
}

function inForce({ entries }: Leases, now: Date): readonly Lease[] {
  return entries.filter(({ until }) => now.getTime() < Date.parse(until));
}
