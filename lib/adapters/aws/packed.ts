/** Returns true for an object that is not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The fields of a type in the order they are written. Stored items depend on this order: a new field goes to the end,
 * and no field is ever removed or moved.
 */
export type FieldOrder<T> = Readonly<Record<keyof T, true>>;

/** Returns the values of an object's fields as a list, null for a missing field. Names would double its length. */
export function pack<T extends object>(order: FieldOrder<T>, value: { readonly [K in keyof T]: unknown }) {
  const values = new Map<string, unknown>(Object.entries(value));
  const list = Object.keys(order).map((name) => values.get(name) ?? null);
  return list.slice(0, list.findLastIndex((one) => one !== null) + 1);
}

/** Returns the object that a list was packed from. Anything but a list is returned as it is; a check refuses it. */
export function unpack(order: Readonly<Record<string, true>>, list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  const values: readonly unknown[] = list;
  const fields = Object.keys(order).map((name, index): [string, unknown] => [name, values[index] ?? null]);
  return Object.fromEntries(fields.filter(([, value]) => value !== null));
}

/** Returns an object with one field changed. A value that is not an object, or lacks the field, stays as it is. */
export function withField(value: unknown, name: string, change: (inner: unknown) => unknown): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? { ...value, [name]: change(value[name]) } : value;
}

/** Returns a list with each element changed. A value that is not a list stays as it is. */
export function eachOf(list: unknown, change: (one: unknown) => unknown): unknown {
  return Array.isArray(list) ? list.map(change) : list;
}
