import { type DecayedCounts, noCounts } from '../../lib/domain/history/decayed-history.ts';
import { pastOf, type SubjectPast } from '../../lib/domain/history/decayed-past.ts';
import { EMPTY_PROFILE } from '../../lib/domain/history/subject-history.ts';
import type { PeerGroup } from '../../lib/domain/risk/peer-baselines.ts';

/** Where the employees of these tests work. */
export const GROUP = { role: 'clerk', country: 'DE', siteId: 'site_3' } as const satisfies PeerGroup;

/** Returns counts, zero where they are not given. */
export const countsOf = (some: Partial<DecayedCounts>): DecayedCounts => ({ ...noCounts(), ...some });

const NO_PAST = pastOf(
  { subject: { kind: 'employee', id: 'emp_1' }, profile: EMPTY_PROFILE, days: [] },
  { today: '2026-11-22', halfLifeDays: 90, without: undefined },
);

/** Returns the past of somebody with these counts. */
export function aPast(counts: Partial<DecayedCounts>, overrides: Partial<SubjectPast> = {}): SubjectPast {
  return { ...NO_PAST, counts: countsOf(counts), ...overrides };
}
