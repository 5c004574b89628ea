import { describe, expect, test } from 'vitest';
import { type DecayedCounts, noCounts } from '../../../lib/domain/history/decayed-history.ts';
import type { SubjectKind } from '../../../lib/domain/refund/subject.ts';
import { ringRisk } from '../../../lib/domain/risk/ring-risk.ts';
import { aPolicy } from '../../builders.ts';

const { channels: NUMBERS, goodlessRate } = aPolicy().ringRisk;

function riskOf(
  kind: SubjectKind,
  {
    customers = ['c_1'],
    orders,
    ...counts
  }: Partial<DecayedCounts> & { customers?: string[]; orders?: number } = {},
) {
  const past = { counts: { ...noCounts(), ...counts }, customers: new Set(customers) };
  return ringRisk({ kind, past, customerId: 'c_1', orders }, aPolicy());
}

const expectedOf = (channel: string, ...of: Parameters<typeof riskOf>) =>
  riskOf(...of).channels.find((one) => one.channel === channel);

describe('a linked subject’s risk', () => {
  test.each([
    ['customer', ['exceptions', 'confirmed', 'claims_per_order']],
    ['address', ['exceptions', 'confirmed']],
    ['device', ['exceptions', 'confirmed', 'device_customers']],
    ['instrument', ['exceptions', 'confirmed', 'instrument_customers']],
  ] as const)('is made of what its kind can tell: %s', (kind, channels) => {
    expect(riskOf(kind, { orders: 12 }).channels.map(({ channel }) => channel)).toStrictEqual(channels);
  });

  test('leaves claims per order out where the orders are not known', () => {
    expect(riskOf('customer').channels.map(({ channel }) => channel)).toStrictEqual([
      'exceptions',
      'confirmed',
    ]);
  });

  test('expects exceptions by the kind of claim: few of returns, more of claims without goods', () => {
    const { rate, floor } = NUMBERS.exceptions;
    expect(expectedOf('exceptions', 'address', { low: 6, mid: 4, goodless: 3 })?.expected).toBeCloseTo(
      7 * rate + 3 * goodlessRate + floor,
      4,
    );
  });

  test('expects claims by the orders', () => {
    const claims = expectedOf('claims_per_order', 'customer', { goodless: 2, orders: 50 });
    const { rate, floor } = NUMBERS.claims_per_order;
    expect(claims).toMatchObject({ observed: 2 });
    expect(claims?.expected).toBeCloseTo(50 * rate + floor, 4);
  });

  test('is low for nobody’s past and rises with exceptions, confirmed frauds and strangers on one device', () => {
    const nobody = riskOf('device').q;
    expect(nobody).toBeLessThan(0.02);
    const worse = [
      riskOf('device', { low: 5, lowExceptions: 5 }),
      riskOf('device', { low: 5, confirmed: 2 }),
      riskOf('device', { customers: ['c_1', 'c_2', 'c_3', 'c_4'] }),
    ];
    for (const { q } of worse) expect(q).toBeGreaterThan(nobody);
    expect(
      riskOf('device', { low: 9, confirmed: 9, customers: ['c_1', 'c_2', 'c_3', 'c_4'] }).q,
    ).toBeGreaterThan(0.9);
  });
});
