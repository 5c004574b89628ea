/** How deep the data of an event goes, at most: what is deeper is left as it is. */
const MAX_DEPTH = 8;

/**
 * Returns data without what means absent: `null`, an empty text, a weight of 0 grams, and objects and lists that are empty
 * or become so. Systems send these where they know nothing. A list of logins is left as it is: an empty one takes all logins
 * of an employee away, whatever else in the event is absent.
 */
export function withoutAbsent(value: unknown, depth = 0): unknown {
  if (value === null || value === '') return undefined;
  if (typeof value !== 'object' || depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) {
    const present = value.map((one) => withoutAbsent(one, depth + 1)).filter((one) => one !== undefined);
    return present.length === 0 ? undefined : present;
  }
  const present = Object.entries(value).flatMap(([key, one]): [string, unknown][] => {
    if (key === 'logins' && Array.isArray(one)) return [[key, one]];
    const inner = key.endsWith('Grams') && one === 0 ? undefined : withoutAbsent(one, depth + 1);
    return inner === undefined ? [] : [[key, inner]];
  });
  return present.length === 0 ? undefined : Object.fromEntries(present);
}
