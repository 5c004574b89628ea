import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type * as z from 'zod';
import { CorruptItemError, type ItemKey } from './corrupt-item-error.ts';
import { parsedJson } from './parsed-json.ts';

/** An item as it is sent to DynamoDB: attribute names to typed values. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** Returns a text as an attribute. */
export function textValue(text: string): AttributeValue {
  return { S: text };
}

/** Returns a whole number as an attribute. */
export function wholeValue(number: number): AttributeValue {
  return { N: String(number) };
}

/** Returns a value as a text attribute that holds JSON. */
export function jsonValue(value: unknown): AttributeValue {
  return { S: JSON.stringify(value) };
}

/** Returns a JSON value as it was before packing. What it cannot unpack, it returns as a value the schema refuses. */
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
  /** A text that holds JSON; `unpack` is applied before the value is checked. */
  readonly json: <T>(name: string, schema: z.ZodType<T>, unpack?: Unpack) => T;
  readonly optionalJson: <T>(name: string, schema: z.ZodType<T>, unpack?: Unpack) => T | undefined;
  readonly optionalBytes: (name: string) => Uint8Array | undefined;
  /** The value read from an attribute, parsed by its schema. */
  readonly checked: <T>(name: string, schema: z.ZodType<T>, value: unknown) => T;
  /** Fails with a problem found by the caller. */
  readonly fail: (problem: string) => never;
}

/** Returns a reader of one item. */
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
  const checked = <T>(name: string, schema: z.ZodType<T>, value: unknown): T => {
    const { success, data, error } = schema.safeParse(value);
    if (success) return data;
    const { path = [], message = '' } = error.issues[0] ?? {};
    return fail(`${[`"${name}"`, ...path.map(String)].join('.')}: ${message}`);
  };
  const optionalJson = <T>(name: string, schema: z.ZodType<T>, unpack: Unpack = same): T | undefined => {
    const text = optionalText(name);
    return text === undefined ? undefined : checked(name, schema, unpack(parsedJson(text)));
  };
  return {
    key,
    fail,
    optionalText,
    optionalWhole,
    optionalJson,
    checked,
    optionalBytes: (name) => {
      const value = item[name];
      return value === undefined ? undefined : (value.B ?? fail(`"${name}" is no binary`));
    },
    text: (name) => present(name, optionalText(name)),
    whole: (name) => present(name, optionalWhole(name)),
    count: (name) => optionalWhole(name) ?? 0,
    json: (name, schema, unpack) => present(name, optionalJson(name, schema, unpack)),
    truth: (name) => {
      const value = item[name];
      return value === undefined ? false : (value.BOOL ?? fail(`"${name}" is neither true nor false`));
    },
    texts: (name) => {
      const value = item[name];
      return value === undefined ? [] : (value.SS ?? fail(`"${name}" is no set of texts`));
    },
  };
}

function same(value: unknown): unknown {
  return value;
}
