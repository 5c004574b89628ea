import type { RefundRequest } from './refund-request.ts';

/**
 * Returns a request with the fields that a repeat of it adds; undefined if the repeat states another value of a field that
 * was given. A field that the repeat leaves out stays as it was.
 */
export function withAddedFields(known: RefundRequest, repeat: RefundRequest): RefundRequest | undefined {
  const merged = added({ ...known, spelled: undefined }, { ...repeat, spelled: undefined });
  if (merged === CONFLICT) return undefined;
  const { spelled: _, ...request } = merged as RefundRequest;
  const spelled = { ...repeat.spelled, ...known.spelled };
  return Object.keys(spelled).length === 0 ? request : { ...request, spelled };
}

const CONFLICT = Symbol('another value');

function added(known: unknown, repeat: unknown): unknown {
  if (known === undefined) return repeat;
  if (repeat === undefined) return known;
  if (Array.isArray(known) && Array.isArray(repeat)) return eachAdded(known, repeat);
  if (!isRecord(known) || !isRecord(repeat)) return known === repeat ? known : CONFLICT;
  const merged: Record<string, unknown> = { ...known };
  for (const key of Object.keys(repeat)) {
    const value = added(Object.hasOwn(known, key) ? known[key] : undefined, repeat[key]);
    if (value === CONFLICT) return CONFLICT;
    merged[key] = value;
  }
  return merged;
}

/** Lists have the same elements in the same order, each of which may have more fields. */
function eachAdded(known: readonly unknown[], repeat: readonly unknown[]): unknown {
  if (known.length !== repeat.length) return CONFLICT;
  const merged = known.map((one, at) => added(one, repeat[at]));
  return merged.includes(CONFLICT) ? CONFLICT : merged;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
