import { mergedFields } from '../shared/merged-fields.ts';
import type { Refund } from './refund.ts';
import type { RefundRequest } from './refund-request.ts';

/**
 * Returns a request with the fields that a repeat of it adds; undefined if the repeat states another value of a field that
 * was given. A field that the repeat leaves out stays as it was.
 */
export function withAddedFields(known: RefundRequest, repeat: RefundRequest): RefundRequest | undefined {
  const merged = mergedFields({ ...known, spelled: undefined }, { ...repeat, spelled: undefined });
  if (merged === undefined) return undefined;
  const { spelled: _, ...request } = merged;
  const spelled = { ...repeat.spelled, ...known.spelled };
  return Object.keys(spelled).length === 0 ? request : { ...request, spelled };
}

/**
 * Returns the field that names an employee of a refund that people were already asked about, if a repeat adds one: what
 * they find then would count against somebody who was not named when they were asked.
 */
export function personAddedLate(
  { request, audit }: Pick<Refund, 'request' | 'audit'>,
  merged: RefundRequest,
): 'markedBy' | 'approvedBy' | undefined {
  if (!audit.some(({ status }) => status === 'escalated')) return undefined;
  return (['markedBy', 'approvedBy'] as const).find((field) => merged[field] !== request[field]);
}
