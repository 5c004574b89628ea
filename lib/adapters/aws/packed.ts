/** Returns true for an object that is no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The fields of a type in the order they are written: a contract with the items that exist. A new field goes to
 * the end; none is ever removed or moved.
 */
export type FieldOrder<T> = Readonly<Record<keyof T, true>>;

/** Returns an object as the list of its fields' values, null for one that is missing: names would be half of it. */
export function pack<T extends object>(order: FieldOrder<T>, value: { readonly [K in keyof T]: unknown }) {
  const values = new Map<string, unknown>(Object.entries(value));
  const list = Object.keys(order).map((name) => values.get(name) ?? null);
  return list.slice(0, list.findLastIndex((one) => one !== null) + 1);
}

/** Returns a list as the object it was packed from; what is no list is answered as it is, for a check to refuse. */
export function unpack(order: Readonly<Record<string, true>>, list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  const values: readonly unknown[] = list;
  const fields = Object.keys(order).map((name, index): [string, unknown] => [name, values[index] ?? null]);
  return Object.fromEntries(fields.filter(([, value]) => value !== null));
}

/** Returns an object with one of its fields changed; what is no object, or lacks the field, stays as it is. */
export function withField(value: unknown, name: string, change: (inner: unknown) => unknown): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? { ...value, [name]: change(value[name]) } : value;
}

/** Returns a list with each of its elements changed; what is no list stays as it is. */
export function eachOf(list: unknown, change: (one: unknown) => unknown): unknown {
  return Array.isArray(list) ? list.map(change) : list;
}
