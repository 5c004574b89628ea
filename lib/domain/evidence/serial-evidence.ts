import type { RefundRequest } from '../refund/refund-request.ts';
import type { Fact } from './fact.ts';
import type { Scan } from './scan.ts';

const MISMATCH_DISPOSITIONS: ReadonlySet<string> = new Set(['mismatch_instance', 'mismatch_class']);

const NONE: readonly never[] = [];

/** Returns whether the serial numbers of an inspection match the shipped ones; undefined if the scan does not say. */
export function serialResult(scan: Scan, request: RefundRequest): 'match' | 'mismatch' | undefined {
  if (MISMATCH_DISPOSITIONS.has(scan.disposition ?? '')) return 'mismatch';
  const { serials: seen = NONE } = scan;
  if (seen.length > 0) {
    const shipped = request.lines.flatMap(({ serials = NONE }) => serials);
    if (shipped.length > 0) return includesAll(shipped, seen) ? 'match' : 'mismatch';
  }
  return scan.disposition === 'completeness_verified' ? 'match' : undefined;
}

/**
 * Returns true if independent serial scans cover what is refunded: together they list the serials of all returned
 * units, or one scan verified completeness without listing serials.
 */
export function serialsCovered(request: RefundRequest, facts: readonly Fact[]): boolean {
  const matches = facts.filter((one) => one.kind === 'serial_match' && one.independent);
  if (matches.length === 0) return false;
  if (matches.some((one) => one.serials.length === 0)) return true;
  const seen = matches.flatMap((one) => one.serials);
  return request.lines.every(({ serials = NONE, quantity }) => {
    // Most lines name one serial number or none: that is not worth a set.
    if (serials.length <= 1 && quantity >= 1) return includesAll(seen, serials);
    const distinct = new Set(serials);
    return distinct.intersection(new Set(seen)).size >= Math.min(quantity, distinct.size);
  });
}

/** From this many texts on, a lookup in a set is faster than a search through all of them. */
const MANY = 8;

function includesAll(known: readonly string[], asked: readonly string[]): boolean {
  if (known.length < MANY) return asked.every((one) => known.includes(one));
  const all = new Set(known);
  return asked.every((one) => all.has(one));
}
