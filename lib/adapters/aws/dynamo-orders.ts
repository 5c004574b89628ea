import type { OrderStore } from '../../app/ports.ts';
import {
  deniedLinesSchema,
  orderClaimsSchema,
  subjectFlagSchema,
  unitsSchema,
} from '../../contracts/stored-shapes.ts';
import type { Order } from '../../domain/refund/order-claims.ts';
import { requireNextVersion } from '../store-rules.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { orderKey } from './item-keys.ts';
import { type Item, itemReader, jsonValue, textValue, wholeValue } from './item-reader.ts';
import { unlessChanged } from './unless-changed.ts';

/** Returns the store's orders: one item each, with all claims on it. */
export function dynamoOrders(table: DynamoTable): OrderStore {
  return {
    order: async (orderId, consistency) => {
      const item = await table.get(orderKey(orderId), consistency);
      return item === undefined ? undefined : orderFromItem(orderId, item);
    },
    saveOrder: async (order, seenVersion) => {
      requireNextVersion(`Order ${order.orderId}`, order.version, seenVersion);
      return table.put(orderToItem(order), unlessChanged(seenVersion));
    },
  };
}

function orderToItem({ orderId, version, currency, shipped, claims, deniedLines, flag }: Order): Item {
  const { pk, sk } = orderKey(orderId);
  return {
    pk: textValue(pk),
    sk: textValue(sk),
    version: wholeValue(version),
    currency: textValue(currency),
    shipped: jsonValue(shipped),
    claims: jsonValue(claims),
    ...(deniedLines === undefined ? {} : { deniedLines: jsonValue(deniedLines) }),
    ...(flag === undefined ? {} : { flag: jsonValue(flag) }),
  };
}

function orderFromItem(orderId: string, item: Item): Order {
  const read = itemReader(item);
  const flag = read.optionalJson('flag', subjectFlagSchema);
  const deniedLines = read.optionalJson('deniedLines', deniedLinesSchema);
  return {
    orderId,
    version: read.whole('version'),
    currency: read.text('currency'),
    shipped: read.json('shipped', unitsSchema),
    claims: read.json('claims', orderClaimsSchema),
    ...(deniedLines === undefined ? {} : { deniedLines }),
    ...(flag === undefined ? {} : { flag }),
  };
}
