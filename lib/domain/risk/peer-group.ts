import { type Counts, countsOf } from '../history/history.ts';
import type { SubjectHistory } from '../history/subject-history.ts';
import type { PeerGroup } from './peer-baselines.ts';

/** Where people work whom the directory never told of. */
const UNREPORTED = { country: 'unknown', siteId: 'unknown' } as const;

type Past = Pick<SubjectHistory, 'profile' | 'days'>;

/**
 * Returns who an employee's peers are. Of one the directory never told of, what the person does says it: who mostly
 * grants claims without goods is held against agents, anybody else against clerks. Held against the wrong ones, every
 * agent would stand out.
 */
export function peerGroupOf({ profile, days }: Past): PeerGroup {
  if (profile.employee !== undefined) return profile.employee;
  const goodless = total({ profile, days }, ({ goodless = 0 }) => goodless);
  const all = total({ profile, days }, ({ low = 0, mid = 0, high = 0 }) => low + mid + high);
  return { role: goodless * 2 > all ? 'agent' : 'clerk', ...UNREPORTED };
}

function total({ profile, days }: Past, of: (counts: Counts) => number): number {
  const rolledUp = profile.weeks.reduce((sum, { totals }) => sum + of(totals.counts), 0);
  return days.reduce((sum, { counts, entries }) => sum + of(counts ?? countsOf(entries)), rolledUp);
}
