import { canonicalJson, sha256 } from '../digest.ts';
import type { AuditEntry, Refund } from './refund-row.ts';

/** What stands for a hash in a row without seals; it is the hash of nothing, so such a chain is never intact. */
export const NO_HASH = '';

/** Answers the first link of a row's chain; a chain that begins without seals has none later. */
export function firstEntry(row: Refund, isSealed: boolean): AuditEntry {
  const told = toldOf(row, row.receivedAt, 'policy');
  return isSealed ? sealed(row, told) : unsealed(told);
}

/** Answers the link that a change of status adds to the chain a row still ends in. */
export function nextEntry(row: Refund, { at, by }: Pick<AuditEntry, 'at' | 'by'>): AuditEntry {
  const told = toldOf(row, at, by);
  return row.audit.at(-1)?.hash === NO_HASH ? unsealed(told) : sealed(row, told);
}

type Told = Pick<AuditEntry, 'at' | 'by' | 'status' | 'codes'>;

function toldOf({ status, decision }: Refund, at: string, by: string): Told {
  return { at, by, status, codes: decision?.reasons.map(({ code }) => code) ?? [] };
}

function unsealed(told: Told): AuditEntry {
  return { ...told, digest: NO_HASH, hash: NO_HASH };
}

function sealed(row: Refund, told: Told): AuditEntry {
  const entry = { ...told, digest: digestOf(row) };
  return { ...entry, hash: linkHash(row, entry) };
}

/** Answers the hash of a link: it covers the link before it, or what never changes of a row. */
export function linkHash(row: Refund, entry: Omit<AuditEntry, 'hash'>): string {
  const before =
    row.audit.at(-1)?.hash ??
    `${row.refundId} ${row.bodyHash} ${row.policyHash} ${row.receivedAt} ${row.askedAt}`;
  return sha256(`${before}\n${canonicalJson(entry)}`);
}

/** Left out is what moves without a decision: the due time, the outbox, a review's token and deadline. */
export function digestOf({ decision, review, baseMinor, twoReviewers }: Omit<Refund, 'audit'>): string {
  const asked = review === null ? null : [review.tier, review.quorum, review.votes];
  return sha256(canonicalJson([decision, asked, baseMinor, twoReviewers])).slice(0, 32);
}
