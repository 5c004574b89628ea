import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { bodyHashOf } from '../../app/refund/audit-chain.ts';
import type { AuditEntry, Refund } from '../../app/refund/refund-row.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { dayOf } from '../../domain/shared/calendar.ts';
import { isRefundStatus } from '../store-rules.ts';
import { oneOf } from './item-checks.ts';
import { refundIdOf, refundKey } from './item-keys.ts';
import { type Item, itemReader, jsonValue, textValue, wholeValue } from './item-reader.ts';
import { type FieldOrder, pack, unpack } from './packed.ts';
import { packDecision, unpackDecision } from './packed-decision.ts';
import { type EntryPlace, isHistoryEntry, packEntry, unpackEntry } from './packed-entry.ts';
import { packRequest, unpackRequest } from './packed-request.ts';
import { isAuditEntry, isDecision, isRequestBody, isReview } from './refund-shapes.ts';

/** The partition of the due index that lists refunds. */
export const REFUND_QUEUE = 'refund';

/** The partition of the review index that lists open cases. */
export const REVIEW_QUEUE = 'open';

/**
 * Answers a refund as one item. What is null or false is not written; both index keys are there only while the
 * refund is due or in review, so that the indexes hold no more than that. Every begun KB is a write unit, so
 * what can be told from the rest is left out: the request's id, which is the key's, and the request's own hash.
 */
export function refundToItem(refund: Refund): Item {
  const { pk, sk } = refundKey(refund.refundId);
  const { refundId: _, ...request } = refund.request;
  const item: Record<string, AttributeValue> = {
    pk: textValue(pk),
    sk: textValue(sk),
    version: wholeValue(refund.version),
    status: textValue(refund.status),
    request: jsonValue(packRequest(request)),
    policyHash: textValue(shortHash(refund.policyHash)),
    receivedAt: textValue(refund.receivedAt),
    audit: { L: refund.audit.map(entryToValue) },
  };
  if (refund.askedAt !== refund.receivedAt) item['askedAt'] = textValue(refund.askedAt);
  if (refund.history !== null)
    item['history'] = jsonValue(packEntry(refund.history, historyPlace(refund.request, refund.askedAt)));
  if (refund.decision !== null) item['decision'] = jsonValue(packDecision(refund.decision));
  if (refund.review !== null) item['review'] = jsonValue(refund.review);
  if (refund.twoReviewers) item['twoReviewers'] = { BOOL: true };
  if (refund.outbox !== null) item['outbox'] = textValue(refund.outbox);
  if (refund.baseMinor !== null) item['baseMinor'] = wholeValue(refund.baseMinor);
  if (refund.dueAt !== null) {
    item['dueQueue'] = textValue(REFUND_QUEUE);
    item['dueAt'] = textValue(refund.dueAt);
  }
  if (refund.status === 'escalated') {
    item['reviewQueue'] = textValue(REVIEW_QUEUE);
    item['reviewRank'] = wholeValue(reviewRank(refund));
  }
  return item;
}

/** By expected loss, highest first. What nobody could value may be worth anything: it ranks before all. */
function reviewRank({ baseMinor, decision }: Refund): number {
  if (baseMinor === null) return Number.MAX_SAFE_INTEGER;
  // Without a probability, all of the amount is at stake.
  return decision?.scores?.expectedLossMinor ?? baseMinor;
}

/** A refund's share in histories is told by its request, but for what was judged. */
function historyPlace(request: RefundRequest, askedAt: string): EntryPlace {
  return {
    refundId: request.refundId,
    day: dayOf(new Date(askedAt)),
    customerId: request.customerId,
  };
}

/**
 * Answers the refund an item holds.
 * @throws CorruptItemError when it holds none.
 */
export function refundFromItem(item: Item): Refund {
  const read = itemReader(item);
  const status = read.text('status');
  const outbox = read.optionalText('outbox') ?? null;
  if (!isRefundStatus(status)) return read.fail('"status" is no status of a refund');
  if (outbox !== null && !isOutbox(outbox)) return read.fail('"outbox" is neither release nor announcement');
  const refundId = refundIdOf(read.key);
  const request = { refundId, ...read.json('request', isRequestBody, unpackRequest) };
  const receivedAt = read.text('receivedAt');
  const askedAt = read.optionalText('askedAt') ?? receivedAt;
  const unpackHistory = (list: unknown) => unpackEntry(list, historyPlace(request, askedAt));
  return {
    refundId,
    version: read.whole('version'),
    status,
    request,
    bodyHash: bodyHashOf(request),
    policyHash: longHash(read.text('policyHash')),
    receivedAt,
    askedAt,
    history: read.optionalJson('history', isHistoryEntry, unpackHistory) ?? null,
    decision: read.optionalJson('decision', isDecision, unpackDecision) ?? null,
    review: read.optionalJson('review', isReview) ?? null,
    outbox,
    dueAt: read.optionalText('dueAt') ?? null,
    baseMinor: read.optionalWhole('baseMinor') ?? null,
    twoReviewers: read.truth('twoReviewers'),
    audit: read.jsonList('audit', isAuditEntry, (one) => unpack(ENTRY_ORDER, one)).map(entryFromPacked),
  };
}

const isOutbox = oneOf<NonNullable<Refund['outbox']>>({ release: true, announcement: true });

const ENTRY_ORDER: FieldOrder<AuditEntry> = {
  at: true,
  by: true,
  status: true,
  codes: true,
  digest: true,
  hash: true,
};

/** The hashes of a link of the chain are kept in base64url: in hex, they would be half of it. */
function entryToValue(entry: AuditEntry): AttributeValue {
  const hashes = { digest: toBase64(entry.digest), hash: toBase64(entry.hash) };
  return jsonValue(pack(ENTRY_ORDER, { ...entry, ...hashes }));
}

function entryFromPacked(entry: AuditEntry): AuditEntry {
  return { ...entry, digest: toHex(entry.digest), hash: toHex(entry.hash) };
}

const SHA_256 = /^sha256:([0-9a-f]{64})$/;
const SHORT_SHA_256 = /^sha256-[A-Za-z0-9_-]{43}$/;

/** A policy's hash is kept in base64url too; what is no such hash is kept as it is. */
function shortHash(hash: string): string {
  const [, hex] = SHA_256.exec(hash) ?? [];
  return hex === undefined ? hash : `sha256-${toBase64(hex)}`;
}

function longHash(hash: string): string {
  return SHORT_SHA_256.test(hash) ? `sha256:${toHex(hash.slice('sha256-'.length))}` : hash;
}

function toBase64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64url');
}

function toHex(base64: string): string {
  return Buffer.from(base64, 'base64url').toString('hex');
}
