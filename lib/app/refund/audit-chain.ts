import type { AuditEntry, Refund } from '../../domain/refund/refund.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { canonicalJson, sha256 } from '../digest.ts';

/** Returns the hash by which two requests under one id are told apart. */
export function bodyHashOf(request: RefundRequest): string {
  return sha256(canonicalJson(request));
}

/** What a link says of a change of status, other than what the row says: when, who, and the row before, if there was one. */
export interface Linking extends Pick<AuditEntry, 'at' | 'by'> {
  readonly before?: Refund | undefined;
}

/** Returns the link that a row's present status adds to the chain it ends in. */
export function nextLink(row: Refund, { at, by, before }: Linking): AuditEntry {
  const { status, decision } = row;
  const codes = decision?.reasons.map(({ code }) => code) ?? [];
  const digest = (before !== undefined && sameDigest(before, row)) || digestOf(row);
  const entry = { at, by, status, codes, digest };
  return { ...entry, hash: linkHash(row, entry) };
}

/** Returns the digest of the row before if nothing that it covers has changed since, as when a release goes out. */
function sameDigest(before: Refund, row: Refund): string | undefined {
  const isSame =
    before.decision === row.decision &&
    before.review === row.review &&
    before.baseMinor === row.baseMinor &&
    before.twoReviewers === row.twoReviewers;
  return isSame ? before.audit.at(-1)?.digest : undefined;
}

/** Returns true if a row's audit chain is unbroken, untouched and ends in its status. */
export function isAuditIntact(refund: Refund): boolean {
  let row: Refund = { ...refund, audit: [] };
  for (const link of refund.audit) {
    const { hash, ...entry } = link;
    if (hash !== linkHash(row, entry)) return false;
    row = { ...row, audit: [...row.audit, link] };
  }
  const last = refund.audit.at(-1);
  return (
    last?.status === refund.status &&
    last.digest === digestOf(refund) &&
    bodyHashOf(refund.request) === refund.bodyHash
  );
}

/** A link's hash covers the link before it, or for the first one what never changes of a row. */
function linkHash(row: Refund, entry: Omit<AuditEntry, 'hash'>): string {
  const before =
    row.audit.at(-1)?.hash ??
    `${row.refundId} ${row.bodyHash} ${row.policyHash} ${row.receivedAt} ${row.askedAt}`;
  return sha256(`${before}\n${canonicalJson(entry)}`);
}

/** Left out is what moves without a decision: the due time, the outbox, a review's token and deadline. */
function digestOf({ decision, review, baseMinor, twoReviewers }: Refund): string {
  const asked = review === null ? null : [review.tier, review.quorum, review.votes];
  return sha256(canonicalJson([decision, asked, baseMinor, twoReviewers])).slice(0, 32);
}
