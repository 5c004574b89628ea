import { expect, test } from 'vitest';
import { decisionsOnce } from '../../lib/cli/decisions-once.ts';
import { GATE_SOURCE } from '../../lib/contracts/names.ts';

const decision = (id: string) => ({
  bus: 'refund-gate',
  id: `bus-${id}`,
  source: GATE_SOURCE,
  detailType: 'refundgate.refund.held.v1',
  time: '2026-11-30T10:00:00Z',
  detail: { id },
});

test('prints each decision once, also where its list of ids cannot be written', () => {
  const lines: string[] = [];
  const take = decisionsOnce((line) => lines.push(line), '/no-such-folder/published.log');
  for (const id of ['a', 'b', 'a']) take(decision(id));
  expect(lines).toStrictEqual(['{"id":"a"}', '{"id":"b"}']);
});
