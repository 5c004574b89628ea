import type { DueFold, ReserveResult, Store } from '../../app/ports.ts';
import { weekOf } from '../../domain/calendar.ts';
import type { Room } from '../../domain/findings.ts';
import { type HistoryEntry, type Tally, tallyOf, tallyWith } from '../../domain/history.ts';
import type { Reserved, SubjectDay, SubjectRef } from '../../domain/subjects.ts';
import { foldDueAt } from '../store-rules.ts';
import { DueHeap } from './due-heap.ts';
import type { SubjectRow } from './memory-subjects.ts';

/** One day of one subject: its sums and what they are made of. */
export interface Day {
  readonly day: string;
  valueMinor: number;
  unsupportedMinor: number;
  closed: boolean;
  /** When it is to be folded; null while it is not on the fold's list. */
  dueAt: string | null;
  /** By refund; undefined when there are none, for most days of most subjects are past. */
  reserved: Map<string, Reserved> | undefined;
  entries: readonly HistoryEntry[];
  /** The sum of the entries, kept where there are many; undefined until it is asked for. */
  tally: Tally | undefined;
}

/** A day by its subject. */
interface DayRef {
  readonly subject: SubjectRef;
  readonly day: string;
}

/** The days of a store in memory, kept in their subjects' rows. */
export interface MemoryDays
  extends Pick<
    Store,
    'reserve' | 'contribute' | 'support' | 'withdraw' | 'daysOf' | 'closeDay' | 'dropFold' | 'foldsDue'
  > {
  /** Takes no more corrections of a week and those before it: its days may be dropped from then on. */
  readonly closeWeeks: (lastWeek: number) => void;
  /** Drops what is on the fold's list in vain. */
  readonly compact: () => void;
}

/** Answers the days in rows that are made when first written to. */
export function memoryDays({
  rowOf,
  find,
}: {
  readonly rowOf: (ref: SubjectRef) => SubjectRow;
  readonly find: (ref: SubjectRef) => SubjectRow | undefined;
}): MemoryDays {
  let closedWeek = Number.NEGATIVE_INFINITY;
  const dayAt = ({ subject, day }: DayRef): Day | undefined =>
    find(subject)?.days.find((one) => one.day === day);
  const folds = new DueHeap<DayRef>(({ value, dueAt }) => dayAt(value)?.dueAt === dueAt);
  const dayOf = (ref: DayRef): Day => dayAt(ref) ?? addDay(rowOf(ref.subject), ref.day);
  const markForFold = (row: Day, { subject, day }: DayRef): void => {
    if (row.dueAt !== null) return;
    row.dueAt = foldDueAt(day);
    folds.push({ dueAt: row.dueAt, id: `${subject.kind}#${subject.id}#${day}`, value: { subject, day } });
  };
  return {
    reserve: async (room, reserved, entry) => {
      const { subject, day } = room;
      const refusal = refusalOf(dayAt({ subject, day }), room, reserved);
      if (refusal !== undefined) return refusal;
      const row = dayOf({ subject, day });
      row.reserved ??= new Map();
      row.reserved.set(reserved.refundId, reserved);
      row.valueMinor += reserved.valueMinor;
      row.unsupportedMinor += reserved.unsupportedMinor;
      if (entry !== undefined) setEntry(row, entry);
      if (room.fold) markForFold(row, { subject, day });
      return 'reserved';
    },
    contribute: async (subject, entry) => {
      const { day } = entry;
      if (weekOf(day) <= closedWeek) return;
      const row = dayOf({ subject, day });
      setEntry(row, entry);
      markForFold(row, { subject, day });
    },
    daysOf: async (subject, first, last) =>
      (find(subject)?.days ?? []).filter(({ day }) => day >= first && day <= last).map(dayRead),
    withdraw: async (subject, day, refundId) => {
      const row = dayAt({ subject, day });
      const held = row?.reserved?.get(refundId);
      if (row === undefined || held === undefined) return;
      row.reserved?.delete(refundId);
      row.valueMinor -= held.valueMinor;
      row.unsupportedMinor -= held.unsupportedMinor;
      if (row.closed) markForFold(row, { subject, day });
    },
    support: async (subject, day, refundId) => {
      const row = dayAt({ subject, day });
      const held = row?.reserved?.get(refundId);
      if (row === undefined || held === undefined || held.unsupportedMinor === 0) return;
      row.reserved?.set(refundId, { ...held, unsupportedMinor: 0 });
      row.unsupportedMinor -= held.unsupportedMinor;
      if (row.closed) markForFold(row, { subject, day });
    },
    closeDay: async (subject, day) => {
      dayOf({ subject, day }).closed = true;
    },
    // Nothing comes between a read and its drop here: one process, one thing at a time.
    dropFold: async (fold) => {
      const row = dayAt(fold);
      if (row !== undefined) row.dueAt = null;
    },
    foldsDue: async (now, limit) =>
      folds.due(now.toISOString(), limit).map(({ value, dueAt }): DueFold => ({ ...value, dueAt })),
    closeWeeks: (lastWeek) => {
      closedWeek = Math.max(closedWeek, lastWeek);
    },
    compact: () => folds.compact(),
  };
}

/** A subject has few days at a time that are not folded, so they are a sorted list. */
function addDay(row: SubjectRow, day: string): Day {
  const added: Day = {
    day,
    valueMinor: 0,
    unsupportedMinor: 0,
    closed: false,
    dueAt: null,
    reserved: undefined,
    entries: [],
    tally: undefined,
  };
  const at = row.days.findLastIndex((one) => one.day < day) + 1;
  row.days = row.days.toSpliced(at, 0, added);
  return added;
}

/** From how many entries of one day on summing them for every judgement would cost more than keeping the sum. */
const MANY_ENTRIES = 16;

/** Answers a day as it is read: its entries are never changed in place. */
export function dayRead(row: Day): SubjectDay {
  const { day, valueMinor, unsupportedMinor, entries } = row;
  if (entries.length < MANY_ENTRIES) return { day, valueMinor, unsupportedMinor, entries };
  row.tally ??= tallyOf(entries);
  return { day, valueMinor, unsupportedMinor, entries, tally: row.tally };
}

function setEntry(row: Day, entry: HistoryEntry): void {
  const others = row.entries.filter(({ refundId }) => refundId !== entry.refundId);
  const isNew = others.length === row.entries.length;
  row.tally = isNew && row.tally !== undefined ? tallyWith(row.tally, entry) : undefined;
  row.entries = [...others, entry];
}

function refusalOf(day: Day | undefined, room: Room, reserved: Reserved): ReserveResult | undefined {
  const { refundId, valueMinor, unsupportedMinor } = reserved;
  const held = day?.reserved?.get(refundId);
  const isSame = held?.valueMinor === valueMinor && held.unsupportedMinor === unsupportedMinor;
  if (isSame) return 'repeated';
  if (day?.closed === true) return 'closed';
  if (held !== undefined) return 'no_room';
  const valueFits = (day?.valueMinor ?? 0) + valueMinor <= room.valueMinor;
  const unsupportedFits =
    unsupportedMinor === 0 || (day?.unsupportedMinor ?? 0) + unsupportedMinor <= room.unsupportedMinor;
  return valueFits && unsupportedFits ? undefined : 'no_room';
}
