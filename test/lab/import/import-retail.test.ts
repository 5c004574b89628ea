import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { aFile, HEADER, imported, rows } from './retail-file.ts';

/** What refunds ask back, in short: order, line, asked of shipped, pence of pence. */
async function asked(...short: readonly string[]): Promise<readonly string[]> {
  const { refunds } = await imported(aFile(rows(...short)));
  return refunds.map(({ orderId, lines, amount, captured }) => {
    const units = lines.map(
      ({ lineId, quantity, shippedQuantity }) => `${lineId}: ${quantity}/${shippedQuantity}`,
    );
    return `${orderId} ${units.join(' ')} ${amount.minor}/${captured.minor}`;
  });
}

describe('a cancellation in a retail file', () => {
  test('asks back units of the order line that sold them', async () => {
    expect(await asked('1 22111 6 01-03', '1 22222 4 01-03 1.00', 'C2 22222 -3 01-09 1.00')).toStrictEqual([
      '1 2: 3/4 300/400',
    ]);
  });

  test('takes from the latest order first, with one refund for each order', async () => {
    expect(await asked('1 22111 6 01-03', '2 22111 4 01-05 3.00', 'C3 22111 -7 01-09')).toStrictEqual([
      '2 1: 4/4 1000/1200',
      '1 1: 3/6 750/1500',
    ]);
  });

  test('names all lines of one order in one refund', async () => {
    expect(
      await asked('1 22111 6 01-03', '1 22222 4 01-03', 'C2 22111 -1 01-09', 'C2 22222 -1 01-09'),
    ).toStrictEqual(['1 1: 1/6 2: 1/4 500/2500']);
  });

  test('finds no unit twice: what is beyond the purchases is asked for apart, with nothing shipped', async () => {
    expect(
      await asked('1 22111 6 01-03', 'C2 22111 -4 01-09', 'C3 22111 -4 01-10', '4 22111 9 01-11'),
    ).toStrictEqual(['1 1: 4/6 1000/1500', '1 1: 2/6 500/1500', '1 1.excess: 2/0 500/500']);
  });

  test('of goods never bought names an unknown order', async () => {
    expect(await asked('C1 22111 -4 01-09')).toStrictEqual(['unknown-C1 22111: 4/0 1000/1000']);
  });

  test('of more units than an event can name is spread over lines of the order', async () => {
    expect(await asked('1 22111 25000 01-03 0.01', 'C2 22111 -25000 01-03 0.01')).toStrictEqual([
      '1 1.3: 5000/5000 1.2: 10000/10000 1: 10000/10000 25000/25000',
    ]);
  });

  test('does not look into the orders of others', async () => {
    expect(await asked('1 22111 6 01-03 2.50 1', 'C2 22111 -1 01-09 2.50 2')).toStrictEqual([
      'unknown-C2 22111: 1/0 250/250',
    ]);
  });

  test('tells the customer, the country, the time as UTC and the orders of twelve months', async () => {
    const short = [
      '1 22111 6 01-03',
      '2 22111 1 02-03',
      '2 22222 4 02-03',
      '3 22111 1 02-03',
      'C3 22111 -1 02-04',
    ];
    const { events } = await imported(aFile(rows(...short).replace('2011-01-03', '2010-02-01')));
    expect(events).toMatchObject([
      {
        time: '2011-02-04T08:26:00.000Z',
        data: {
          refundId: 'C3.1',
          customerId: '17850',
          country: 'GB',
          claim: 'returnless',
          customerOrders: 2,
        },
      },
    ]);
  });

  test.each([
    ['no_goods', 'C1 POST -1 01-09'],
    ['no_goods', 'C1 M -1 01-09'],
    ['no_customer', 'C1 22111 -1 01-09 2.50 '],
    ['no_price', 'C1 22111 -1 01-09 0.0'],
    ['stock_adjustment', '1 22111 -1 01-09 0.0 '],
  ] as const)('is skipped for %s: %s', async (reason, short) => {
    const { into, refunds } = await imported(aFile(rows(short)));
    expect(refunds).toStrictEqual([]);
    expect(Object.entries(into.counts().skippedLines).filter(([, count]) => count > 0)).toStrictEqual([
      [reason, 1],
    ]);
  });
});

describe('a retail file', () => {
  const content = rows('1 22111 6 01-03', 'C2 22111 -1 01-09');

  test('is read gzipped as well, whatever its name', async () => {
    const plain = await imported(aFile(content));
    expect(plain.raw).toHaveLength(1);
    expect((await imported(aFile(gzipSync(content)))).raw).toStrictEqual(plain.raw);
  });

  test('may have other columns and another order of them', async () => {
    const file = aFile(
      'Description,Country,InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n' +
        '"A lamp, red",EIRE,C2,22111,-1,2011-01-09 08:26:00,2.5,17850.0\n',
    );
    expect((await imported(file)).refunds).toMatchObject([{ country: 'IE', customerId: '17850' }]);
  });

  test.each([
    ['C2,22111,-1,2011-01-09 08:26:00,2.5,17850', 'a row must have 7 fields, got 6'],
    [
      'C2,22111,-1.5,2011-01-09 08:26:00,2.5,17850,Italy',
      'Quantity must be a whole number other than zero, got "-1.5"',
    ],
    [
      'C2,22111,1,2011-01-09 08:26:00,2.5,17850,Italy',
      'Quantity of a cancellation must be negative, got "1"',
    ],
    [
      'C2,22111,-1,2011-02-31 08:26:00,2.5,17850,Italy',
      'InvoiceDate must be a time such as 2010-12-01 08:26:00, got "2011-02-31 08:26:00"',
    ],
    [
      'C2,22111,-1,2011-01-09 08:26:00,2.5,17850,Atlantis',
      'Country must be a country of the Online Retail data, got "Atlantis"',
    ],
    [
      'C2,22111,-1,2011-01-02 08:26:00,2.5,17850,Italy',
      'InvoiceDate is earlier than on a line before; sort the file by time',
    ],
    ['C2,22"111,-1,2011-01-09 08:26:00,2.5,17850,Italy', 'Invalid Opening Quote'],
  ])('tells the line of a malformed row and reads on: %s', async (row, problem) => {
    const before = '1,22111,6,2011-01-03 08:26:00,2.5,17850,Italy';
    const after = 'C3,22111,-1,2011-01-09 08:26:00,2.5,17850,Italy';
    const { malformed, refunds } = await imported(aFile([HEADER, before, row, after, ''].join('\n')));
    expect(malformed).toStrictEqual([expect.stringContaining(`3: ${problem}`)]);
    expect(refunds.map(({ refundId }) => refundId)).toStrictEqual(['C3.1']);
  });

  test('without one of the columns is refused', async () => {
    await expect(imported(aFile('InvoiceNo,StockCode\n'))).rejects.toThrow(
      /^the columns Quantity, .* are missing; its first line must name/,
    );
    await expect(imported(aFile(''))).rejects.toThrow(/is empty/);
  });
});
