import type { ReserveResult, Store } from '../../app/ports.ts';
import type { Room } from '../../domain/findings.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import type { Reserved, SubjectRef } from '../../domain/subjects.ts';
import { foldDueAt } from '../store-rules.ts';
import { entryAttribute, entryToValue } from './day-item.ts';
import { type Change, type DynamoTable, isTooLarge } from './dynamo-table.ts';
import { dueAnew, foldMark, SET_FOLD_MARK } from './fold-mark.ts';
import { dayKey } from './item-keys.ts';
import { type Item, itemReader, textValue, wholeValue } from './item-reader.ts';

/** Answers what the store reserves of a subject's day: one attribute a reservation, and their sums beside them. */
export function dynamoReservations(table: DynamoTable): Pick<Store, 'reserve' | 'support' | 'withdraw'> {
  return {
    reserve: (room, reserved, entry) => reserve(table, room, { reserved, entry }),
    withdraw: (ref, day, refundId) =>
      changeReserved(table, { ref, day, refundId }, (held) => ({
        update: 'REMOVE #held ADD #v :value, #u :unsupported',
        values: {
          ':value': wholeValue(-held.valueMinor),
          ':unsupported': wholeValue(-held.unsupportedMinor),
        },
      })),
    support: (ref, day, refundId) =>
      changeReserved(table, { ref, day, refundId }, (held) =>
        held.unsupportedMinor === 0
          ? undefined
          : {
              update: 'SET #held = :supported ADD #u :unsupported',
              values: {
                ':supported': textValue(reservedText({ ...held, unsupportedMinor: 0 })),
                ':unsupported': wholeValue(-held.unsupportedMinor),
              },
            },
      ),
  };
}

interface ToReserve {
  readonly reserved: Reserved;
  readonly entry: HistoryEntry | undefined;
}

async function reserve(table: DynamoTable, room: Room, asked: ToReserve): Promise<ReserveResult> {
  const { reserved } = asked;
  const change = reservation(room, asked);
  const key = dayKey(room.subject, room.day);
  if (change !== undefined && (await isMade(table, key, change))) return 'reserved';
  const item = (await table.get(key, 'strong')) ?? {};
  const held = item[reservedAttribute(reserved.refundId)]?.S;
  if (held === reservedText(reserved)) return 'repeated';
  return itemReader(item).truth('closed') ? 'closed' : 'no_room';
}

/** A day with so many reservations that no more fit in the item has no room either: a person decides. */
async function isMade(table: DynamoTable, key: ReturnType<typeof dayKey>, change: Change): Promise<boolean> {
  try {
    return (await table.update(key, change)) !== undefined;
  } catch (error) {
    if (isTooLarge(error)) return false;
    throw error;
  }
}

/** Answers the write that makes a reservation, or undefined when even an empty day would have no room for it. */
function reservation(room: Room, { reserved, entry }: ToReserve): Change | undefined {
  const { valueMinor, unsupportedMinor, refundId } = reserved;
  const valueLeft = room.valueMinor - valueMinor;
  const unsupportedLeft = room.unsupportedMinor - unsupportedMinor;
  const leans = unsupportedMinor > 0;
  if (valueLeft < 0 || (leans && unsupportedLeft < 0)) return undefined;
  const unsupportedFits = ' AND (attribute_not_exists(#u) OR #u <= :unsupportedLeft)';
  const sets = [
    '#held = :held',
    ...(entry === undefined ? [] : ['#entry = :entry']),
    ...(room.fold ? [SET_FOLD_MARK] : []),
  ];
  return {
    update: `SET ${sets.join(', ')} ADD #v :value, #u :unsupported`,
    condition: `attribute_not_exists(#held) AND attribute_not_exists(#closed) AND (attribute_not_exists(#v) OR #v <= :valueLeft)${leans ? unsupportedFits : ''}`,
    names: { '#held': reservedAttribute(refundId), '#entry': entryAttribute(refundId) },
    values: {
      ':held': textValue(reservedText(reserved)),
      ':value': wholeValue(valueMinor),
      ':unsupported': wholeValue(unsupportedMinor),
      ':valueLeft': wholeValue(valueLeft),
      ...(leans ? { ':unsupportedLeft': wholeValue(unsupportedLeft) } : {}),
      ...(entry === undefined ? {} : { ':entry': entryToValue(room.subject, entry) }),
      ...(room.fold ? foldMark(foldDueAt(room.day)) : {}),
    },
  };
}

interface ReservedRef {
  readonly ref: SubjectRef;
  readonly day: string;
  readonly refundId: string;
}

/** Changes what a refund has reserved, once; on a closed day, has the day folded anew. */
async function changeReserved(
  table: DynamoTable,
  { ref, day, refundId }: ReservedRef,
  changeOf: (held: Reserved) => (Change & { readonly values: Item }) | undefined,
): Promise<void> {
  const key = dayKey(ref, day);
  const name = reservedAttribute(refundId);
  // Refused means that another run changed it, or the day closed, between the read and now: each can happen but once.
  for (;;) {
    const item = await table.get(key, 'strong');
    if (item === undefined || !Object.hasOwn(item, name)) return;
    const read = itemReader(item);
    const held = read.text(name);
    const change = changeOf(reservedOf(refundId, held, item));
    if (change === undefined) return;
    const closed = read.truth('closed');
    const { update, values } = change;
    const made = await table.update(key, {
      update: closed ? withMark(update) : update,
      condition: `#held = :held AND attribute_${closed ? '' : 'not_'}exists(#closed)`,
      names: { '#held': name },
      values: { ...values, ':held': textValue(held), ...(closed ? foldMark(dueAnew(day)) : {}) },
    });
    if (made !== undefined) return;
  }
}

function withMark(update: string): string {
  return update.startsWith('SET ')
    ? update.replace('SET ', `SET ${SET_FOLD_MARK}, `)
    : `SET ${SET_FOLD_MARK} ${update}`;
}

function reservedAttribute(refundId: string): string {
  return `r:${refundId}`;
}

function reservedText({ valueMinor, unsupportedMinor }: Reserved): string {
  return `${valueMinor},${unsupportedMinor}`;
}

function reservedOf(refundId: string, text: string, item: Item): Reserved {
  const [, value, unsupported] = /^(\d+),(\d+)$/.exec(text) ?? [];
  if (value === undefined || unsupported === undefined) {
    return itemReader(item).fail('a reservation is not two whole numbers');
  }
  return { refundId, valueMinor: Number(value), unsupportedMinor: Number(unsupported) };
}
