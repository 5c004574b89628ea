import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { bodyHashOf } from '../../app/refund/audit-chain.ts';
import { type RefundBody, ROW_VERSION, refundBodySchema } from '../../contracts/stored-refund.ts';
import { lastReviewEnd, type ReviewOutcome } from '../../domain/overview/decided-days.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import { REFUND_STATUSES } from '../../domain/refund/status.ts';
import { refundIdOf, refundKey } from './item-keys.ts';
import { type Item, type ItemReader, itemReader, textValue, wholeValue } from './item-reader.ts';

/** The partition of the due index that lists refunds. */
export const REFUND_QUEUE = 'refund';

/** The partition of the review index that lists refunds under review. */
export const REVIEW_QUEUE = 'open';

/** Returns the partition of the review index that lists the refunds that people decided on a UTC day in one way. */
export function decidedQueue(day: string, outcome: ReviewOutcome): string {
  return `${outcome}#${day}`;
}

/**
 * Returns a refund as one item. Keys, status, version and index keys are attributes; the rest is deflated JSON, because
 * every started KB costs a write unit. An item has index keys only while the refund is due or under review, or if people
 * decided it, so the indexes list nothing more. A refund that the machine decides alone is never in the index of reviews.
 */
export function refundToItem(refund: Refund): Item {
  const { refundId, version, status, dueAt, bodyHash: _, ...body } = refund;
  const { pk, sk } = refundKey(refundId);
  const item: Record<string, AttributeValue> = {
    pk: textValue(pk),
    sk: textValue(sk),
    version: wholeValue(version),
    status: textValue(status),
    body: { B: deflated({ v: ROW_VERSION, ...body }) },
  };
  if (dueAt !== null) {
    item['dueQueue'] = textValue(REFUND_QUEUE);
    item['dueAt'] = textValue(dueAt);
  }
  if (status === 'escalated') {
    item['reviewQueue'] = textValue(REVIEW_QUEUE);
    item['reviewRank'] = wholeValue(reviewRank(refund));
    item['reviewAskedAt'] = textValue(refund.askedAt);
    if (refund.baseMinor !== null) item['reviewBaseMinor'] = wholeValue(refund.baseMinor);
    return item;
  }
  const end = lastReviewEnd(refund);
  if (end !== undefined) {
    item['reviewQueue'] = textValue(decidedQueue(end.day, end.outcome));
    // Nobody orders them. A number that never changes costs no further write to the index.
    item['reviewRank'] = wholeValue(0);
  }
  return item;
}

interface Stored extends RefundBody {
  readonly v: number;
}

/** Ranks by expected loss, highest first. A refund without a value could be worth anything, so it ranks first. */
function reviewRank({ baseMinor, decision }: Refund): number {
  if (baseMinor === null) return Number.MAX_SAFE_INTEGER;
  // Without a probability, the whole amount is at risk.
  return decision?.scores?.expectedLossMinor ?? baseMinor;
}

/**
 * Returns the refund that an item holds.
 * @throws CorruptItemError when it holds no refund, or one that another version of the gate wrote.
 */
export function refundFromItem(item: Item): Refund {
  const read = itemReader(item);
  const refundId = refundIdOf(read.key);
  const version = read.whole('version');
  const text = read.text('status');
  const status = REFUND_STATUSES.find((one) => one === text) ?? read.fail(`"status" is "${text}"`);
  const body = bodyOf(read);
  if (body.request.refundId !== refundId) read.fail('"body" is of another refund');
  const dueAt = read.optionalText('dueAt') ?? null;
  return { refundId, version, status, dueAt, ...body, bodyHash: bodyHashOf(body.request) };
}

function bodyOf(read: ItemReader): RefundBody {
  const bytes = read.optionalBytes('body');
  if (bytes === undefined) {
    return read.fail(
      '"body" is missing: an older version of the gate wrote it, which this one does not read',
    );
  }
  const stored = inflated(bytes);
  const v: unknown = typeof stored === 'object' && stored !== null ? Reflect.get(stored, 'v') : undefined;
  if (v !== ROW_VERSION) {
    return read.fail(
      `"body" has version ${JSON.stringify(v)}; this version of the gate reads ${ROW_VERSION}`,
    );
  }
  return read.checked('body', refundBodySchema, stored);
}

function deflated(stored: Stored): Uint8Array {
  // A Uint8Array, as the SDK returns it: items are compared to recognise a write whose response was lost.
  return new Uint8Array(deflateRawSync(JSON.stringify(stored)));
}

/** Returns the JSON value of deflated bytes, or undefined, which has no version, for any other bytes. */
function inflated(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(inflateRawSync(bytes).toString());
  } catch {
    return undefined;
  }
}
