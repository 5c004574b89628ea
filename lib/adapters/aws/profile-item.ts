import { profileBodySchema } from '../../contracts/stored-shapes.ts';
import { EMPTY_PROFILE, type Profile } from '../../domain/history/subject-history.ts';
import type { RolledUpWeek, Totals } from '../../domain/history/weekly-totals.ts';
import type { SubjectRef } from '../../domain/refund/subject.ts';
import { profileKey } from './item-keys.ts';
import { type Item, itemReader, jsonValue, textValue, wholeValue } from './item-reader.ts';
import { eachOf, type FieldOrder, pack, unpack, withField } from './packed.ts';
import { packCounts, unpackCounts } from './packed-counts.ts';

/** A week as it is stored: the fields of its totals are on the same level as its other fields. */
type FlatWeek = Omit<RolledUpWeek, 'totals'> & Totals;

const WEEK_ORDER: FieldOrder<FlatWeek> = {
  week: true,
  counts: true,
  unsupportedMinor: true,
  customers: true,
  incidents: true,
  reviewers: true,
  claimReviewers: true,
  falseDays: true,
  takenOver: true,
  takenOverReviewers: true,
};

const VALUE_ORDER: FieldOrder<Profile['valueByDay'][number]> = { day: true, valueMinor: true };

/** Returns a subject's profile as one item. It holds a year of weeks, so each week is written as a short list. */
export function profileToItem(ref: SubjectRef, { version, ...body }: Profile): Item {
  const { pk, sk } = profileKey(ref);
  const packed = {
    ...body,
    valueByDay: body.valueByDay.map((one) => pack(VALUE_ORDER, one)),
    weeks: body.weeks.map(packWeek),
  };
  return { pk: textValue(pk), sk: textValue(sk), version: wholeValue(version), profile: jsonValue(packed) };
}

/**
 * Returns the profile an item holds, or the empty profile when there is no item.
 * @throws CorruptItemError when the item holds no profile.
 */
export function profileFromItem(item: Item | undefined): Profile {
  if (item === undefined) return EMPTY_PROFILE;
  const read = itemReader(item);
  return { version: read.whole('version'), ...read.json('profile', profileBodySchema, unpackProfile) };
}

function packWeek({ week, unsupportedMinor, totals }: RolledUpWeek): readonly unknown[] {
  const { counts, ...names } = totals;
  const given = Object.entries(names).filter(([, list]) => list.length > 0);
  return pack(WEEK_ORDER, {
    week,
    unsupportedMinor,
    counts: packCounts(counts),
    ...NO_NAMES,
    ...Object.fromEntries(given),
  });
}

/** An empty list is written like a missing field. */
const NO_NAMES = {
  customers: null,
  incidents: null,
  reviewers: null,
  claimReviewers: null,
  falseDays: null,
  takenOver: null,
  takenOverReviewers: null,
};

function unpackProfile(body: unknown): unknown {
  const dated = withField(body, 'valueByDay', (list) => eachOf(list, (one) => unpack(VALUE_ORDER, one)));
  return withField(dated, 'weeks', (list) => eachOf(list, unpackWeek));
}

function unpackWeek(list: unknown): unknown {
  const flat = unpack(WEEK_ORDER, list);
  if (typeof flat !== 'object' || flat === null) return flat;
  const { week, unsupportedMinor, counts, ...names } = { ...EMPTY_WEEK, ...flat };
  return { week, unsupportedMinor, totals: { counts: unpackCounts(counts), ...names } };
}

const EMPTY_WEEK: Omit<FlatWeek, 'week' | 'counts'> & { readonly week?: unknown; readonly counts?: unknown } =
  {
    unsupportedMinor: 0,
    customers: [],
    incidents: [],
    reviewers: [],
    claimReviewers: [],
    falseDays: [],
    takenOver: [],
    takenOverReviewers: [],
  };
