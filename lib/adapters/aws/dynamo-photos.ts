import * as z from 'zod';
import type { PhotoStore, PhotoUse } from '../../app/ports.ts';
import { instantSchema } from '../../contracts/fields.ts';
import type { Shape } from '../../contracts/shape.ts';
import { compareText } from '../../domain/shared/compare-text.ts';
import { MAX_PHOTO_USES } from '../store-rules.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { photoKey } from './item-keys.ts';
import { type Item, itemReader, wholeValue } from './item-reader.ts';
import { type FieldOrder, pack, unpack } from './packed.ts';
import { parsedJson } from './parsed-json.ts';

const USE_ORDER: FieldOrder<PhotoUse> = { refundId: true, orderId: true, at: true };

/** Returns the store's photos and documents: one item each. Its uses are a set, so a repeated use adds nothing. */
export function dynamoPhotos(table: DynamoTable): PhotoStore {
  return {
    seePhoto: async (sha256, use) => {
      const key = photoKey(sha256);
      const text = JSON.stringify(pack(USE_ORDER, use));
      const noted = await table.update(key, {
        update: 'ADD #uses :uses',
        condition: 'attribute_not_exists(#uses) OR contains(#uses, :use) OR size(#uses) < :most',
        values: { ':uses': { SS: [text] }, ':use': { S: text }, ':most': wholeValue(MAX_PHOTO_USES) },
        answer: 'ALL_NEW',
      });
      return usesOf(noted ?? (await table.get(key, 'strong')) ?? {});
    },
    photoUses: async (sha256) => usesOf((await table.get(photoKey(sha256), 'strong')) ?? {}),
  };
}

const usesSchema = z.array(
  z.object({ refundId: z.string(), orderId: z.string(), at: instantSchema } satisfies Shape<PhotoUse>),
);

function usesOf(item: Item): readonly PhotoUse[] {
  const read = itemReader(item);
  const texts = read.texts('uses').map((text) => unpack(USE_ORDER, parsedJson(text)));
  const uses = read.checked('uses', usesSchema, texts);
  return uses.toSorted((a, b) => compareText(a.at, b.at) || compareText(a.refundId, b.refundId));
}
