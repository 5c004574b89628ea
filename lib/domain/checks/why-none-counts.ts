import { isMarkerKnown } from '../evidence/employee-counts.ts';
import type { Attested } from '../evidence/evidence.ts';
import type { EvidenceKind, Fact } from '../evidence/fact.ts';
import { markersOf } from '../evidence/scans-in-force.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import type { WhyNoneCounts } from './what-helps.ts';

const SERIALS = ['serial_match', 'serial_manual'] as const;

/** What supports a return if it counts (R1), and what vouches for its content (R5). */
export const SUPPORTING: ReadonlySet<EvidenceKind> = new Set(['dock', 'put_away', ...SERIALS]);
export const VOUCHING: ReadonlySet<EvidenceKind> = new Set(['condition_pass', ...SERIALS]);
export const VOUCHING_OR_STOWED: ReadonlySet<EvidenceKind> = new Set(['put_away', ...VOUCHING]);

/**
 * Returns why no fact of these kinds counts, if none does.
 * @param facts - all that the scans of the return show.
 */
export function whyNoneCounts(
  kinds: ReadonlySet<EvidenceKind>,
  request: RefundRequest,
  { facts, trail, people }: Attested & { readonly facts: readonly Fact[] },
): WhyNoneCounts {
  const markers = markersOf(request, trail.scans);
  const candidates = facts.filter((one) => kinds.has(one.kind) && mayVouch(one));
  const others = candidates.filter(({ attestor }) => !markers.has(attestor.id));
  if (others.length === 0) return 'no_scan';
  if (others.some(({ independent }) => independent)) return 'not_enough';
  const areEmployees = others.some(({ attestor }) => attestor.class === 'site');
  if (areEmployees && !isMarkerKnown(markers, people)) return 'marker_unknown';
  return others.every(({ attestor }) => attestor.capture !== 'scanned') ? 'not_scanned' : 'no_other_witness';
}

/** Only a machine vouches for what came in at the dock. */
function mayVouch({ kind, attestor }: Fact): boolean {
  return kind !== 'dock' || attestor.class === 'sensor';
}
