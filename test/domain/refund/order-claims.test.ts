import { describe, expect, test } from 'vitest';
import {
  type ClaimResult,
  claimOfOrder,
  deniedLinesIn,
  denyClaim,
  type Order,
} from '../../../lib/domain/refund/order-claims.ts';
import type { RefundLine, RefundRequest } from '../../../lib/domain/refund/refund-request.ts';
import { aLine, anOrder, aRefund, eur } from '../../builders.ts';

/** A refund of lines, by default `quantity` of 5 units of line 1 for that many times EUR 10 of the EUR 50 paid. */
function refund(refundId: string, quantity = 1, overrides: Partial<RefundRequest> = {}): RefundRequest {
  const lines = [aLine({ quantity, shippedQuantity: 5 })];
  return aRefund({ refundId, lines, amount: eur(quantity * 1000), captured: eur(5000), ...overrides });
}

function codesOf(result: ClaimResult): readonly string[] {
  return result.fits ? [] : result.reasons.map(({ code }) => code);
}

function claimed(...requests: readonly RefundRequest[]): Order {
  return requests.reduce((order, request) => {
    const result = claimOfOrder(order, request);
    if (!result.fits) throw new TypeError(`Expected ${request.refundId} to fit: ${codesOf(result)}.`);
    return result.order;
  }, anOrder());
}

const lines = (...some: readonly Partial<RefundLine>[]) => some.map((line) => aLine(line));

describe('a claim that fits', () => {
  test('stands in the order with its units and money', () => {
    expect(claimed(refund('re_1', 2))).toStrictEqual({
      orderId: 'o_1',
      version: 0,
      currency: 'EUR',
      shipped: { '1': 5 },
      claims: [{ refundId: 're_1', amountMinor: 2000, capturedMinor: 5000, units: { '1': 2 } }],
    });
  });

  test('changes the order, which is then to be saved', () => {
    expect(claimOfOrder(anOrder(), refund('re_1'))).toMatchObject({ fits: true, changed: true });
  });

  test('made twice changes nothing', () => {
    const order = claimed(refund('re_1', 5));
    expect(claimOfOrder(order, refund('re_1', 5))).toStrictEqual({ fits: true, changed: false, order });
  });

  test('may share a line with others, up to what was shipped and paid', () => {
    const order = claimed(refund('re_1', 2), refund('re_2', 2), refund('re_3', 1));
    expect(order.claims).toHaveLength(3);
    expect(codesOf(claimOfOrder(order, refund('re_4', 1, { amount: eur(1) })))).toStrictEqual([
      'V04_UNIT_ALREADY_CLAIMED',
      'V02_MORE_THAN_CAPTURED',
    ]);
  });

  test('need not repeat how many were shipped', () => {
    const order = claimed(refund('re_1', 2));
    const silent = lines({ quantity: 3, shippedQuantity: undefined });
    expect(claimOfOrder(order, refund('re_2', 3, { lines: silent })).fits).toBe(true);
    const toomuch = lines({ quantity: 4, shippedQuantity: undefined });
    expect(codesOf(claimOfOrder(order, refund('re_2', 3, { lines: toomuch })))).toStrictEqual([
      'V04_UNIT_ALREADY_CLAIMED',
    ]);
  });

  test('gives an order its currency that was flagged before it was first refunded', () => {
    const result = claimOfOrder(anOrder({ currency: '' }), refund('re_1'));
    expect(result.fits && result.order.currency).toBe('EUR');
  });

  test('frees its units once it is denied, and its lines are remembered', () => {
    const order = claimed(refund('re_1', 5));
    const denied = denyClaim(order, refund('re_1', 5));
    expect(denied).toMatchObject({ claims: [], deniedLines: ['1'] });
    expect(claimOfOrder(denied, refund('re_2', 5)).fits).toBe(true);
    expect(denyClaim(denied, refund('re_1', 5))).toBe(denied);
  });

  test('is remembered as denied if it never fitted the order, and takes nothing of another refund', () => {
    const order = claimed(refund('re_1', 5));
    const denied = denyClaim(order, refund('re_2', 5));
    expect(denied).toStrictEqual({ ...order, deniedLines: ['1'] });
    expect(deniedLinesIn(denied, refund('re_3'))).toStrictEqual(['1']);
    expect(deniedLinesIn(denied, refund('re_3', 1, { lines: lines({ lineId: '2' }) }))).toStrictEqual([]);
    expect(deniedLinesIn(order, refund('re_3'))).toStrictEqual([]);
  });
});

