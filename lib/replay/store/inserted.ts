/**
 * Returns a list with one more item at a place. The list has room for what it holds and no more: one that is pushed or
 * spread into has room for some 17, and a store has as many lists as it has trails and days.
 */
export function inserted<Item>(list: readonly Item[], at: number, item: Item): Item[] {
  return list.toSpliced(at, 0, item);
}
