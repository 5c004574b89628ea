import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../lib/contracts/parse-event.ts';
import { aCloudEvent, aLine, aRefund } from '../builders.ts';
import {
  MISSING,
  NO_AMOUNTS,
  NO_CURRENCIES,
  NO_IDS,
  optional,
  problemPaths,
  withField,
} from './event-surgery.ts';

const FULL = aCloudEvent(
  'refund.requested',
  aRefund({
    approvedBy: 'emp_9',
    payout: { instrument: 'ins_1', original: true },
    customerOrders: 12,
    attachments: [{ kind: 'photo', sha256: 'a'.repeat(64) }],
  }),
);

const flags = [0, 1, 'true', 'yes', [1], { a: 1 }];
const lists = ['x', 7, { length: 1 }];

type Field = readonly [path: string, wrong: readonly unknown[]];

const FIELDS: readonly Field[] = [
  ['data.refundId', NO_IDS],
  ['data.orderId', NO_IDS],
  ['data.customerId', NO_IDS],
  ['data.rmaId', optional(NO_IDS)],
  ['data.markedBy', optional(NO_IDS)],
  ['data.approvedBy', optional(NO_IDS)],
  ['data.siteId', optional(NO_IDS)],
  ['data.country', [MISSING, null, 49, '', 'D', 'DEU', 'de', 'ДЕ']],
  ['data.claim', [MISSING, null, '', 'Returned', 'returned ', 'lost', 'toString', ['returned']]],
  ['data.trigger', [MISSING, null, '', 'ATTESTED', 'manual', 'constructor']],
  ['data.amount', [MISSING, null, 1, '1 EUR', [], [{ currency: 'EUR', minor: 1 }]]],
  ['data.amount.minor', NO_AMOUNTS],
  ['data.amount.currency', NO_CURRENCIES],
  ['data.captured', [MISSING, null, 1, []]],
  ['data.captured.minor', NO_AMOUNTS],
  ['data.captured.currency', NO_CURRENCIES],
  ['data.lines', [MISSING, null, {}, ...lists, [], Array.from({ length: 201 }, () => aLine())]],
  ['data.lines.0', [1, 'line', [1]]],
  ['data.lines.0.lineId', NO_IDS],
  ['data.lines.0.sku', [1, ['SKU'], 'x'.repeat(129)]],
  ['data.lines.0.quantity', [...NO_AMOUNTS, 10_001]],
  ['data.lines.0.shippedQuantity', [-1, 1.5, '5', 1e21, 10_001]],
  ['data.lines.0.serials', [...lists, Array.from({ length: 201 }, (_, index) => `SN${index}`)]],
  ['data.lines.0.serials.0', [1, 'SNé', 'SN\ud800', 'x'.repeat(257)]],
  ['data.lines.0.shippedWeightGrams', [-1, '2400', 10_000_001, 1e21]],
  ['data.lines.0.category', [1, 'x'.repeat(129), ['tablet']]],
  ['data.session', [1, 'x', ['x']]],
  ['data.session.deviceId', optional(NO_IDS)],
  ['data.session.newDevice', flags],
  ['data.session.offShift', flags],
  ['data.session.wrongSite', flags],
  ['data.links', [1, 'x', ['x']]],
  ['data.links.address', optional(NO_IDS)],
  ['data.links.device', optional(NO_IDS)],
  ['data.links.instrument', optional(NO_IDS)],
  ['data.payout', [1, 'x', ['x']]],
  ['data.payout.instrument', optional(NO_IDS)],
  ['data.payout.original', flags],
  ['data.customerOrders', [-1, 1.5, '12', 1e21]],
  ['data.attachments', lists],
  ['data.attachments.0.kind', [MISSING, null, 'video', 'toString']],
  [
    'data.attachments.0.sha256',
    [MISSING, null, '', 'g'.repeat(64), 'a'.repeat(63), 'pC1ew7lwD3gYbfO5eOeGrB=='],
  ],
  ['data', [MISSING, null, 1, 'x', []]],
];

test('a refund with every field of the interface is read as it was written', () => {
  const parsed = parseEvent(FULL);
  expect(parsed).toStrictEqual({
    ok: true,
    event: {
      type: 'refundgate.refund.requested.v1',
      id: 'evt-1',
      source: 'wms.returns',
      key: 'wms.returns evt-1',
      time: '2026-11-22T10:00:00.000Z',
      data: FULL.data,
    },
  });
});

describe.each(FIELDS)('a refund is refused for %s alone', (path, wrong) => {
  test.each(wrong.map((value) => [value]))('when it is %o', (value) => {
    expect(new Set(problemPaths(withField(FULL, path, value)))).toStrictEqual(new Set([path]));
  });
});

describe('a refund is taken', () => {
  test.each([
    'rmaId',
    'markedBy',
    'approvedBy',
    'siteId',
    'session',
    'links',
    'payout',
    'customerOrders',
    'attachments',
    'lines.0.shippedQuantity',
    'lines.0.serials',
    'lines.0.shippedWeightGrams',
    'lines.0.sku',
    'lines.0.category',
  ])('without %s', (field) => {
    expect(problemPaths(withField(FULL, `data.${field}`, MISSING))).toStrictEqual([]);
  });

  test.each([
    'data.added',
    'data.amount.added',
    'data.lines.0.added',
    'data.session.added',
    'data.links.added',
    'data.payout.added',
    'data.attachments.0.added',
    'added',
  ])('with a field %s that version 1 does not know, which is left out', (path) => {
    const parsed = parseEvent(withField(FULL, path, { deep: [1] }));
    expect(parsed).toStrictEqual(parseEvent(FULL));
  });

  test.each([
    ['amount.minor', 1],
    ['amount.minor', Number.MAX_SAFE_INTEGER],
    ['lines.0.quantity', 10_000],
    ['lines.0.shippedQuantity', 0],
    ['lines.0.shippedWeightGrams', 0.5],
    ['refundId', 'x'.repeat(128)],
    ['orderId', 'gid://shopify/Order/42?a=b&c=d#e'],
    ['customerId', 'buyer@example.com'],
    ['lines.0.sku', 'Größe M / 64 GB'],
    ['lines.0.serials.0', 'C02 XG2 JG5J'],
    ['refundId', '__proto__'],
    ['lines.0.lineId', 'constructor'],
    ['customerOrders', 0],
    ['amount.currency', 'JPY'],
    ['amount.currency', 'BHD'],
  ])('at the edge of what is allowed: %s = %s', (path, value) => {
    expect(problemPaths(withField(FULL, `data.${path}`, value))).toStrictEqual([]);
  });
});

test('an event with much wrong names what is wrong, and at most 20 things', () => {
  const several = withField(withField(FULL, 'data.orderId', 1), 'data.amount.minor', 0);
  expect(problemPaths(several)).toHaveLength(2);
  const lines = Array.from({ length: 30 }, () => ({ lineId: 1 }));
  expect(problemPaths(withField(FULL, 'data.lines', lines))).toHaveLength(20);
});
