import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { CorruptItemError, type ItemKey } from './corrupt-item-error.ts';
import { type Check, listOf } from './item-checks.ts';

/** An item as it goes over the wire: attribute names to typed values. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** Answers a text as an attribute. */
export function textValue(text: string): AttributeValue {
  return { S: text };
}

/** Answers a whole number as an attribute. */
export function wholeValue(number: number): AttributeValue {
  return { N: String(number) };
}

/** Answers a value as a text attribute of JSON. */
export function jsonValue(value: unknown): AttributeValue {
  return { S: JSON.stringify(value) };
}

/** Answers the form a value of JSON had before it was packed; what it cannot unpack it answers as it is. */
export type Unpack = (value: unknown) => unknown;

/** Reads one item's attributes; each method throws a `CorruptItemError` that names the item and the attribute. */
export interface ItemReader {
  readonly key: ItemKey;
  readonly text: (name: string) => string;
  readonly optionalText: (name: string) => string | undefined;
  readonly whole: (name: string) => number;
  /** A whole number, 0 when the attribute is missing. */
  readonly count: (name: string) => number;
  readonly optionalWhole: (name: string) => number | undefined;
  /** True or false; false when the attribute is missing. */
  readonly truth: (name: string) => boolean;
  /** A set of texts, empty when the attribute is missing: DynamoDB keeps no empty sets. */
  readonly texts: (name: string) => readonly string[];
  /** A text of JSON, brought into its form by `unpack` before it is checked. */
  readonly json: <T>(name: string, check: Check<T>, unpack?: Unpack) => T;
  readonly optionalJson: <T>(name: string, check: Check<T>, unpack?: Unpack) => T | undefined;
  /** A list of texts of JSON. */
  readonly jsonList: <T>(name: string, check: Check<T>, unpack?: Unpack) => readonly T[];
  /** Fails with a problem found by the caller. */
  readonly fail: (problem: string) => never;
}

/** Answers a reader of one item. */
export function itemReader(item: Item): ItemReader {
  const key = { pk: item['pk']?.S ?? '?', sk: item['sk']?.S ?? '?' };
  const fail = (problem: string): never => {
    throw new CorruptItemError(key, problem);
  };
  const present = <T>(name: string, value: T | undefined): T => value ?? fail(`"${name}" is missing`);

  const optionalText = (name: string): string | undefined => {
    const value = item[name];
    return value === undefined ? undefined : (value.S ?? fail(`"${name}" is no text`));
  };
  const optionalWhole = (name: string): number | undefined => {
    const value = item[name];
    if (value === undefined) return undefined;
    const number = Number(value.N);
    return Number.isSafeInteger(number) ? number : fail(`"${name}" is no whole number`);
  };
  const optionalJson = <T>(name: string, check: Check<T>, unpack: Unpack = same): T | undefined => {
    const text = optionalText(name);
    if (text === undefined) return undefined;
    const value = unpack(parsed(text));
    return check(value) ? value : fail(`"${name}" has not the shape it should have`);
  };
  return {
    key,
    fail,
    optionalText,
    optionalWhole,
    optionalJson,
    text: (name) => present(name, optionalText(name)),
    whole: (name) => present(name, optionalWhole(name)),
    count: (name) => optionalWhole(name) ?? 0,
    json: (name, check, unpack) => present(name, optionalJson(name, check, unpack)),
    truth: (name) => {
      const value = item[name];
      return value === undefined ? false : (value.BOOL ?? fail(`"${name}" is neither true nor false`));
    },
    texts: (name) => {
      const value = item[name];
      return value === undefined ? [] : (value.SS ?? fail(`"${name}" is no set of texts`));
    },
    jsonList: (name, check, unpack = same) => {
      const values = present(name, item[name]?.L).map(({ S: text }) => unpack(parsed(text ?? '')));
      return listOf(check)(values) ? values : fail(`"${name}" has not the shape it should have`);
    },
  };
}

function same(value: unknown): unknown {
  return value;
}

/** Text that is no JSON is answered as undefined, which no check lets pass. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
