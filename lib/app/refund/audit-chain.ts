import type { AuditEntry, Refund } from '../../domain/refund/refund.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { canonicalJson, sha256 } from '../digest.ts';

/** Who changed a row whose request was repeated with more fields. */
export const BY_REQUEST = 'request';

/** Returns the hash of a request. It shows whether two requests under one id are the same. */
export function bodyHashOf({ spelled: _, ...request }: RefundRequest): string {
  return sha256(canonicalJson(request));
}

/** What a new link needs in addition to the row: the time, who made the change, and the row before it if any. */
export interface Linking extends Pick<AuditEntry, 'at' | 'by'> {
  readonly before?: Refund | undefined;
}

/** Returns the link that a row's present status adds to the row's audit chain. */
export function nextLink(row: Refund, { at, by, before }: Linking): AuditEntry {
  const { status, decision } = row;
  const codes = decision?.reasons.map(({ code }) => code) ?? [];
  const digest = (before !== undefined && sameDigest(before, row)) || digestOf(row);
  const entry = { at, by, status, codes, digest };
  return { ...entry, hash: linkHash(row, entry) };
}

/** Returns the digest of the row before if nothing that it covers has changed, as when a release goes out. */
function sameDigest(before: Refund, row: Refund): string | undefined {
  const isSame =
    before.decision === row.decision &&
    before.review === row.review &&
    before.baseMinor === row.baseMinor &&
    before.twoReviewers === row.twoReviewers &&
    before.bodyHash === row.bodyHash;
  return isSame ? before.audit.at(-1)?.digest : undefined;
}

/** Returns true if a row's audit chain is unbroken and unchanged, and ends in the row's status. */
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

/**
 * Returns the hash of a link. It covers the link before it. The hash of the first link covers the fields of the row
 * that never change.
 */
function linkHash(row: Refund, entry: Omit<AuditEntry, 'hash'>): string {
  return sha256(`${row.audit.at(-1)?.hash ?? constantsOf(row)}\n${canonicalJson(entry)}`);
}

function constantsOf({ refundId, policyHash, receivedAt, askedAt, sender }: Refund): string {
  const constants = `${refundId} ${policyHash} ${receivedAt} ${askedAt}`;
  return sender === undefined ? constants : `${constants} ${canonicalJson(sender)}`;
}

/**
 * Returns the digest of a row. It leaves out what changes without a decision: the due time, the outbox, and a
 * review's token and deadline.
 */
function digestOf({ bodyHash, decision, review, baseMinor, twoReviewers }: Refund): string {
  const asked = review === null ? null : [review.tier, review.quorum, review.votes];
  return sha256(canonicalJson([bodyHash, decision, asked, baseMinor, twoReviewers])).slice(0, 32);
}
