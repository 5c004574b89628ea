import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventBuilder } from '../../lib/demo/event-builders.ts';
import { readLine, startTestGate, type Workbench, workbench } from './test-gate.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await workbench();
});

afterAll(() => bench.clean());

test('approves no more than the budget when one employee marks fifty unsupported refunds in the same second', async () => {
  const at = new Date('2026-11-22T10:00:00.000Z');
  const build = new EventBuilder('burst');
  const minor = 4000;
  const refunds = Array.from({ length: 50 }, (_, index) =>
    build.refund(at, {
      refundId: `re_${index}`,
      orderId: `o_${index}`,
      customerId: `c_${index}`,
      country: 'DE',
      claim: 'returned',
      amount: { currency: 'EUR', minor },
      captured: { currency: 'EUR', minor },
      lines: [{ lineId: '1', sku: 'MUG', quantity: 1, shippedQuantity: 1 }],
      trigger: 'attested',
      markedBy: 'emp_7',
    }),
  );
  const { aws, lines, put } = await startTestGate(bench, at);
  try {
    await put(refunds);
    await aws.settle();
  } finally {
    await aws.stop();
  }
  const decisions = lines.map(readLine);
  const approved = decisions.filter(({ type }) => type === 'refundgate.refund.approved.v1');
  const held = decisions.filter(({ type }) => type === 'refundgate.refund.held.v1');
  expect(approved).toHaveLength(60_000 / minor);
  expect(held).toHaveLength(35);
  expect(held.every(({ data }) => data.reasons?.[0]?.code === 'B01_UNSUPPORTED_BUDGET')).toBe(true);
});
