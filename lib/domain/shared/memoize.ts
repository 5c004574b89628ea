/** How many answers are remembered of a kind: then it starts anew. */
const MAX_REMEMBERED = 4096;

/** Answers what is known under a key, or makes it and remembers it: for what is asked again and again of few keys. */
export function remembered<Key, Value>(known: Map<Key, Value>, key: Key, make: (key: Key) => Value): Value {
  const value = known.get(key);
  if (value !== undefined) return value;
  const made = make(key);
  if (known.size >= MAX_REMEMBERED) known.clear();
  known.set(key, made);
  return made;
}

/** What was made of objects last, each as long as the object lives. */
export type LastMade<Of extends object, Value> = WeakMap<Of, { readonly as: string; readonly value: Value }>;

/** Answers what was made of an object last time, if it was made the same way, or makes and remembers it. */
export function rememberedOf<Of extends object, Value>(
  known: LastMade<Of, Value>,
  { of, as }: { readonly of: Of; readonly as: string },
  make: () => Value,
): Value {
  const last = known.get(of);
  if (last?.as === as) return last.value;
  const value = make();
  known.set(of, { as, value });
  return value;
}
