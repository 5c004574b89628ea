import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../lib/contracts/parse-event.ts';
import { aCloudEvent, aRefund } from '../builders.ts';
import { MISSING, problemPaths, withField } from './event-surgery.ts';

const EVENT = aCloudEvent('refund.requested', aRefund());

function dataOf(event: unknown): unknown {
  const parsed = parseEvent(event);
  if (!parsed.ok) throw new TypeError(JSON.stringify(parsed.refusal.problems));
  return parsed.event.data;
}

describe('what means absent', () => {
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
    'lines.0.serials',
    'lines.0.category',
  ])('is as good as no field: %s', (field) => {
    const without = dataOf(withField(EVENT, `data.${field}`, MISSING));
    for (const absent of [null, '', {}, []]) {
      expect(dataOf(withField(EVENT, `data.${field}`, absent)), JSON.stringify(absent)).toStrictEqual(
        without,
      );
    }
  });

  test('is a weight of 0 grams, but no other 0', () => {
    const without = dataOf(withField(EVENT, 'data.lines.0.shippedWeightGrams', MISSING));
    expect(dataOf(withField(EVENT, 'data.lines.0.shippedWeightGrams', 0))).toStrictEqual(without);
    expect(dataOf(withField(EVENT, 'data.lines.0.shippedQuantity', 0))).toMatchObject({
      lines: [{ shippedQuantity: 0 }],
    });
  });

  test('is never a field that a refund needs', () => {
    expect(problemPaths(withField(EVENT, 'data.orderId', null))).toStrictEqual(['data.orderId']);
    expect(problemPaths(withField(EVENT, 'data', []))).toStrictEqual(['data']);
  });
});

describe('ids of people, devices and subjects', () => {
  test('are kept in canonical form, with the spelling they were sent in', () => {
    const sent = aRefund({
      customerId: 'Buyer@Example.com',
      markedBy: 'EMP_7',
      siteId: 'LILLE',
      session: { deviceId: 'Gun_9' },
      links: { address: 'ADR_1', device: 'dev_1', instrument: 'INS_1' },
      payout: { instrument: 'ins_1', original: true },
    });
    expect(dataOf(aCloudEvent('refund.requested', sent))).toMatchObject({
      customerId: 'buyer@example.com',
      markedBy: 'emp_7',
      siteId: 'lille',
      session: { deviceId: 'gun_9' },
      links: { address: 'adr_1', device: 'dev_1', instrument: 'ins_1' },
      payout: { instrument: 'ins_1', original: true },
      spelled: { emp_7: 'EMP_7', 'buyer@example.com': 'Buyer@Example.com' },
    });
  });

  test('of refunds, orders, lines and returns stay as they are', () => {
    const sent = { ...aRefund(), refundId: 'RE_1', orderId: 'O_1', rmaId: 'RMA_1' };
    expect(dataOf(aCloudEvent('refund.requested', sent))).toMatchObject({
      refundId: 'RE_1',
      orderId: 'O_1',
      rmaId: 'RMA_1',
    });
  });

  test('are one in every event: HR, reviewers, flags', () => {
    const employee = {
      employeeId: 'EMP_7',
      role: 'clerk',
      siteId: 'S_1',
      country: 'DE',
      managerId: 'BOSS',
      status: 'active',
      by: 'HR',
    };
    expect(dataOf(aCloudEvent('employee.updated', employee))).toMatchObject({
      employeeId: 'emp_7',
      siteId: 's_1',
      managerId: 'boss',
    });
    const review = { refundId: 'RE_1', reviewerId: 'REV_1', decision: 'deny', verdict: 'other' };
    expect(dataOf(aCloudEvent('review.decided', review))).toMatchObject({
      refundId: 'RE_1',
      reviewerId: 'rev_1',
    });
    for (const [kind, id] of [
      ['device', 'dev_1'],
      ['order', 'DEV_1'],
    ] as const) {
      const flagged = { subject: { kind, id: 'DEV_1' }, reason: 'seen', until: '2026-12-01T00:00:00+01:00' };
      expect(dataOf(aCloudEvent('subject.flagged', flagged))).toStrictEqual({
        subject: { kind, id },
        reason: 'seen',
        until: '2026-11-30T23:00:00.000Z',
      });
    }
  });
});

describe('a photo', () => {
  test('has one hash, whatever the case of its digits', () => {
    const attachments = [{ kind: 'photo', sha256: 'AB'.repeat(32) }];
    expect(dataOf(withField(EVENT, 'data.attachments', attachments))).toMatchObject({
      attachments: [{ kind: 'photo', sha256: 'ab'.repeat(32) }],
    });
  });
});

describe('an amount of 0', () => {
  test.each(['data.amount.minor', 'data.captured.minor'])('is answered as no money: %s', (path) => {
    const message = 'no money: this is 0, so there is nothing to refund';
    const parsed = parseEvent(withField(EVENT, path, 0));
    expect(parsed).toMatchObject({ ok: false, refusal: { problems: [{ path, message }] } });
  });
});
