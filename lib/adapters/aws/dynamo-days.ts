import type { ReserveResult, Store } from '../../app/ports.ts';
import { DUE_INDEX } from '../../contracts/names.ts';
import type { Room } from '../../domain/findings.ts';
import type { Contribution } from '../../domain/subjects.ts';
import { foldDueAt } from '../store-rules.ts';
import { dueKeys } from './due-keys.ts';
import { sumsFromItem } from './dynamo-subjects.ts';
import { type Change, type DynamoTable, isTooLarge } from './dynamo-table.ts';
import { dayKey, subjectDayOf } from './item-keys.ts';
import { type Item, itemReader, textValue, wholeValue } from './item-reader.ts';

/** The partition of the due index that lists days to fold. */
const FOLD_QUEUE = 'fold';

/** Answers the store's days: one item a subject and day, with its sums and one attribute a contribution. */
export function dynamoDays(
  table: DynamoTable,
): Pick<Store, 'reserve' | 'withdraw' | 'closeDay' | 'dropFold' | 'foldsDue'> {
  return {
    reserve: (room, contribution) => reserve(table, room, contribution),
    withdraw: async (ref, day, refundId) => {
      const key = dayKey(ref, day);
      const name = contributionName(refundId);
      const item = await table.get(key, 'strong');
      if (item === undefined || !Object.hasOwn(item, name)) return;
      const held = itemReader(item).text(name);
      const { valueMinor, unsupportedMinor } = amountsOf(held, item);
      // Refused means that another run withdrew it between the read and now: it is gone either way.
      await table.update(key, {
        update: 'REMOVE #held ADD #v :value, #u :unsupported',
        condition: '#held = :held',
        names: { '#held': name },
        values: {
          ':held': textValue(held),
          ':value': wholeValue(-valueMinor),
          ':unsupported': wholeValue(-unsupportedMinor),
        },
      });
    },
    closeDay: async (ref, day) => {
      const { pk, sk } = dayKey(ref, day);
      // Adding nothing has the sums answered without the contributions, and gives a day without any its zeros.
      const sums = await table.update(
        { pk, sk },
        {
          update: 'SET #closed = :true ADD #v :zero, #u :zero',
          values: { ':true': { BOOL: true }, ':zero': wholeValue(0) },
          answer: 'UPDATED_NEW',
        },
      );
      return sumsFromItem({ ...sums, pk: textValue(pk), sk: textValue(sk) });
    },
    dropFold: async (ref, day) => {
      await table.update(dayKey(ref, day), {
        update: 'REMOVE #dueQueue, #dueAt',
        condition: 'attribute_exists(#pk)',
      });
    },
    foldsDue: async (now, limit) => {
      const keys = await dueKeys(table, { index: DUE_INDEX, queue: FOLD_QUEUE, now, limit });
      return keys.map(subjectDayOf);
    },
  };
}

async function reserve(table: DynamoTable, room: Room, contribution: Contribution): Promise<ReserveResult> {
  const change = reservation(room, contribution);
  const key = dayKey(room.subject, room.day);
  if (change !== undefined && (await isMade(table, key, change))) return 'reserved';
  const item = (await table.get(key, 'strong')) ?? {};
  const held = item[contributionName(contribution.refundId)]?.S;
  if (held === contributionText(contribution)) return 'repeated';
  return itemReader(item).truth('closed') ? 'closed' : 'no_room';
}

/** A day with so many contributions that no more fit in the item has no room either: a person decides. */
async function isMade(table: DynamoTable, key: ReturnType<typeof dayKey>, change: Change): Promise<boolean> {
  try {
    return (await table.update(key, change)) !== undefined;
  } catch (error) {
    if (isTooLarge(error)) return false;
    throw error;
  }
}

/** Answers the write that makes a reservation, or undefined when even an empty day would have no room for it. */
function reservation(room: Room, contribution: Contribution): Change | undefined {
  const { valueMinor, unsupportedMinor, refundId } = contribution;
  const valueLeft = room.valueMinor - valueMinor;
  const unsupportedLeft = room.unsupportedMinor - unsupportedMinor;
  const leans = unsupportedMinor > 0;
  if (valueLeft < 0 || (leans && unsupportedLeft < 0)) return undefined;
  const unsupportedFits = ' AND (attribute_not_exists(#u) OR #u <= :unsupportedLeft)';
  return {
    update: `SET #held = :held${room.fold ? ', #dueQueue = :fold, #dueAt = :foldAt' : ''} ADD #v :value, #u :unsupported`,
    condition: `attribute_not_exists(#held) AND attribute_not_exists(#closed) AND (attribute_not_exists(#v) OR #v <= :valueLeft)${leans ? unsupportedFits : ''}`,
    names: { '#held': contributionName(refundId) },
    values: {
      ':held': textValue(contributionText(contribution)),
      ':value': wholeValue(valueMinor),
      ':unsupported': wholeValue(unsupportedMinor),
      ':valueLeft': wholeValue(valueLeft),
      ...(leans ? { ':unsupportedLeft': wholeValue(unsupportedLeft) } : {}),
      ...(room.fold ? { ':fold': textValue(FOLD_QUEUE), ':foldAt': textValue(foldDueAt(room.day)) } : {}),
    },
  };
}

function contributionName(refundId: string): string {
  return `r:${refundId}`;
}

function contributionText({ valueMinor, unsupportedMinor }: Contribution): string {
  return `${valueMinor},${unsupportedMinor}`;
}

function amountsOf(text: string, item: Item): Omit<Contribution, 'refundId'> {
  const [, value, unsupported] = /^(\d+),(\d+)$/.exec(text) ?? [];
  if (value === undefined || unsupported === undefined) {
    return itemReader(item).fail('a contribution is not two whole numbers');
  }
  return { valueMinor: Number(value), unsupportedMinor: Number(unsupported) };
}
