import type { PeerGroup } from '../../lib/domain/baselines.ts';
import { type DecayedCounts, noCounts } from '../../lib/domain/decayed-history.ts';
import type { SubjectPast } from '../../lib/domain/subject-past.ts';

/** Where the employees of these tests work. */
export const GROUP = { role: 'clerk', country: 'DE', siteId: 'site_3' } as const satisfies PeerGroup;

/** Answers counts, zero where they are not given. */
export const countsOf = (some: Partial<DecayedCounts>): DecayedCounts => ({ ...noCounts(), ...some });

/** Answers the past of somebody with these counts. */
export function aPast(counts: Partial<DecayedCounts>, overrides: Partial<SubjectPast> = {}): SubjectPast {
  return {
    counts: countsOf(counts),
    exceptionsToday: 0,
    recent: { incidents: 0, falseAttestations: 0 },
    reviewers: [],
    incidents: [],
    customers: new Set(),
    employees: new Map(),
    ...overrides,
  };
}
