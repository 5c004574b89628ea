import { type Counts, countsOf } from '../history/history.ts';
import type { SubjectHistory } from '../history/subject-history.ts';
import type { PeerGroup } from './peer-baselines.ts';

/** The place of employees that the directory never reported. */
export const UNREPORTED = { country: 'unknown', siteId: 'unknown' } as const;

type Past = Pick<SubjectHistory, 'profile' | 'days'>;

/**
 * Returns who an employee's peers are. If the directory never reported the employee, their refunds decide: an
 * employee who mostly grants claims without goods is compared with agents, any other with clerks. Compared with the
 * wrong group, every agent would look suspicious.
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
