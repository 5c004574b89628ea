import { isDeepStrictEqual } from 'node:util';
import { requireNextVersion } from '../../adapters/store-rules.ts';
import type { SubjectStore } from '../../app/ports.ts';
import { EMPTY_PROFILE, type SubjectDay } from '../../domain/history/subject-history.ts';
import type { SubjectKind, SubjectRef } from '../../domain/refund/subject.ts';
import { dayRead, type MemoryDays, memoryDays } from './memory-days.ts';
import type { SubjectRow } from './subject-row.ts';

/** The subjects of a store in memory. */
export interface MemorySubjects extends SubjectStore, MemoryDays {
  readonly count: () => number;
}

/** Returns an empty set of subjects. */
export function memorySubjects(): MemorySubjects {
  // By kind, then id: a joint key would have to be built for every lookup.
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
    count: () => rows.values().reduce((sum, ofKind) => sum + ofKind.size, 0),
  };
}

const NO_DAYS: readonly never[] = [];

function openDays({ profile: { rolledUpThrough = '' }, days }: SubjectRow): readonly SubjectDay[] {
  const firstOpen = days.findLastIndex(({ day }) => day <= rolledUpThrough) + 1;
  return firstOpen === days.length ? NO_DAYS : days.slice(firstOpen).map(dayRead);
}
