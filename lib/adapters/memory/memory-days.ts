import type { ReserveResult, Store } from '../../app/ports.ts';
import type { Room } from '../../domain/findings.ts';
import type { Contribution, SubjectRef } from '../../domain/subjects.ts';
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
  contributions: Map<string, Contribution> | undefined;
}

/** A day by its subject. */
interface DayRef {
  readonly subject: SubjectRef;
  readonly day: string;
}

/** The days of a store in memory, kept in their subjects' rows. */
export interface MemoryDays
  extends Pick<Store, 'reserve' | 'withdraw' | 'closeDay' | 'dropFold' | 'foldsDue'> {
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
  const dayAt = ({ subject, day }: DayRef): Day | undefined =>
    find(subject)?.days.find((one) => one.day === day);
  const folds = new DueHeap<DayRef>(({ value, dueAt }) => dayAt(value)?.dueAt === dueAt);
  const dayOf = (ref: DayRef): Day => dayAt(ref) ?? addDay(rowOf(ref.subject), ref.day);
  return {
    reserve: async (room, contribution) => {
      const { subject, day } = room;
      const refusal = refusalOf(dayAt({ subject, day }), room, contribution);
      if (refusal !== undefined) return refusal;
      const row = dayOf({ subject, day });
      row.contributions ??= new Map();
      row.contributions.set(contribution.refundId, contribution);
      row.valueMinor += contribution.valueMinor;
      row.unsupportedMinor += contribution.unsupportedMinor;
      if (room.fold && row.dueAt === null) {
        row.dueAt = foldDueAt(day);
        folds.push({ dueAt: row.dueAt, id: `${subject.kind}#${subject.id}#${day}`, value: { subject, day } });
      }
      return 'reserved';
    },
    withdraw: async (subject, day, refundId) => {
      const row = dayAt({ subject, day });
      const held = row?.contributions?.get(refundId);
      if (row === undefined || held === undefined) return;
      row.contributions?.delete(refundId);
      row.valueMinor -= held.valueMinor;
      row.unsupportedMinor -= held.unsupportedMinor;
    },
    closeDay: async (subject, day) => {
      const row = dayOf({ subject, day });
      row.closed = true;
      return { day, valueMinor: row.valueMinor, unsupportedMinor: row.unsupportedMinor };
    },
    dropFold: async (subject, day) => {
      const row = dayAt({ subject, day });
      if (row !== undefined) row.dueAt = null;
    },
    foldsDue: async (now, limit) => folds.due(now.toISOString(), limit).map(({ value }) => value),
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
    contributions: undefined,
  };
  const at = row.days.findLastIndex((one) => one.day < day) + 1;
  row.days = row.days.toSpliced(at, 0, added);
  return added;
}

function refusalOf(day: Day | undefined, room: Room, contribution: Contribution): ReserveResult | undefined {
  const { refundId, valueMinor, unsupportedMinor } = contribution;
  const held = day?.contributions?.get(refundId);
  const isSame = held?.valueMinor === valueMinor && held.unsupportedMinor === unsupportedMinor;
  if (isSame) return 'repeated';
  if (day?.closed === true) return 'closed';
  if (held !== undefined) return 'no_room';
  const valueFits = (day?.valueMinor ?? 0) + valueMinor <= room.valueMinor;
  const unsupportedFits =
    unsupportedMinor === 0 || (day?.unsupportedMinor ?? 0) + unsupportedMinor <= room.unsupportedMinor;
  return valueFits && unsupportedFits ? undefined : 'no_room';
}
