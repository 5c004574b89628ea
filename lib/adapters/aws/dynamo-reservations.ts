import type { DayStore, ReserveResult } from '../../app/ports.ts';
import type { RemainingBudget } from '../../domain/checks/findings.ts';
import type { HistoryEntry } from '../../domain/history/history.ts';
import type { Reserved, SubjectRef } from '../../domain/refund/subject.ts';
import { rollUpDueAt } from '../store-rules.ts';
import { entryAttribute, entryToValue } from './day-item.ts';
import { type Change, type DynamoTable, isTooLarge } from './dynamo-table.ts';
import { dayKey } from './item-keys.ts';
import { type Item, itemReader, textValue, wholeValue } from './item-reader.ts';
import { dueAnew, rollUpMark, SET_ROLL_UP_MARK } from './roll-up-mark.ts';

/** Returns the store's reservations: one attribute each in the item of a subject's day, which also has their sums. */
export function dynamoReservations(table: DynamoTable): Pick<DayStore, 'reserve' | 'support' | 'withdraw'> {
  return {
    reserve: (budget, reserved, entry) => reserve(table, budget, { reserved, entry }),
    withdraw: (ref, day, { refundId, version }) =>
      changeReserved(table, { ref, day, refundId }, (held) =>
        held.version > version
          ? undefined
          : {
              update: 'REMOVE #held ADD #v :value, #u :unsupported',
              values: {
                ':value': wholeValue(-held.valueMinor),
                ':unsupported': wholeValue(-held.unsupportedMinor),
              },
            },
      ),
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

async function reserve(
  table: DynamoTable,
  budget: RemainingBudget,
  asked: ToReserve,
): Promise<ReserveResult> {
  const { reserved } = asked;
  const key = dayKey(budget.subject, budget.day);
  if (await isMade(table, key, reservation(budget, asked, undefined))) return 'reserved';
  // If the reservation changed between the read and the refused write, another run of the refund changed it: try again.
  // This can happen only once.
  for (;;) {
    const item = (await table.get(key, 'strong')) ?? {};
    const text = item[reservedAttribute(reserved.refundId)]?.S;
    if (text === reservedText(reserved)) return 'repeated';
    if (itemReader(item).truth('closed')) return 'closed';
    if (text === undefined) return 'over_budget';
    const held = reservedOf(reserved.refundId, text, item);
    if (held.version > reserved.version) return 'over_budget';
    if (await isMade(table, key, reservation(budget, asked, held))) return 'reserved';
    const now = (await table.get(key, 'strong'))?.[reservedAttribute(reserved.refundId)]?.S;
    if (now === text) return 'over_budget';
  }
}

/** Returns true if the write was made. A day whose item is full counts as over budget too: a person decides. */
async function isMade(
  table: DynamoTable,
  key: ReturnType<typeof dayKey>,
  change: Change | undefined,
): Promise<boolean> {
  if (change === undefined) return false;
  try {
    return (await table.update(key, change)) !== undefined;
  } catch (error) {
    if (isTooLarge(error)) return false;
    throw error;
  }
}

/**
 * Returns the write that makes a reservation and replaces the one the refund already holds, if any. Returns undefined
 * when the remaining budget is too small even for an empty day. A reservation that takes no more than before needs no
 * budget.
 */
function reservation(
  budget: RemainingBudget,
  { reserved, entry }: ToReserve,
  held: Reserved | undefined,
): Change | undefined {
  const { refundId } = reserved;
  const value = reserved.valueMinor - (held?.valueMinor ?? 0);
  const unsupported = reserved.unsupportedMinor - (held?.unsupportedMinor ?? 0);
  const valueLeft = budget.valueMinor - value;
  const unsupportedLeft = budget.unsupportedMinor - unsupported;
  const takesValue = held === undefined || value > 0;
  const leans = unsupported > 0;
  if ((takesValue && valueLeft < 0) || (leans && unsupportedLeft < 0)) return undefined;
  const sets = [
    '#held = :held',
    ...(entry === undefined ? [] : ['#entry = :entry']),
    ...(budget.rollUp ? [SET_ROLL_UP_MARK] : []),
  ];
  const conditions = [
    held === undefined ? 'attribute_not_exists(#held)' : '#held = :before',
    'attribute_not_exists(#closed)',
    ...(takesValue ? ['(attribute_not_exists(#v) OR #v <= :valueLeft)'] : []),
    ...(leans ? ['(attribute_not_exists(#u) OR #u <= :unsupportedLeft)'] : []),
  ];
  return {
    update: `SET ${sets.join(', ')} ADD #v :value, #u :unsupported`,
    condition: conditions.join(' AND '),
    names: { '#held': reservedAttribute(refundId), '#entry': entryAttribute(refundId) },
    values: {
      ':held': textValue(reservedText(reserved)),
      ':value': wholeValue(value),
      ':unsupported': wholeValue(unsupported),
      ...(held === undefined ? {} : { ':before': textValue(reservedText(held)) }),
      ...(takesValue ? { ':valueLeft': wholeValue(valueLeft) } : {}),
      ...(leans ? { ':unsupportedLeft': wholeValue(unsupportedLeft) } : {}),
      ...(entry === undefined ? {} : { ':entry': entryToValue(budget.subject, entry) }),
      ...(budget.rollUp ? rollUpMark(rollUpDueAt(budget.day)) : {}),
    },
  };
}

interface ReservedRef {
  readonly ref: SubjectRef;
  readonly day: string;
  readonly refundId: string;
}

/** Changes what a refund has reserved. A change on a closed day has the day rolled up again. */
async function changeReserved(
  table: DynamoTable,
  { ref, day, refundId }: ReservedRef,
  changeOf: (held: Reserved) => (Change & { readonly values: Item }) | undefined,
): Promise<void> {
  const key = dayKey(ref, day);
  const name = reservedAttribute(refundId);
  // A refused write means that, after the read, another run changed the reservation or the day was closed. Each can
  // happen only once.
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
      values: { ...values, ':held': textValue(held), ...(closed ? rollUpMark(dueAnew(day)) : {}) },
    });
    if (made !== undefined) return;
  }
}

function withMark(update: string): string {
  return update.startsWith('SET ')
    ? update.replace('SET ', `SET ${SET_ROLL_UP_MARK}, `)
    : `SET ${SET_ROLL_UP_MARK} ${update}`;
}

function reservedAttribute(refundId: string): string {
  return `r:${refundId}`;
}

function reservedText({ valueMinor, unsupportedMinor, version }: Reserved): string {
  return `${valueMinor},${unsupportedMinor},${version}`;
}

function reservedOf(refundId: string, text: string, item: Item): Reserved {
  const [, value, unsupported, version] = /^(\d+),(\d+),(\d+)$/.exec(text) ?? [];
  if (value === undefined || unsupported === undefined || version === undefined) {
    return itemReader(item).fail('a reservation is not three whole numbers');
  }
  return {
    refundId,
    valueMinor: Number(value),
    unsupportedMinor: Number(unsupported),
    version: Number(version),
  };
}
