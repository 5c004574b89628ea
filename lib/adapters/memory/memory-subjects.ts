import { isDeepStrictEqual } from 'node:util';
import type { Store } from '../../app/ports.ts';
import { type DaySums, EMPTY_PROFILE, type Profile, type SubjectRef } from '../../domain/subjects.ts';
import { requireNextVersion } from '../store-rules.ts';
import { type Day, memoryDays } from './memory-days.ts';

type SubjectMethod =
  | 'subject'
  | 'profile'
  | 'saveProfile'
  | 'reserve'
  | 'withdraw'
  | 'closeDay'
  | 'dropFold'
  | 'foldsDue';

/** The subjects of a store in memory. */
export interface MemorySubjects extends Pick<Store, SubjectMethod> {
  /** Drops folded days, the contributions of refunds that have ended, and subjects nothing is known of any more. */
  readonly forget: (hasEnded: (refundId: string) => boolean) => void;
  readonly count: () => number;
}

/** One subject: its profile and those of its days that are still kept, oldest first. */
export interface SubjectRow {
  profile: Profile;
  days: readonly Day[];
}

/** Answers an empty set of subjects. */
export function memorySubjects(): MemorySubjects {
  const rows = new Map<string, SubjectRow>();
  const find = (ref: SubjectRef): SubjectRow | undefined => rows.get(subjectId(ref));
  const rowOf = (ref: SubjectRef): SubjectRow => {
    const known = find(ref);
    if (known !== undefined) return known;
    const row: SubjectRow = { profile: EMPTY_PROFILE, days: [] };
    rows.set(subjectId(ref), row);
    return row;
  };
  const { compact, ...days } = memoryDays({ rowOf, find });
  return {
    ...days,
    subject: async (subject) => {
      const row = find(subject);
      return row === undefined
        ? { subject, profile: EMPTY_PROFILE, days: [] }
        : { subject, profile: row.profile, days: openDays(row) };
    },
    profile: async (ref) => find(ref)?.profile ?? EMPTY_PROFILE,
    saveProfile: async (ref, profile, seenVersion) => {
      requireNextVersion(`The profile of ${ref.kind} ${ref.id}`, profile.version, seenVersion);
      const row = rowOf(ref);
      if (row.profile.version !== seenVersion)
        return isDeepStrictEqual(row.profile, profile) ? 'saved' : 'moved';
      row.profile = profile;
      return 'saved';
    },
    forget: (hasEnded) => {
      for (const [id, row] of rows) {
        row.days = row.days.filter((one) => !isOver(one, row.profile));
        for (const day of row.days) day.contributions = stillOpen(day.contributions, hasEnded);
        if (row.days.length === 0 && row.profile.version === 0) rows.delete(id);
      }
      compact();
    },
    count: () => rows.size,
  };
}

function subjectId({ kind, id }: SubjectRef): string {
  return `${kind}#${id}`;
}

function openDays({ profile: { foldedThrough = '' }, days }: SubjectRow): readonly DaySums[] {
  const open: DaySums[] = [];
  for (const { day, valueMinor, unsupportedMinor } of days) {
    if (day > foldedThrough) open.push({ day, valueMinor, unsupportedMinor });
  }
  return open;
}

function isOver({ day, closed, dueAt }: Day, { foldedThrough = '' }: Profile): boolean {
  return closed && dueAt === null && day <= foldedThrough;
}

/** A contribution may be withdrawn until its refund has ended; after that, only the sums count. */
function stillOpen(
  contributions: Day['contributions'],
  hasEnded: (refundId: string) => boolean,
): Day['contributions'] {
  for (const refundId of contributions?.keys() ?? []) if (hasEnded(refundId)) contributions?.delete(refundId);
  return contributions?.size === 0 ? undefined : contributions;
}
