/**
 * Returns a list with one more item at a place. The new list has capacity for exactly its items. A list made by
 * push or spread has capacity for about 17, and a store has as many lists as it has trails and days.
 */
export function inserted<Item>(list: readonly Item[], at: number, item: Item): Item[] {
  return list.toSpliced(at, 0, item);
}
