import { rollUpDueAt } from '../../adapters/store-rules.ts';
import type { DayStore, DueRollUp, ReserveResult } from '../../app/ports.ts';
import type { RemainingBudget } from '../../domain/checks/findings.ts';
import { countsOf, type HistoryEntry, sumOfCounts } from '../../domain/history/history.ts';
import type { Profile, SubjectDay } from '../../domain/history/subject-history.ts';
import type { Reserved, SubjectRef } from '../../domain/refund/subject.ts';
import { weekOf } from '../../domain/shared/calendar.ts';
import { compareText } from '../../domain/shared/compare-text.ts';
import { inserted } from './inserted.ts';
import { RowsByWeek } from './rows-by-week.ts';
import type { Day, SubjectRow } from './subject-row.ts';

/** Names one day of one subject. */
interface DayRef {
  readonly subject: SubjectRef;
  readonly day: string;
}

/** The days of a store in memory, kept in their subjects' rows. */
export interface MemoryDays extends DayStore {
  /** Stops corrections of this week and all weeks before it, and drops those of their days that are rolled up. */
  readonly closeWeeks: (lastWeek: number) => void;
}

/** Returns the store of days. The row of a subject is made when it is first written to. */
export function memoryDays({
  find,
  addRow,
}: {
  readonly find: (ref: SubjectRef) => SubjectRow | undefined;
  /** Makes the row of a subject that has none. */
  readonly addRow: (ref: SubjectRef) => SubjectRow;
}): MemoryDays {
  let closedWeek = Number.NEGATIVE_INFINITY;
  const dayAt = ({ subject, day }: DayRef): Day | undefined => dayIn(find(subject), day);
  // A day stays in its subject's row at least until it is rolled up. The map keeps no order: each night takes
  // nearly all days.
  const rollUps = new Map<Day, DueRollUp>();
  const filed = new RowsByWeek();
  const addDay = (row: SubjectRow, day: string): Day => {
    const added = emptyDay(day);
    const at = row.days.findLastIndex((one) => one.day < day) + 1;
    row.days = inserted(row.days, at, added);
    filed.file(row, weekOf(day));
    return added;
  };
  const dayOf = ({ subject, day }: DayRef): Day => {
    const row = find(subject) ?? addRow(subject);
    return dayIn(row, day) ?? addDay(row, day);
  };
  // Nearly all days that are marked have the same date.
  let last = { day: '', dueAt: '' };
  const markForRollUp = (row: Day, subject: SubjectRef): void => {
    if (row.dueAt !== null) return;
    const { day } = row;
    if (last.day !== day) last = { day, dueAt: rollUpDueAt(day) };
    row.dueAt = last.dueAt;
    rollUps.set(row, { subject, day, dueAt: row.dueAt });
  };
  return {
    reserve: async (budget, reserved, entry) => {
      const { subject, day } = budget;
      const ofSubject = find(subject);
      const known = dayIn(ofSubject, day);
      const refusal = refusalOf(known, budget, reserved);
      if (refusal !== undefined) return refusal;
      const row = known ?? addDay(ofSubject ?? addRow(subject), day);
      const held = heldBy(row, reserved.refundId);
      const others = held === undefined ? row.reserved : row.reserved.filter((one) => one !== held);
      row.reserved = inserted(others, others.length, reserved);
      row.valueMinor += reserved.valueMinor - (held?.valueMinor ?? 0);
      row.unsupportedMinor += reserved.unsupportedMinor - (held?.unsupportedMinor ?? 0);
      if (entry !== undefined) setEntry(row, entry);
      if (budget.rollUp) markForRollUp(row, subject);
      return 'reserved';
    },
    contribute: async (subject, entry) => {
      const { day } = entry;
      if (weekOf(day) <= closedWeek) return;
      const row = dayOf({ subject, day });
      setEntry(row, entry);
      markForRollUp(row, subject);
    },
    daysOf: async (subject, first, last) =>
      (find(subject)?.days ?? []).filter(({ day }) => day >= first && day <= last).map(dayRead),
    withdraw: async (subject, day, { refundId, version }) => {
      const row = dayAt({ subject, day });
      const held = heldBy(row, refundId);
      if (row === undefined || held === undefined || held.version > version) return;
      row.reserved = row.reserved.filter((one) => one !== held);
      row.valueMinor -= held.valueMinor;
      row.unsupportedMinor -= held.unsupportedMinor;
      if (row.closed) markForRollUp(row, subject);
    },
    support: async (subject, day, refundId) => {
      const row = dayAt({ subject, day });
      const held = heldBy(row, refundId);
      if (row === undefined || held === undefined || held.unsupportedMinor === 0) return;
      row.reserved[row.reserved.indexOf(held)] = { ...held, unsupportedMinor: 0 };
      row.unsupportedMinor -= held.unsupportedMinor;
      if (row.closed) markForRollUp(row, subject);
    },
    closeDay: async (subject, day) => {
      dayOf({ subject, day }).closed = true;
    },
    // Nothing happens between a read and its drop here: one process does one thing at a time.
    dropRollUp: async (rollUp) => {
      const row = dayAt(rollUp);
      if (row === undefined) return;
      row.dueAt = null;
      rollUps.delete(row);
    },
    postponeRollUp: async (rollUp, until) => {
      const row = dayAt(rollUp);
      if (row === undefined || row.dueAt !== rollUp.dueAt) return;
      row.dueAt = until.toISOString();
      rollUps.set(row, { subject: rollUp.subject, day: rollUp.day, dueAt: row.dueAt });
    },
    rollUpsDue: async (now, limit) => {
      const until = now.toISOString();
      const due = [...rollUps.values()].filter(({ dueAt }) => dueAt <= until);
      return due.sort((a, b) => compareText(a.dueAt, b.dueAt)).slice(0, limit);
    },
    closeWeeks: (lastWeek) => {
      if (lastWeek <= closedWeek) return;
      closedWeek = lastWeek;
      for (const row of filed.takeUpTo(lastWeek)) {
        row.days = row.days.filter((day) => weekOf(day.day) > lastWeek || !isOver(day, row.profile));
        const [oldest] = row.days;
        // Days that are not rolled up yet are looked at again when the next week closes.
        if (oldest !== undefined && weekOf(oldest.day) <= lastWeek) filed.file(row, lastWeek + 1);
      }
    },
  };
}

