import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseEvent } from '../../../lib/contracts/parse-event.ts';
import { cancellationZScores } from '../../../lib/lab/import/retail-customer.ts';
import { read, replayed } from '../replayed.ts';
import { imported } from './retail-file.ts';

const FILE = fileURLToPath(new URL('../../../../shared/data/online-retail.csv.gz', import.meta.url));
const NO_GOODS = new Set('POST DOT C2 M m D S B AMAZONFEE CRUK'.split(' ').concat('BANK CHARGES'));
const R7 = new Set(['V02_MORE_THAN_CAPTURED', 'V03_MORE_THAN_SHIPPED', 'V04_UNIT_ALREADY_CLAIMED']);

/** The invoice and code of every cancelled line beyond the customer's balance: an independent, plain count. */
function overReturned(): readonly string[] {
  const balance = new Map<string, number>();
  const found: string[] = [];
  for (const line of gunzipSync(readFileSync(FILE)).toString('utf8').split('\n').slice(1)) {
    const [invoice = '', code = '', quantity = '', , price = '', customer = ''] = line.split(',');
    if (customer === '' || NO_GOODS.has(code)) continue;
    const key = `${customer} ${code}`;
    const had = balance.get(key) ?? 0;
    const isCancelled = invoice.startsWith('C');
    if (isCancelled && had + Number(quantity) < 0) found.push(`${invoice} ${code}`);
    if (isCancelled || (Number(quantity) > 0 && Number(price) > 0)) {
      balance.set(key, Math.max(0, had + Number(quantity)));
    }
  }
  return found;
}

describe.skipIf(!existsSync(FILE))('the real retail file (skipped where ../shared/data is absent)', () => {
  let real: Awaited<ReturnType<typeof imported>>;
  beforeAll(async () => {
    real = await imported(FILE);
  }, 120_000);

  test('loses no cancellation: each line is in a refund or counted as skipped', () => {
    expect(real.malformed).toStrictEqual([]);
    expect(real.into.counts()).toStrictEqual({
      cancellationLines: 9288,
      refundedLines: 8539,
      refunds: real.raw.length,
      overReturnedLines: 1107,
      neverBoughtLines: 1031,
      skippedLines: { no_goods: 584, no_customer: 165, no_price: 0, stock_adjustment: 1336 },
    });
  });

  test('comes out as events that the gate takes, in time order, each refund once', () => {
    expect(real.raw.filter((event) => !parseEvent(event).ok)).toStrictEqual([]);
    const times = real.events.map(({ time }) => time);
    expect(times).toStrictEqual(times.toSorted());
    expect(new Set(real.refunds.map(({ refundId }) => refundId)).size).toBe(real.raw.length);
  });

  test('has all its over-returned lines caught by R7', async () => {
    const caught = new Set<string>();
    for (const line of await replayed(real.raw)) {
      const { type, data } = read(line);
      const isCaught = data.reasons?.some(({ code }) => R7.has(code)) ?? false;
      if (type === 'refundgate.refund.escalated.v1' && isCaught) caught.add(data.refundId ?? '');
    }
    const lines = real.refunds
      .filter(({ refundId }) => caught.has(refundId))
      .flatMap(({ refundId, lines: claimed }) =>
        claimed.map(({ sku }) => `${refundId.split('.')[0]} ${sku}`),
      );
    const expected = overReturned();
    expect(expected).toHaveLength(1107);
    const known = new Set(lines);
    expect(expected.filter((line) => !known.has(line))).toStrictEqual([]);
  }, 120_000);

  test('has 2.3 % of its customers beyond three standard deviations, whom a plain rule would flag', () => {
    const scores = [...cancellationZScores(real.into.customers()).values()];
    expect(scores).toHaveLength(4339);
    expect(scores.filter((z) => z > 3)).toHaveLength(100);
  });
});
