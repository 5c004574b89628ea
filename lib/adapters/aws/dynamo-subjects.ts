import type { SubjectStore } from '../../app/ports.ts';
import { UnreadableError } from '../../app/unreadable-error.ts';
import {
  EMPTY_PROFILE,
  type Profile,
  type SubjectDay,
  type SubjectHistory,
} from '../../domain/history/subject-history.ts';
import type { SubjectRef } from '../../domain/refund/subject.ts';
import { requireNextVersion } from '../store-rules.ts';
import { dayFromItem } from './day-item.ts';
import { type DynamoTable, keyOf } from './dynamo-table.ts';
import { profileKey, subjectDayOf, subjectPartition } from './item-keys.ts';
import { type Item, textValue } from './item-reader.ts';
import { profileFromItem, profileToItem } from './profile-item.ts';
import { unlessChanged } from './unless-changed.ts';

/** Thrown when a subject has more open days than one decision may read: the roll-up has not run for long. */
export class OpenDaysError extends UnreadableError {
  override readonly name = 'OpenDaysError';

  constructor({ kind, id }: SubjectRef, days: number) {
    super(`The subject ${kind} ${id} has ${days} days or more that are not rolled up.`);
  }
}

/** Profile, today and yesterday: most subjects have no more. Later pages are for days that are not rolled up yet. */
const FIRST_PAGE = 3;
const LATER_PAGE = 25;
const MAX_PAGES = 5;

/** Returns the store's subjects, to read and roll up; `dynamoDays` writes their days. */
export function dynamoSubjects(table: DynamoTable): SubjectStore {
  return {
    subject: (ref) => readSubject(table, ref),
    profile: async (ref, consistency) => profileFromItem(await table.get(profileKey(ref), consistency)),
    saveProfile: async (ref, profile, seenVersion) => {
      requireNextVersion(`The profile of ${ref.kind} ${ref.id}`, profile.version, seenVersion);
      return table.put(profileToItem(ref, profile), unlessChanged(seenVersion));
    },
  };
}

/** Reads from the end of the partition: `PROFILE` sorts after every `DAY#`, so it comes first, then the newest day. */
async function readSubject(table: DynamoTable, subject: SubjectRef): Promise<SubjectHistory> {
  let profile = EMPTY_PROFILE;
  const days: SubjectDay[] = [];
  let after: Item | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await table.query({
      keys: '#pk = :pk',
      values: { ':pk': textValue(subjectPartition(subject)) },
      newestFirst: true,
      limit: page === 0 ? FIRST_PAGE : LATER_PAGE,
      after,
    });
    for (const item of answer.items) {
      if (item['sk']?.S === 'PROFILE') {
        profile = profileFromItem(item);
        continue;
      }
      if (isRolledUp(subjectDayOf(keyOf(item)), profile)) return { subject, profile, days };
      days.unshift(dayFromItem(item));
    }
    after = answer.next;
    if (after === undefined) return { subject, profile, days };
  }
  throw new OpenDaysError(subject, days.length);
}

function isRolledUp({ day }: { readonly day: string }, { rolledUpThrough }: Profile): boolean {
  return rolledUpThrough !== undefined && day <= rolledUpThrough;
}
