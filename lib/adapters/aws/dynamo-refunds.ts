import type { RefundStore } from '../../app/ports.ts';
import { DUE_INDEX } from '../../contracts/names.ts';
import { requireNextVersion, statusesBefore } from '../store-rules.ts';
import { dueKeys } from './due-keys.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { refundIdOf, refundKey } from './item-keys.ts';
import { textValue, wholeValue } from './item-reader.ts';
import { REFUND_QUEUE, refundFromItem, refundToItem } from './refund-item.ts';

/** Returns the store's refunds: one item each. A save replaces the whole item if its version and status allow it. */
export function dynamoRefunds(table: DynamoTable): RefundStore {
  return {
    refund: async (refundId, consistency) => {
      const item = await table.get(refundKey(refundId), consistency);
      return item === undefined ? undefined : refundFromItem(item);
    },
    createRefund: (refund) => table.put(refundToItem(refund), { condition: 'attribute_not_exists(#pk)' }),
    saveRefund: async (refund, seenVersion) => {
      requireNextVersion(`Refund ${refund.refundId}`, refund.version, seenVersion);
      const before = statusesBefore(refund.status).map((status, index) => [`:s${index}`, textValue(status)]);
      const names = before.map(([name]) => name).join(', ');
      return table.put(refundToItem(refund), {
        condition: `#version = :seen AND #status IN (${names})`,
        values: { ':seen': wholeValue(seenVersion), ...Object.fromEntries(before) },
      });
    },
    refundsDue: async (now, limit) => {
      const due = await dueKeys(table, { index: DUE_INDEX, queue: REFUND_QUEUE, now, limit }, refundIdOf);
      return due.map(({ value }) => value);
    },
  };
}