describe('R7, a claim that does not fit', () => {
  test.each([
    [4999, []],
    [5000, []],
    [5001, ['V02_MORE_THAN_CAPTURED']],
  ])('asks back %i of 5,000 captured: %j', (minor, codes) => {
    expect(codesOf(claimOfOrder(anOrder(), refund('re_1', 1, { amount: eur(minor) })))).toStrictEqual(codes);
  });

  test.each([
    [2999, []],
    [3000, []],
    [3001, ['V02_MORE_THAN_CAPTURED']],
  ])('asks back %i when 2,000 of 5,000 are claimed: %j', (minor, codes) => {
    const order = claimed(refund('re_1', 2));
    expect(codesOf(claimOfOrder(order, refund('re_2', 2, { amount: eur(minor) })))).toStrictEqual(codes);
  });

  test('gains nothing by stating a larger capture later', () => {
    const order = claimed(refund('re_1', 2, { amount: eur(4000) }));
    const inflated = refund('re_2', 2, { amount: eur(4000), captured: eur(100_000) });
    expect(codesOf(claimOfOrder(order, inflated))).toStrictEqual(['V02_MORE_THAN_CAPTURED']);
  });

  test('gains nothing by stating a larger capture for fewer lines', () => {
    const both = lines({ quantity: 1, shippedQuantity: 5 }, { lineId: '2', quantity: 1 });
    const order = claimed(refund('re_1', 1, { lines: both, amount: eur(4000) }));
    const inflated = refund('re_2', 1, { amount: eur(4000), captured: eur(100_000) });
    expect(codesOf(claimOfOrder(order, inflated))).toStrictEqual(['V02_MORE_THAN_CAPTURED']);
  });

  test('may be paid out of more lines, whose capture is larger', () => {
    const order = claimed(refund('re_1', 1, { amount: eur(5000) }));
    const both = lines({ quantity: 1, shippedQuantity: 5 }, { lineId: '2', quantity: 1 });
    const more = refund('re_2', 1, { lines: both, amount: eur(2000), captured: eur(7000) });
    expect(claimOfOrder(order, more).fits).toBe(true);
    expect(codesOf(claimOfOrder(order, { ...more, amount: eur(2001) }))).toStrictEqual([
      'V02_MORE_THAN_CAPTURED',
    ]);
  });

  test('does not count refunds of other lines', () => {
    const order = claimed(refund('re_1', 5));
    const other = refund('re_2', 1, { lines: lines({ lineId: '2' }), amount: eur(5000) });
    expect(claimOfOrder(order, other).fits).toBe(true);
  });

  test.each([
    [4, []],
    [5, []],
    [6, ['V03_MORE_THAN_SHIPPED']],
  ])('asks back %i units of 5 shipped: %j', (quantity, codes) => {
    const request = refund('re_1', quantity, { amount: eur(100) });
    expect(codesOf(claimOfOrder(anOrder(), request))).toStrictEqual(codes);
  });

  test('asks back what was never shipped', () => {
    const request = refund('re_1', 1, { lines: lines({ shippedQuantity: 0 }) });
    expect(codesOf(claimOfOrder(anOrder(), request))).toStrictEqual(['V03_MORE_THAN_SHIPPED']);
  });

  test('asks back the same unit under another id, and names who has it', () => {
    const order = claimed(refund('re_1', 5, { amount: eur(100) }));
    expect(claimOfOrder(order, refund('re_2', 1, { amount: eur(100) }))).toStrictEqual({
      fits: false,
      reasons: [
        {
          code: 'V04_UNIT_ALREADY_CLAIMED',
          facts: { lineId: '1', asked: 1, shipped: 5, claimed: 5, by: ['re_1'] },
        },
      ],
    });
  });

  test('is not told of refunds of other lines', () => {
    const other = refund('re_0', 1, { lines: lines({ lineId: '2' }), amount: eur(100) });
    const order = claimed(other, refund('re_1', 5, { amount: eur(100) }));
    const result = claimOfOrder(order, refund('re_2', 1, { amount: eur(100) }));
    expect(result.fits ? [] : result.reasons.map(({ facts }) => facts['by'])).toStrictEqual([['re_1']]);
  });

  test('gains nothing by stating later that more was shipped', () => {
    const order = claimed(refund('re_1', 5, { amount: eur(100) }));
    const inflated = refund('re_2', 1, { lines: lines({ shippedQuantity: 50 }), amount: eur(100) });
    expect(codesOf(claimOfOrder(order, inflated))).toStrictEqual(['V04_UNIT_ALREADY_CLAIMED']);
  });

  test('is bound by a later statement that fewer were shipped', () => {
    const order = claimed(refund('re_1', 2, { amount: eur(100) }));
    const fewer = refund('re_2', 1, { lines: lines({ shippedQuantity: 2 }), amount: eur(100) });
    expect(codesOf(claimOfOrder(order, fewer))).toStrictEqual(['V04_UNIT_ALREADY_CLAIMED']);
  });

  test('names one line twice', () => {
    const twice = lines({ shippedQuantity: 5 }, { shippedQuantity: 5 });
    expect(codesOf(claimOfOrder(anOrder(), refund('re_1', 1, { lines: twice })))).toStrictEqual([
      'V05_ORDER_FACTS_DISAGREE',
    ]);
  });

  test.each([
    ['than the order', { captured: { currency: 'USD', minor: 5000 }, amount: { currency: 'USD', minor: 1 } }],
    ['for the refund than for the capture', { amount: { currency: 'USD', minor: 1 } }],
    ['for the capture than for the refund', { captured: { currency: 'USD', minor: 5000 } }],
  ])('states another currency %s', (_name, overrides) => {
    const order = claimed(refund('re_1', 1));
    expect(codesOf(claimOfOrder(order, refund('re_2', 1, overrides)))).toContain('V05_ORDER_FACTS_DISAGREE');
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'is refused the second time for a line called %s as for any other',
    (lineId) => {
      const hostile = lines({ lineId, shippedQuantity: 1 });
      const order = claimed(refund('re_1', 1, { lines: hostile, amount: eur(100) }));
      expect(Object.keys(order.shipped)).toStrictEqual([lineId]);
      expect(
        codesOf(claimOfOrder(order, refund('re_2', 1, { lines: hostile, amount: eur(100) }))),
      ).toStrictEqual(['V04_UNIT_ALREADY_CLAIMED']);
      expect(Object.keys(Object.prototype)).toStrictEqual([]);
    },
  );
});
