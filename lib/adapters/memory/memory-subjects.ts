import { isDeepStrictEqual } from 'node:util';
import type { Store } from '../../app/ports.ts';
import { weekOf } from '../../domain/calendar.ts';
import {
  EMPTY_PROFILE,
  type Profile,
  type SubjectDay,
  type SubjectKind,
  type SubjectRef,
} from '../../domain/subjects.ts';
import { requireNextVersion } from '../store-rules.ts';
import { type Day, dayRead, memoryDays } from './memory-days.ts';

type SubjectMethod =
  | 'subject'
  | 'profile'
  | 'saveProfile'
  | 'reserve'
  | 'contribute'
  | 'support'
  | 'daysOf'
  | 'withdraw'
  | 'closeDay'
  | 'dropFold'
  | 'foldsDue';

/** The subjects of a store in memory. */
export interface MemorySubjects extends Pick<Store, SubjectMethod> {
  /** Takes no more corrections of a week and those before it. */
  readonly closeWeeks: (lastWeek: number) => void;
  /**
   * Drops folded days up to a week that is closed, what refunds had reserved that are at rest, and subjects nothing is
   * known of any more.
   */
  readonly forget: (lastWeek: number, isAtRest: (refundId: string) => boolean) => void;
  readonly count: () => number;
}

/** One subject: its profile and those of its days that are still kept, oldest first. */
export interface SubjectRow {
  profile: Profile;
  days: readonly Day[];
}

/** Answers an empty set of subjects. */
export function memorySubjects(): MemorySubjects {
  // By kind, then id: a key of both would have to be put together for every look.
  const rows = new Map<SubjectKind, Map<string, SubjectRow>>();
  const find = ({ kind, id }: SubjectRef): SubjectRow | undefined => rows.get(kind)?.get(id);
  const addRow = ({ kind, id }: SubjectRef): SubjectRow => {
    const row: SubjectRow = { profile: EMPTY_PROFILE, days: NO_DAYS };
    const ofKind = rows.get(kind);
    if (ofKind === undefined) rows.set(kind, new Map([[id, row]]));
    else ofKind.set(id, row);
    return row;
  };
  return {
    ...memoryDays({ find, addRow }),
    subject: async (subject) => {
      const row = find(subject);
      return row === undefined
        ? { subject, profile: EMPTY_PROFILE, days: NO_DAYS }
        : { subject, profile: row.profile, days: openDays(row) };
    },
    profile: async (ref) => find(ref)?.profile ?? EMPTY_PROFILE,
    saveProfile: async (ref, profile, seenVersion) => {
      requireNextVersion(`The profile of ${ref.kind} ${ref.id}`, profile.version, seenVersion);
      const row = find(ref) ?? addRow(ref);
      if (row.profile.version !== seenVersion)
        return isDeepStrictEqual(row.profile, profile) ? 'saved' : 'moved';
      row.profile = profile;
      return 'saved';
    },
    forget: (lastWeek, isAtRest) => {
      for (const ofKind of rows.values()) {
        for (const [id, row] of ofKind) {
          row.days = stillKept(row, lastWeek);
          for (const day of row.days) day.reserved = stillOpen(day.reserved, isAtRest);
          if (row.days.length === 0 && row.profile.version === 0) ofKind.delete(id);
        }
      }
    },
    count: () => rows.values().reduce((sum, ofKind) => sum + ofKind.size, 0),
  };
}

const NO_DAYS: readonly never[] = [];

function openDays({ profile: { foldedThrough = '' }, days }: SubjectRow): readonly SubjectDay[] {
  const firstOpen = days.findLastIndex(({ day }) => day <= foldedThrough) + 1;
  return firstOpen === days.length ? NO_DAYS : days.slice(firstOpen).map(dayRead);
}

function isOver({ day, closed, dueAt }: Day, { foldedThrough = '' }: Profile): boolean {
  return closed && dueAt === null && day <= foldedThrough;
}

/** Every subject is gone over each week, so the days are copied only where one of them goes. */
function stillKept({ profile, days }: SubjectRow, lastWeek: number): readonly Day[] {
  for (const one of days) {
    if (isPast(one, profile, lastWeek)) return days.filter((day) => !isPast(day, profile, lastWeek));
  }
  return days;
}

function isPast(one: Day, profile: Profile, lastWeek: number): boolean {
  return isOver(one, profile) && weekOf(one.day) <= lastWeek;
}

/** A reservation may be withdrawn, or supported by a late scan, until its refund is at rest; then only the sums count. */
function stillOpen(reserved: Day['reserved'], isAtRest: (refundId: string) => boolean): Day['reserved'] {
  for (const one of reserved) {
    if (isAtRest(one.refundId)) return reserved.filter(({ refundId }) => !isAtRest(refundId));
  }
  return reserved;
}
