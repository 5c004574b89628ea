import { describe, expect, test } from 'vitest';
import { isTerminal, mayFollow, type RefundStatus } from '../../../lib/domain/refund/status.ts';

const ALL = ['received', 'held', 'escalated', 'approved', 'published', 'denied'] as const;

const ALLOWED: Readonly<Record<RefundStatus, readonly RefundStatus[]>> = {
  received: ['received', 'held', 'escalated', 'approved'],
  held: ['held', 'escalated', 'approved'],
  escalated: ['escalated', 'approved', 'denied'],
  approved: ['held', 'published'],
  published: [],
  denied: ['denied'],
};

describe.each(ALL)('a refund that is %s', (from) => {
  test(`may only become ${ALLOWED[from].join(', ') || 'nothing else'}`, () => {
    expect(ALL.filter((to) => mayFollow(from, to))).toStrictEqual(ALLOWED[from]);
  });
});

test('the machine never denies, and only a person’s case is ever denied', () => {
  expect(ALL.filter((from) => mayFollow(from, 'denied'))).toStrictEqual(['escalated', 'denied']);
});

test('nothing is published but what was approved', () => {
  expect(ALL.filter((from) => mayFollow(from, 'published'))).toStrictEqual(['approved']);
});

test('only a published or denied refund has ended', () => {
  expect(ALL.filter((status) => isTerminal(status))).toStrictEqual(['published', 'denied']);
});
