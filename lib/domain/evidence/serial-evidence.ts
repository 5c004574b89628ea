import type { RefundRequest } from '../refund/refund-request.ts';
import type { Fact } from './fact.ts';
import type { Scan } from './scan.ts';
import { compareUnits, readUnitNumber, type UnitNumber } from './unit-number.ts';

const MISMATCH_DISPOSITIONS: ReadonlySet<string> = new Set(['mismatch_instance', 'mismatch_class']);

const NONE: readonly never[] = [];

/** Returns what the numbers that an inspection saw say of those that were shipped; undefined when nothing. */
export function serialResult(scan: Scan, request: RefundRequest): 'match' | 'mismatch' | undefined {
  if (MISMATCH_DISPOSITIONS.has(scan.disposition ?? '')) return 'mismatch';
  const seen = unitsOf(scan.serials ?? NONE);
  const shipped = seen.length === 0 ? NONE : request.lines.map(({ serials = NONE }) => unitsOf(serials));
  const results = seen.map((one) => resultOf(one, shipped));
  if (results.includes('mismatch')) return 'mismatch';
  return results.includes('match') || scan.disposition === 'completeness_verified' ? 'match' : undefined;
}

/**
 * A number of another kind than a line lists says nothing of that line. A line may list both kinds for one unit: then a
 * number of each kind is compared with those of its own.
 */
function resultOf(
  seen: UnitNumber,
  lines: readonly (readonly UnitNumber[])[],
): 'match' | 'mismatch' | undefined {
  const compared = lines.flatMap((units) => {
    const ofKind = units.filter(({ kind }) => kind === seen.kind);
    return (ofKind.length > 0 ? ofKind : units).map((one) => compareUnits(seen, one));
  });
  if (compared.includes('same')) return 'match';
  return compared.includes('other') && !compared.includes('unknown') ? 'mismatch' : undefined;
}

/**
 * Returns true if independent serial scans cover what is refunded: together they list the serials of all returned
 * units, or one scan verified completeness without listing serials.
 */
export function serialsCovered(request: RefundRequest, facts: readonly Fact[]): boolean {
  const matches = facts.filter((one) => one.kind === 'serial_match' && one.independent);
  if (matches.length === 0) return false;
  if (matches.some((one) => one.serials.length === 0)) return true;
  const seen = unitsOf(matches.flatMap((one) => one.serials));
  return request.lines.every(({ serials = NONE, quantity }) => {
    const listed = unitsOf([...new Set(serials)]);
    const found = listed.filter((one) => seen.some((other) => compareUnits(one, other) === 'same'));
    // A line that lists no number is not covered by those of other lines.
    return listed.length > 0 && found.length >= Math.min(quantity, listed.length);
  });
}

function unitsOf(numbers: readonly string[]): readonly UnitNumber[] {
  return numbers.map(readUnitNumber).filter((one) => one !== undefined);
}