const NONE: readonly never[] = [];

/** Searches from the end: writes nearly always go to the current day. */
function dayIn(row: SubjectRow | undefined, day: string): Day | undefined {
  return row?.days.findLast((one) => one.day === day);
}

function emptyDay(day: string): Day {
  return {
    day,
    valueMinor: 0,
    unsupportedMinor: 0,
    closed: false,
    dueAt: null,
    reserved: [],
    entries: NONE,
    counts: undefined,
  };
}

function isOver({ day, closed, dueAt }: Day, { rolledUpThrough = '' }: Profile): boolean {
  return closed && dueAt === null && day <= rolledUpThrough;
}

/**
 * From this many entries of one day on, counting them for every judgement would cost more than keeping the counts.
 */
const MANY_ENTRIES = 8;

/** Returns a day as it is read: its entries are never changed in place. */
export function dayRead(row: Day): SubjectDay {
  const { day, valueMinor, unsupportedMinor, entries } = row;
  if (entries.length < MANY_ENTRIES) return { day, valueMinor, unsupportedMinor, entries };
  row.counts ??= countsOf(entries);
  return { day, valueMinor, unsupportedMinor, entries, counts: row.counts };
}

function setEntry(row: Day, entry: HistoryEntry): void {
  const known = row.entries.findIndex(({ refundId }) => refundId === entry.refundId);
  const isNew = known < 0;
  row.counts = isNew && row.counts !== undefined ? sumOfCounts(row.counts, countsOf([entry])) : undefined;
  row.entries = isNew ? inserted(row.entries, row.entries.length, entry) : row.entries.with(known, entry);
}

function heldBy(day: Day | undefined, refundId: string): Reserved | undefined {
  return day?.reserved.find((one) => one.refundId === refundId);
}

function refusalOf(
  day: Day | undefined,
  budget: RemainingBudget,
  reserved: Reserved,
): ReserveResult | undefined {
  const { refundId, version } = reserved;
  const held = heldBy(day, refundId);
  const value = reserved.valueMinor - (held?.valueMinor ?? 0);
  const unsupported = reserved.unsupportedMinor - (held?.unsupportedMinor ?? 0);
  if (held?.version === version && value === 0 && unsupported === 0) return 'repeated';
  if (day?.closed === true) return 'closed';
  if (held !== undefined && held.version > version) return 'over_budget';
  const valueFits = (held !== undefined && value <= 0) || (day?.valueMinor ?? 0) + value <= budget.valueMinor;
  const unsupportedFits =
    unsupported <= 0 || (day?.unsupportedMinor ?? 0) + unsupported <= budget.unsupportedMinor;
  return valueFits && unsupportedFits ? undefined : 'over_budget';
}
