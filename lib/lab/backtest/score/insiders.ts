import type { RefundRecord, StaffRecord } from '../records.ts';
import { quantile, share } from './statistics.ts';

/** The kinds of insider, as the truth names them. */
export type InsiderKind = NonNullable<StaffRecord['insider']>;

/** How soon a rule names the insiders of some kinds. Only people with at least one fraud count. */
export interface InsidersFound {
  readonly people: number;
  readonly found: number;
  readonly shareFound: number | null;
  /** How many frauds each found person had asked for when they were named, in rising order. */
  readonly fraudsBefore: readonly number[];
  /**
   * Over all people: a person who was never named counts as later than any. Null if the figure falls on such a
   * person.
   */
  readonly medianFrauds: number | null;
  readonly p80Frauds: number | null;
}

/** The people a rule names, over the whole world. */
export interface StaffFigures {
  /** Bribed clerks, including the insiders who know the policy. */
  readonly clerks: InsidersFound;
  readonly adaptiveClerks: InsidersFound;
  /** Bribed clerks without the insiders who know the policy. */
  readonly plainClerks: InsidersFound;
  readonly agents: InsidersFound;
  readonly supervisors: InsidersFound;
  /**
   * Owners of phished accounts, by the frauds in their name. A case on such a person accuses them for what others
   * did.
   */
  readonly phished: InsidersFound;
  readonly honestPeople: number;
  readonly honestAccused: number;
  /**
   * Over honest people and owners of phished accounts: a person whose password was stolen is as honest as the
   * rest.
   */
  readonly honestAccusedPerThousandYears: number | null;
}

const DAYS_PER_YEAR = 365;

const CLERKS: readonly InsiderKind[] = ['bribed_clerk', 'adaptive_clerk'];

/** The roles that can get a case by their marks or grants. Reviewers are not judged here. */
const ACCUSABLE_ROLES: ReadonlySet<StaffRecord['role']> = new Set([
  'clerk',
  'inspector',
  'stower',
  'agent',
  'supervisor',
]);

/**
 * Returns which people a rule names, and how soon.
 * @param named - when the rule first named each employee, in milliseconds.
 */
export function staffFigures(world: {
  readonly employees: readonly StaffRecord[];
  readonly refunds: readonly RefundRecord[];
  readonly days: number;
  readonly named: ReadonlyMap<string, number>;
}): StaffFigures {
  const { employees, days, named } = world;
  const fraudsOf = fraudTimesByInsider(world.refunds);
  const found = (...kinds: readonly InsiderKind[]): InsidersFound => {
    const people = employees.filter(({ insider }) => insider !== null && kinds.includes(insider));
    return insidersFound(people, fraudsOf, named);
  };
  const honest = employees.filter(({ insider, role }) => insider === null && ACCUSABLE_ROLES.has(role));
  const honestAccused = honest.filter(({ employeeId }) => named.has(employeeId)).length;
  const phished = found('phished');
  const years = ((honest.length + phished.people) * days) / DAYS_PER_YEAR;
  const perYear = share(honestAccused + phished.found, years);
  return {
    clerks: found(...CLERKS),
    adaptiveClerks: found('adaptive_clerk'),
    plainClerks: found('bribed_clerk'),
    agents: found('bribed_agent'),
    supervisors: found('bribed_supervisor'),
    phished,
    honestPeople: honest.length,
    honestAccused,
    honestAccusedPerThousandYears: perYear === null ? null : perYear * 1000,
  };
}

/** Returns, for each employee with a case, when the gate opened it. */
export function namedByGate(employees: readonly StaffRecord[]): ReadonlyMap<string, number> {
  return new Map(
    employees.flatMap(({ employeeId, caseOpenedAtMs }): [string, number][] =>
      caseOpenedAtMs === null ? [] : [[employeeId, caseOpenedAtMs]],
    ),
  );
}

function fraudTimesByInsider(refunds: readonly RefundRecord[]): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, number[]>();
  for (const { insiderIds, markedBy, method, requestedAtMs, fraud } of refunds) {
    if (!fraud) continue;
    // The owner of a phished account took no part, but all of it is in the owner's name.
    const owners = method === 'phished_account' && markedBy !== null ? [markedBy] : [];
    for (const insiderId of [...insiderIds, ...owners]) {
      const known = times.get(insiderId);
      if (known === undefined) times.set(insiderId, [requestedAtMs]);
      else known.push(requestedAtMs);
    }
  }
  return times;
}

function insidersFound(
  people: readonly StaffRecord[],
  fraudsOf: ReadonlyMap<string, readonly number[]>,
  named: ReadonlyMap<string, number>,
): InsidersFound {
  const active = people.flatMap(({ employeeId }) => {
    const frauds = fraudsOf.get(employeeId);
    return frauds === undefined ? [] : [{ frauds, namedAtMs: named.get(employeeId) }];
  });
  const before = active.map(({ frauds, namedAtMs }) =>
    namedAtMs === undefined
      ? Number.POSITIVE_INFINITY
      : frauds.filter((requestedAtMs) => requestedAtMs <= namedAtMs).length,
  );
  const fraudsBefore = before.filter(Number.isFinite).toSorted((a, b) => a - b);
  return {
    people: active.length,
    found: fraudsBefore.length,
    shareFound: share(fraudsBefore.length, active.length),
    fraudsBefore,
    medianFrauds: finite(quantile(before, 0.5)),
    p80Frauds: finite(quantile(before, 0.8)),
  };
}

function finite(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : value;
}
