/**
 * Returns an object with the fields that a second one adds, at any depth; undefined if the second states another value
 * of a field that the first has. A field that the second leaves out stays as it was.
 */
export function mergedFields<Fields extends object>(known: Fields, repeat: Fields): Fields | undefined {
  const result = merged(known, repeat);
  // Only fields of the two were put together.
  return result === CONFLICT ? undefined : (result as Fields);
}

const CONFLICT = Symbol('another value');

function merged(known: unknown, repeat: unknown): unknown {
  if (known === undefined) return repeat;
  if (repeat === undefined) return known;
  if (Array.isArray(known) && Array.isArray(repeat)) return eachMerged(known, repeat);
  if (!isRecord(known) || !isRecord(repeat)) return known === repeat ? known : CONFLICT;
  const result: Record<string, unknown> = { ...known };
  for (const key of Object.keys(repeat)) {
    const value = merged(Object.hasOwn(known, key) ? known[key] : undefined, repeat[key]);
    if (value === CONFLICT) return CONFLICT;
    result[key] = value;
  }
  return result;
}

/** Lists have the same elements in the same order, each of which may have more fields. */
function eachMerged(known: readonly unknown[], repeat: readonly unknown[]): unknown {
  if (known.length !== repeat.length) return CONFLICT;
  const all = known.map((one, at) => merged(one, repeat[at]));
  return all.includes(CONFLICT) ? CONFLICT : all;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
