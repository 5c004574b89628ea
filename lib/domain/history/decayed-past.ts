import { dayNumber, middleDayNumberOf, weekOf } from '../shared/calendar.ts';
import { clearedIds, weighedEntry } from './cleared-refunds.ts';
import { type DatedPart, type DecayedCounts, decayedCounts, noCounts } from './decayed-history.ts';
import { type Counter, type Counts, countsOf, type HistoryEntry, sumOfCounts } from './history.ts';
import type { SubjectDay, SubjectHistory } from './subject-history.ts';
import { NO_TOTALS, type RolledUpWeek, sumOfTotals, type Totals, totalsOf } from './weekly-totals.ts';
import { weighedDay } from './weighed-day.ts';

/** The counters that are also read without decay. */
type RecentCounter = Extract<Counter, 'incidents' | 'falseAttestations' | 'falseClaims' | 'neverCame'>;

/** A subject's past as a judgement reads it. */
export interface SubjectPast {
  /** The whole past including today, decayed. */
  readonly counts: DecayedCounts;
  /** Whole counts, not decayed, of the last two half-lives. */
  readonly recent: Readonly<Record<RecentCounter, number>>;
  /** The reviewers who found false attestations in the last two half-lives. */
  readonly reviewers: readonly string[];
  /** The reviewers who found claims without goods false in the last two half-lives. */
  readonly claimReviewers: readonly string[];
  /** The days in the last two half-lives on which something was attested that people or scans say was false. */
  readonly falseDays: readonly string[];
  readonly incidents: readonly string[];
  /** What was attested falsely in the last two half-lives in the account, which looks taken over. */
  readonly takenOver: readonly string[];
  /** The reviewers who found that. */
  readonly takenOverReviewers: readonly string[];
  readonly customers: ReadonlySet<string>;
}

/** As of when, and how, a past is read. */
export interface PastReading {
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly halfLifeDays: number;
  /** What the refund that is judged has already added. It is left out: no refund is evidence against itself. */
  readonly without: HistoryEntry | undefined;
}

/** An empty past, such as most customers have when they first ask for a refund. */
const NO_PAST: SubjectPast = {
  counts: noCounts(),
  recent: { incidents: 0, falseAttestations: 0, falseClaims: 0, neverCame: 0 },
  reviewers: [],
  claimReviewers: [],
  falseDays: [],
  incidents: [],
  takenOver: [],
  takenOverReviewers: [],
  customers: new Set(),
};

/** Returns a subject's past from its rolled-up weeks and open days. */
export function pastOf(history: SubjectHistory, reading: PastReading): SubjectPast {
  const { profile, days } = history;
  return profile.weeks.length + days.length === 0 ? NO_PAST : new ReadPast(history, reading);
}

/** A past whose names are collected only when asked for, because few are. */
class ReadPast implements SubjectPast {
  readonly counts: DecayedCounts;
  readonly #history: SubjectHistory;
  readonly #reading: PastReading;
  readonly #counted: readonly DatedPart<Counts>[];
  #totalled: readonly DatedPart<Totals>[] | undefined;

