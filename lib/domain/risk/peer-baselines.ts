import { type DecayedCounts, noCounts } from '../history/decayed-history.ts';
import type { Counter } from '../history/history.ts';
import type { EmployeeRecord } from '../refund/subject.ts';

/** What peers do, as decayed counts summed over them; one snapshot, made each night. */
export interface Baselines {
  /** SHA-256 of the snapshot's content; `none` before the first. */
  readonly version: string;
  /** The UTC day that the counts are decayed to. */
  readonly day: string;
  /** By `role`, `role/country` and `role/country/site`: thousandths of decayed counts, whole numbers. */
  readonly groups: Readonly<Record<string, Readonly<Partial<Record<Counter, number>>>>>;
}

/** Before the first night nobody has peers. */
export const NO_BASELINES: Baselines = { version: 'none', day: '1970-01-01', groups: {} };

/** Who an employee's peers are. */
export type PeerGroup = Pick<EmployeeRecord, 'role' | 'country' | 'siteId'>;

/** Returns the keys of a peer group, widest first. */
export function groupKeys({ role, country, siteId }: PeerGroup): readonly [string, string, string] {
  return [role, `${role}/${country}`, `${role}/${country}/${siteId}`];
}

/** A rate among peers: `part` of `whole`. */
export interface RateOf {
  readonly part: (counts: DecayedCounts) => number;
  readonly whole: (counts: DecayedCounts) => number;
}

/** How a rate is shrunk: the assumed rate, and how many refunds that is worth at each level. */
export interface Shrinkage {
  readonly rate: number;
  readonly country: number;
  readonly site: number;
}

/** What an employee's peers did, without the employee's own: at the site, in the country, in the role. */
export interface Peers {
  readonly site: DecayedCounts;
  readonly country: DecayedCounts;
  readonly role: DecayedCounts;
}

/** Returns what the peers of an employee did, the employee's own counts left out. */
export function peersOf(baselines: Baselines, group: PeerGroup, own: DecayedCounts): Peers {
  const [role, country, site] = groupKeys(group);
  return {
    role: countsWithout(baselines.groups[role], own),
    country: countsWithout(baselines.groups[country], own),
    site: countsWithout(baselines.groups[site], own),
  };
}

/**
 * Returns the leave-one-out rate of the employee's site, shrunk towards that of the country, which is shrunk towards
 * that of the role. Source: docs/MODEL.md, "Employees".
 */
export function peerRate({ site, country, role }: Peers, of: RateOf, shrink: Shrinkage): number {
  const inRole = roleRate({ role }, of, shrink);
  return shrunk(of, site, shrunk(of, country, inRole, shrink.country), shrink.site);
}

/**
 * Returns the leave-one-out rate of the employee's role, over all sites. For what is normal at no site: otherwise a
 * few employees who do it together at one site would be each other's excuse.
 */
export function roleRate({ role }: Pick<Peers, 'role'>, of: RateOf, shrink: Shrinkage): number {
  return shrunk(of, role, shrink.rate, shrink.country);
}

function shrunk({ part, whole }: RateOf, counts: DecayedCounts, towards: number, worth: number): number {
  return (part(counts) + worth * towards) / (whole(counts) + worth);
}

function countsWithout(
  group: Readonly<Partial<Record<Counter, number>>> | undefined,
  own: DecayedCounts,
): DecayedCounts {
  if (group === undefined) return noCounts();
  return {
    low: without(group.low, own.low),
    mid: without(group.mid, own.mid),
    high: without(group.high, own.high),
    lowExceptions: without(group.lowExceptions, own.lowExceptions),
    midExceptions: without(group.midExceptions, own.midExceptions),
    highExceptions: without(group.highExceptions, own.highExceptions),
    goodless: without(group.goodless, own.goodless),
    incidents: without(group.incidents, own.incidents),
    confirmed: without(group.confirmed, own.confirmed),
    falseAttestations: without(group.falseAttestations, own.falseAttestations),
    falseClaims: without(group.falseClaims, own.falseClaims),
    neverCame: without(group.neverCame, own.neverCame),
  };
}

function without(sumThousandths: number | undefined, own: number): number {
  return sumThousandths === undefined ? 0 : Math.max(0, sumThousandths / 1000 - own);
}

/** Returns the snapshot over all employees' counts, without its version: that is the hash of the rest. */
export function baselinesOf(
  day: string,
  employees: Iterable<{ readonly group: PeerGroup; readonly counts: DecayedCounts }>,
): Omit<Baselines, 'version'> {
  const sums = new Map<string, Record<Counter, number>>();
  for (const { group, counts } of employees) {
    for (const key of groupKeys(group)) {
      const sum = sums.get(key) ?? noCounts();
      // Rounded before they are summed: whole numbers give the same sum in any order.
      for (const counter in counts) {
        const known = counter as Counter;
        sum[known] += Math.round(counts[known] * 1000);
      }
      sums.set(key, sum);
    }
  }
  const groups = [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { day, groups: Object.fromEntries(groups.map(([key, sum]) => [key, withoutZeros(sum)])) };
}

function withoutZeros(sum: Record<Counter, number>): Partial<Record<Counter, number>> {
  return Object.fromEntries(Object.entries(sum).filter(([, count]) => count !== 0));
}
