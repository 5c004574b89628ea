import { dayNumber, weekOf } from './calendar.ts';
import { type DecayedCounts, decayedCounts, noCounts } from './decayed-history.ts';
import {
  type Counter,
  type DatedTally,
  datedWeek,
  EMPTY_TALLY,
  type HistoryEntry,
  sumOfTallies,
  type Tally,
  tallyOf,
} from './history.ts';
import type { SubjectDay, SubjectHistory } from './subjects.ts';

/** A subject's past as a judgement reads it. */
export interface SubjectPast {
  /** The whole past, today among it, decayed. */
  readonly counts: DecayedCounts;
  /** Exceptions of mid and high value asked for today, in refunds. */
  readonly exceptionsToday: number;
  /** Whole counts, not decayed, of the last two half-lives. */
  readonly recent: { readonly incidents: number; readonly falseAttestations: number };
  readonly reviewers: readonly string[];
  readonly incidents: readonly string[];
  readonly customers: ReadonlySet<string>;
  /** The employees who acted, and how often. */
  readonly employees: ReadonlyMap<string, number>;
}

/** As of when, and how, a past is read. */
export interface PastReading {
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly halfLifeDays: number;
  /** What the refund under judgement has added already: no refund is evidence against itself. */
  readonly without: HistoryEntry | undefined;
}

/** What most customers have when they first ask for a refund. */
const NO_PAST: SubjectPast = {
  counts: noCounts(),
  exceptionsToday: 0,
  recent: { incidents: 0, falseAttestations: 0 },
  reviewers: [],
  incidents: [],
  customers: new Set(),
  employees: new Map(),
};

/**
 * Answers a subject's past out of its folded weeks and open days. Open days are added to their week in whole counts
 * before anything is weighed, so that it changes no bit whether and when a night folded them.
 */
export function pastOf({ profile, days }: SubjectHistory, reading: PastReading): SubjectPast {
  const { today, without } = reading;
  const { weeks, foldedThrough = '' } = profile;
  if (weeks.length + days.length === 0) return NO_PAST;
  const parts = weeks.map(datedWeek);
  if (without !== undefined && without.day <= foldedThrough) takeOff(parts, without);
  let exceptionsToday = 0;
  for (const one of days) {
    const tally = tallyWithout(one, without);
    addTo(parts, weekOf(one.day), tally);
    if (one.day === today) exceptionsToday = exceptionsOf(tally);
  }
  return new PastOfParts(parts, exceptionsToday, reading);
}

/** A past of parts in order; of the names in them, few are asked for, and worked out then. */
class PastOfParts implements SubjectPast {
  readonly counts: DecayedCounts;
  readonly exceptionsToday: number;
  readonly #parts: readonly DatedTally[];
  /** The first day that is recent. */
  readonly #recentFrom: number;

  constructor(
    parts: readonly DatedTally[],
    exceptionsToday: number,
    { today, halfLifeDays }: Pick<PastReading, 'today' | 'halfLifeDays'>,
  ) {
    const now = dayNumber(today);
    this.counts = decayedCounts(parts, { today: now, halfLifeDays });
    this.exceptionsToday = exceptionsToday;
    this.#parts = parts;
    this.#recentFrom = now - 2 * halfLifeDays;
  }

  get recent(): SubjectPast['recent'] {
    const counted = this.#recent();
    return {
      incidents: total(counted, 'incidents'),
      falseAttestations: total(counted, 'falseAttestations'),
    };
  }

  get reviewers(): readonly string[] {
    return distinct(this.#recent().flatMap(({ tally }) => tally.reviewers));
  }

  get incidents(): readonly string[] {
    return distinct(this.#recent().flatMap(({ tally }) => tally.incidents));
  }

  get customers(): ReadonlySet<string> {
    return new Set(this.#parts.flatMap(({ tally }) => tally.customers));
  }

  get employees(): ReadonlyMap<string, number> {
    return timesByEmployee(this.#parts);
  }

  #recent(): readonly DatedTally[] {
    return this.#parts.filter((part) => part.dayNumber >= this.#recentFrom);
  }
}

function tallyWithout({ day, entries, tally }: SubjectDay, without: HistoryEntry | undefined): Tally {
  if (without?.day === day) return tallyOf(entries.filter(({ refundId }) => refundId !== without.refundId));
  return tally ?? tallyOf(entries);
}

function exceptionsOf({ counts: { midExceptions = 0, highExceptions = 0 } }: Tally): number {
  return (midExceptions + highExceptions) / 1000;
}

/** Days come in order, after all that was folded: the week of one is the last there is, or a new one. */
function addTo(parts: DatedTally[], week: number, tally: Tally): void {
  const part = datedWeek({ week, tally });
  const last = parts.at(-1);
  if (last?.dayNumber !== part.dayNumber) parts.push(part);
  else parts[parts.length - 1] = { ...part, tally: sumOfTallies(last.tally, tally) };
}

/** Takes an entry off the week it is folded into; one whose week is kept no more has nothing to be taken off. */
function takeOff(parts: DatedTally[], entry: HistoryEntry): void {
  const { counts, employees } = tallyOf([entry]);
  const taken = Object.fromEntries(Object.entries(counts).map(([counter, count]) => [counter, -count]));
  const tally = { ...EMPTY_TALLY, counts: taken, employees: employees.map(([id]) => [id, -1] as const) };
  const part = datedWeek({ week: weekOf(entry.day), tally });
  const at = parts.findLastIndex(({ dayNumber: day }) => day === part.dayNumber);
  const known = parts[at];
  if (known !== undefined) parts[at] = { ...part, tally: sumOfTallies(known.tally, tally) };
}

function total(parts: readonly DatedTally[], counter: Counter): number {
  return parts.reduce((sum, { tally }) => sum + (tally.counts[counter] ?? 0), 0);
}

function distinct(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].toSorted();
}

function timesByEmployee(parts: readonly DatedTally[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { tally } of parts) {
    for (const [employeeId, refunds] of tally.employees) {
      times.set(employeeId, (times.get(employeeId) ?? 0) + refunds);
    }
  }
  return times;
}
