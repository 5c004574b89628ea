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
