import type { RefundRequest } from '../refund/refund-request.ts';
import type { Fact } from './fact.ts';
import type { Scan } from './scan.ts';

const MISMATCH_DISPOSITIONS: ReadonlySet<string> = new Set(['mismatch_instance', 'mismatch_class']);

const NONE: readonly never[] = [];

/** Returns what the serial numbers an inspection saw say of those that were shipped; undefined when nothing. */
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
 * Returns true if independent serial scans cover what is refunded: all serials of the returned units between
 * them, or one scan that verified completeness without listing serials.
 */
export function serialsCovered(request: RefundRequest, facts: readonly Fact[]): boolean {
  const matches = facts.filter((one) => one.kind === 'serial_match' && one.independent);
  if (matches.length === 0) return false;
  if (matches.some((one) => one.serials.length === 0)) return true;
  const seen = matches.flatMap((one) => one.serials);
  return request.lines.every(({ serials = NONE, quantity }) => {
    // The usual line names one serial number or none: that is not worth a set.
    if (serials.length <= 1 && quantity >= 1) return includesAll(seen, serials);
    const distinct = new Set(serials);
    return distinct.intersection(new Set(seen)).size >= Math.min(quantity, distinct.size);
  });
}

/** From how many texts on looking them up in a set is faster than going over them. */
const MANY = 8;

function includesAll(known: readonly string[], asked: readonly string[]): boolean {
  if (known.length < MANY) return asked.every((one) => known.includes(one));
  const all = new Set(known);
  return asked.every((one) => all.has(one));
}