  constructor(history: SubjectHistory, reading: PastReading) {
    this.#history = history;
    this.#reading = reading;
    const { halfLifeDays, without } = reading;
    this.#counted = partsOf(history, without, COUNTING);
    this.counts = decayedCounts(this.#counted, { today: dayNumber(reading.today), halfLifeDays });
  }

  get recent(): SubjectPast['recent'] {
    const counted = this.#recentOf(this.#counted);
    return {
      incidents: total(counted, 'incidents'),
      falseAttestations: total(counted, 'falseAttestations'),
      falseClaims: total(counted, 'falseClaims'),
      neverCame: total(counted, 'neverCame'),
    };
  }

  get reviewers(): readonly string[] {
    return distinct(this.#recentOf(this.#totals).flatMap(({ sum }) => sum.reviewers));
  }

  get claimReviewers(): readonly string[] {
    return distinct(this.#recentOf(this.#totals).flatMap(({ sum }) => sum.claimReviewers));
  }

  get falseDays(): readonly string[] {
    return distinct(this.#recentOf(this.#totals).flatMap(({ sum }) => sum.falseDays));
  }

  get incidents(): readonly string[] {
    return distinct(this.#recentOf(this.#totals).flatMap(({ sum }) => sum.incidents));
  }

  get takenOver(): readonly string[] {
    return distinct(this.#recentOf(this.#totals).flatMap(({ sum }) => sum.takenOver));
  }

  get takenOverReviewers(): readonly string[] {
    return distinct(this.#recentOf(this.#totals).flatMap(({ sum }) => sum.takenOverReviewers));
  }

  get customers(): ReadonlySet<string> {
    return new Set(this.#totals.flatMap(({ sum }) => sum.customers));
  }

  get #totals(): readonly DatedPart<Totals>[] {
    this.#totalled ??= partsOf(this.#history, this.#reading.without, TOTALLING);
    return this.#totalled;
  }

  #recentOf<Part extends DatedPart<unknown>>(parts: readonly Part[]): readonly Part[] {
    const { today, halfLifeDays } = this.#reading;
    const from = dayNumber(today) - 2 * halfLifeDays;
    return parts.filter((part) => part.dayNumber >= from);
  }
}

/** How the parts of a history are summed. */
interface Summing<Sum> {
  readonly ofWeek: (week: RolledUpWeek) => Sum;
  readonly ofDay: (day: SubjectDay) => Sum;
  /** Returns what to add to a week to take out an entry that was rolled up into it. */
  readonly less: (entry: HistoryEntry) => Sum;
  readonly plus: (a: Sum, b: Sum) => Sum;
}

const COUNTING: Summing<Counts> = {
  ofWeek: ({ totals }) => totals.counts,
  ofDay: ({ counts, entries }) => counts ?? countsOf(entries),
  less: (entry) => negated(countsOf([entry])),
  plus: sumOfCounts,
};

const TOTALLING: Summing<Totals> = {
  ofWeek: ({ totals }) => totals,
  ofDay: ({ entries }) => totalsOf(entries),
  less: (entry) => ({ ...NO_TOTALS, counts: negated(countsOf([entry])) }),
  plus: sumOfTotals,
};

/**
 * Returns a history by week, oldest first. Open days are added to their week in whole counts before anything is
 * weighed. So the result is the same to the bit, whether or not a night rolled them up.
 */
function partsOf<Sum>(
  { profile, days }: SubjectHistory,
  without: HistoryEntry | undefined,
  { ofWeek, ofDay, less, plus }: Summing<Sum>,
): readonly DatedPart<Sum>[] {
  const { weeks, rolledUpThrough = '' } = profile;
  const cleared = clearedIds(profile);
  const parts = weeks.map((one) => ({ dayNumber: middleDayNumberOf(one.week), sum: ofWeek(one) }));
  const addTo = (at: number, sum: Sum): void => {
    const part = parts[at];
    if (part !== undefined) parts[at] = { dayNumber: part.dayNumber, sum: plus(part.sum, sum) };
  };
  if (without !== undefined && without.day <= rolledUpThrough) {
    // If the entry's week is no longer kept, there is nothing to take out.
    const rolledUpOn = middleDayNumberOf(weekOf(without.day));
    addTo(
      parts.findLastIndex((part) => part.dayNumber === rolledUpOn),
      less(weighedEntry(without, cleared)),
    );
  }
  // Days come in order, after all that was rolled up: a day belongs to the last week, or starts a new one.
  for (const one of days) {
    const day = middleDayNumberOf(weekOf(one.day));
    const sum = ofDay(weighedDay(one, { without, cleared }));
    if (parts.at(-1)?.dayNumber === day) addTo(parts.length - 1, sum);
    else parts.push({ dayNumber: day, sum });
  }
  return parts;
}

function negated(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).map(([counter, count]) => [counter, -count]));
}

function total(parts: readonly DatedPart<Counts>[], counter: Counter): number {
  return parts.reduce((all, { sum }) => all + (sum[counter] ?? 0), 0);
}

function distinct(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].toSorted();
}
