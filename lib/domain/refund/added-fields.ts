import { mergedFields } from '../shared/merged-fields.ts';
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
