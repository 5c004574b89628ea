import { expect, test } from 'vitest';
import { isAuditIntact, moveRefund, receiveRefund } from '../../lib/app/refund/refund.ts';
import { aRefund, NOW } from '../builders.ts';

const POLICY = { policyHash: `sha256:${'0'.repeat(64)}`, askedAt: NOW, request: aRefund() };
const ESCALATION = {
  status: 'escalated',
  decision: null,
  outbox: 'announcement',
  dueAt: null,
  by: 'policy',
  at: NOW,
} as const;

test('a chain that began without seals goes on without, and never passes for one that is intact', () => {
  const received = receiveRefund({ ...POLICY, isSealed: false }, NOW);
  const escalated = moveRefund(received, ESCALATION);
  expect(escalated.audit.map(({ status, digest, hash }) => [status, digest, hash])).toStrictEqual([
    ['received', '', ''],
    ['escalated', '', ''],
  ]);
  expect([received, escalated].map(isAuditIntact)).toStrictEqual([false, false]);
});

test('a chain is sealed unless it is said not to be', () => {
  const received = receiveRefund(POLICY, NOW);
  expect([received, moveRefund(received, ESCALATION)].map(isAuditIntact)).toStrictEqual([true, true]);
});
