import type { Scan } from '../evidence/scan.ts';
import type { RefundLine, RefundRequest } from '../refund/refund-request.ts';
import type { Sender } from '../shared/sender.ts';
import { producerIn, type Register, siteIn } from './register.ts';

/** The fields of a refund request that a producer may promise to send always. A field of lines is in every line. */
export const REQUEST_PROMISES = [
  'rmaId',
  'markedBy',
  'approvedBy',
  'siteId',
  'session',
  'session.deviceId',
  'session.newDevice',
  'session.offShift',
  'session.wrongSite',
  'links',
  'links.address',
  'links.device',
  'links.instrument',
  'payout',
  'customerOrders',
  'attachments',
  'shippedQuantity',
  'serials',
  'shippedWeightGrams',
  'category',
] as const;

/** The fields of a scan that a producer may promise to send always. */
export const SCAN_PROMISES = ['capture', 'deviceId', 'sessionId', 'eventID'] as const;

/** The types of event whose fields may be promised. */
export const REQUEST_TYPE = 'refundgate.refund.requested.v1';
export const SCAN_TYPE = 'refundgate.scan.recorded.v1';

const LINE_FIELDS: ReadonlySet<string> = new Set<keyof RefundLine>([
  'shippedQuantity',
  'serials',
  'shippedWeightGrams',
  'category',
]);

/** Returns the fields that the producer of a refund request promises, and that are missing from it. */
export function missingFromRequest(
  request: RefundRequest,
  sender: Sender | undefined,
  register: Register | undefined,
): readonly string[] {
  const sent = { ...request, siteId: siteSent(request, register) };
  return promisesOf(register, sender?.source, REQUEST_TYPE).filter((path) =>
    LINE_FIELDS.has(path) ? request.lines.some((line) => isMissing(line, path)) : isMissing(sent, path),
  );
}

/** A site that no producer names is none, where the register names sites at all. */
function siteSent({ siteId }: RefundRequest, register: Register | undefined): string | undefined {
  return register?.producers.some(({ sites }) => sites !== undefined) ? siteIn(register, siteId) : siteId;
}

/** Returns the fields that the producer of a scan promises, and that are missing from it. */
export function missingFromScan(
  { attestor, eventId }: Scan,
  source: string,
  register: Register | undefined,
): readonly string[] {
  const sent = { ...attestor, eventID: eventId };
  return promisesOf(register, source, SCAN_TYPE).filter((path) => isMissing(sent, path));
}

/** Returns true if a field is promised. */
export function isPromised(
  register: Register,
  { source, type, field }: { readonly source: string; readonly type: string; readonly field: string },
): boolean {
  return promisesOf(register, source, type).includes(field);
}

function promisesOf(
  register: Register | undefined,
  source: string | undefined,
  type: string,
): readonly string[] {
  const always = register && source !== undefined ? producerIn(register, source)?.always : undefined;
  return always !== undefined && Object.hasOwn(always, type) ? (always[type] ?? []) : [];
}

/** Follows a path of names that this file lists; an empty list says nothing. */
function isMissing(sent: object, path: string): boolean {
  let value: unknown = sent;
  for (const name of path.split('.')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  }
  return value === undefined || (Array.isArray(value) && value.length === 0);
}
