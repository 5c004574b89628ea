/** Answers whether a value read back has the shape that was written. */
export type Check<T> = (value: unknown) => value is T;

/** One check for every field of a type: a field forgotten here is refused by the compiler. */
type FieldChecks<T> = { readonly [K in keyof Required<T>]: K extends keyof T ? Check<T[K]> : never };

/** Answers whether a value is an object that is no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Answers whether a value is a text. */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Answers whether a value is true or false. */
export function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

/** Answers whether a value is a finite number. */
export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Answers whether a value is a whole number that is held exactly. */
export function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Answers whether a value is an instant as the gate writes them. */
export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

/** A check that also lets a missing value pass. */
export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value): value is T | undefined => value === undefined || check(value);
}

/** A check that also lets null pass. */
export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value): value is T | null => value === null || check(value);
}

/** A check of every element of a list. */
export function listOf<T>(check: Check<T>): Check<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every((one) => check(one));
}

/** A check of every value of an object whose keys are data, `__proto__` among them. */
export function recordOf<T>(check: Check<T>): Check<Readonly<Record<string, T>>> {
  return (value): value is Readonly<Record<string, T>> =>
    isRecord(value) && Object.values(value).every((one) => check(one));
}

/** A check for one of several texts, given as a table so that the compiler misses none. */
export function oneOf<T extends string>(texts: Readonly<Record<T, true>>): Check<T> {
  return (value): value is T => typeof value === 'string' && Object.hasOwn(texts, value);
}

/** A check of an object's fields; fields it does not know pass. */
export function shapeOf<T extends object>(fields: FieldChecks<T>): Check<T> {
  const checks = Object.entries<(value: unknown) => boolean>(fields);
  return (value): value is T =>
    isRecord(value) &&
    checks.every(([name, check]) => check(Object.hasOwn(value, name) ? value[name] : undefined));
}
