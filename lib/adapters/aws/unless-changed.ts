import type { Expression } from './dynamo-table.ts';
import { wholeValue } from './item-reader.ts';

/** Returns the condition that an item still has the version seen; version 0 means that the item does not exist. */
export function unlessChanged(seenVersion: number): Expression & { readonly condition: string } {
  return seenVersion === 0
    ? { condition: 'attribute_not_exists(#pk)' }
    : { condition: '#version = :seen', values: { ':seen': wholeValue(seenVersion) } };
}
