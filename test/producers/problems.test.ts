import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import type { DeclaredProducer } from '../../lib/contracts/register-document.ts';
import { problemsOf } from '../../lib/producers/problems.ts';

const [HOUSE, OTHER] = ['111111111111', '222222222222'];

function roleOf(name: string, account = HOUSE): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

function aShop(overrides: Partial<DeclaredProducer> = {}): DeclaredProducer {
  return {
    source: 'shop',
    roles: [roleOf('shop')],
    types: ['refundgate.refund.requested.v1'],
    ...overrides,
  };
}

function aWarehouse(overrides: Partial<DeclaredProducer> = {}): DeclaredProducer {
  return {
    source: 'wms',
    roles: [roleOf('wms')],
    types: ['refundgate.scan.recorded.v1'],
    attestors: { site: 'directory' },
    evidence: ['put_away'],
    ...overrides,
  };
}

/** Returns what is wrong, each in one line. */
function wrong(...producers: DeclaredProducer[]): readonly string[] {
  return problemsOf({ producers }, DEFAULT_POLICY).map(
    ({ level, source, text }) => `${level} ${source} ${text}`,
  );
}

describe('a register without problems', () => {
  it('has a role for each source', () => {
    expect(wrong(aShop(), aWarehouse())).toStrictEqual([]);
  });
});

describe('who sends', () => {
  it('is to be named before a source can be deployed', () => {
    const { roles: _, ...nobody } = aShop();
    expect(wrong(nobody, aWarehouse())).toStrictEqual([
      expect.stringMatching(/^warning shop lists neither accounts nor roles/),
    ]);
  });

  it.each<[string, Partial<DeclaredProducer>, Partial<DeclaredProducer>]>([
    ['one role', { roles: [roleOf('app')] }, { roles: [roleOf('app'), roleOf('wms')] }],
    ['one account', { roles: undefined, accounts: [HOUSE] }, { roles: undefined, accounts: [HOUSE, OTHER] }],
  ])('vouches for refunds that it asks for itself, by %s', (_, shop, wms) => {
    expect(wrong(aShop(shop), aWarehouse(wms))).toStrictEqual([
      expect.stringMatching(/^warning wms vouches .* may also ask for refunds \(shop\)/),
    ]);
  });

  it('vouches for refunds that it asks for itself, through a third source', () => {
    const bridge = aWarehouse({ source: 'dock', roles: [roleOf('shop'), roleOf('wms')] });
    expect(wrong(aShop(), aWarehouse(), bridge).filter((one) => one.includes('may also ask'))).toHaveLength(
      2,
    );
  });

  it('is one with a source that lists the account of its role', () => {
    const whole = aWarehouse({ roles: undefined, accounts: [HOUSE] });
    expect(wrong(aShop(), whole)).toStrictEqual([
      expect.stringMatching(
        /^warning wms vouches for goods, and who sends it may also ask for refunds \(shop\)/,
      ),
    ]);
    expect(wrong(aShop(), { ...whole, accounts: [OTHER] })).toStrictEqual([]);
  });
});

describe('a delay', () => {
  const days = DEFAULT_POLICY.holdDays.attested;

  it('may be as long as refunds are held', () => {
    expect(wrong(aShop(), aWarehouse({ delay: `P${days}D` }))).toStrictEqual([]);
  });

  it('is an error if it is longer', () => {
    expect(wrong(aShop(), aWarehouse({ delay: `P${days}DT1M` }))).toStrictEqual([
      expect.stringMatching(/^error wms comes up to \S+ hours late, but no refund is held for more than/),
    ]);
  });
});

describe('an evidence word', () => {
  it.each<[string, Partial<DeclaredProducer>]>([
    ['put_away', { legs: ['outbound'], evidence: ['put_away'] }],
    [
      'carrier_delivered',
      { legs: ['outbound'], attestors: { carrier: ['*'] }, evidence: ['carrier_delivered'] },
    ],
    [
      'outbound_delivered',
      { legs: ['return'], attestors: { carrier: ['*'] }, evidence: ['outbound_delivered'] },
    ],
  ])('%s is idle on a leg that it is not of', (word, wms) => {
    expect(wrong(aShop(), aWarehouse(wms))).toStrictEqual([
      expect.stringMatching(`^warning wms declares ${word}, which is only of the`),
    ]);
  });

  it('of a carrier’s first scan is of both legs', () => {
    for (const leg of ['outbound', 'return'] as const) {
      const ups = aWarehouse({ legs: [leg], attestors: { carrier: ['ups'] }, evidence: ['carrier_accept'] });
      expect(wrong(aShop(), ups)).toStrictEqual([]);
    }
  });

  it.each<[string, Partial<DeclaredProducer>]>([
    ['dock', { attestors: { carrier: ['ups'] }, evidence: ['dock'] }],
    ['weight', { evidence: ['weight'] }],
    ['carrier_accept', { evidence: ['carrier_accept'] }],
    ['put_away', { attestors: { sensor: ['dock_1'] } }],
    ['seen_again', { attestors: { customer: ['app'] }, evidence: ['seen_again'] }],
  ])('%s is idle if nobody of its source can show it', (word, wms) => {
    expect(wrong(aShop(), aWarehouse(wms))).toStrictEqual([
      expect.stringMatching(`^warning wms declares ${word}, which only attestors of class`),
    ]);
  });
});
