import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamoStore } from '../../lib/adapters/aws/dynamo-store.ts';
import type { Store } from '../../lib/app/ports.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { EMPTY_PROFILE } from '../../lib/domain/history/subject-history.ts';
import { type DynaliteServer, startDynalite } from './dynalite-table.ts';
import {
  approvedRefund,
  CLERK,
  escalatedRefund,
  receivedRefund,
  sampleBudget,
  sampleEntry,
  sampleOrder,
  sampleScan,
} from './samples.ts';

const WRITES = new Set(['PutItemCommand', 'UpdateItemCommand']);

let server: DynaliteServer;
let table: string;
/** Its client loses the answer to the first attempt of every write, after the write was made. */
let losing: Store;
let plain: Store;
let lost: number;

/** Has the client's first attempt at each write made, but never answered. */
function losingAnswers(client: DynamoDBClient): DynamoDBClient {
  const attempted = new WeakSet<object>();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next(args);
      if (!WRITES.has(context.commandName ?? '') || attempted.has(args.input)) return answer;
      attempted.add(args.input);
      lost += 1;
      throw Object.assign(new Error('The answer was lost.'), { name: 'TimeoutError' });
    },
    { step: 'deserialize', priority: 'high' },
  );
  return client;
}

beforeAll(async () => {
  server = await startDynalite();
});

beforeEach(async () => {
  table = await server.createTable();
  lost = 0;
  plain = dynamoStore({ client: server.client, table });
  losing = dynamoStore({ client: losingAnswers(server.openClient()), table });
});

afterAll(() => server.stop());

describe('a write that was made though its answer was lost', () => {
  it('counts as ours for a refund that entered, moved or was noted on', async () => {
    const received = receivedRefund();
    expect(await losing.createRefund(received)).toBe('saved');
    const approved = approvedRefund(received);
    expect(await losing.saveRefund(approved, 1)).toBe('saved');
    expect(await plain.refund(received.refundId, 'strong')).toStrictEqual(approved);
    expect(lost).toBe(2);
  });

  it('does not count as ours when somebody else moved the refund', async () => {
    const received = receivedRefund();
    await plain.createRefund(received);
    await plain.saveRefund(escalatedRefund(received, 1), 1);
    expect(await losing.saveRefund(approvedRefund(received), 1)).toBe('moved');
    expect(await losing.createRefund(receivedRefund({ customerId: 'cus_2' }))).toBe('moved');
  });

  it('counts as ours for orders, profiles, stops and policies', async () => {
    expect(await losing.saveOrder(sampleOrder(), 0)).toBe('saved');
    expect(await losing.saveOrder(sampleOrder({ version: 2, claims: [] }), 1)).toBe('saved');
    expect(await losing.saveProfile(CLERK, { ...EMPTY_PROFILE, version: 1 }, 0)).toBe('saved');
    expect(await losing.saveStops({ version: 1, entries: [] }, 0)).toBe('saved');
    await losing.keepPolicy('sha256:1', DEFAULT_POLICY);
    expect(await plain.policy('sha256:1')).toStrictEqual(DEFAULT_POLICY);
    expect(lost).toBe(5);
  });

  it('counts as ours for a claim on a login, unless somebody else claimed it since', async () => {
    expect(await losing.claimLogin('ana', 'emp_1', 0)).toBe('saved');
    expect(await losing.claimLogin('ana', 'emp_2', 1)).toBe('saved');
    expect(lost).toBe(2);
    expect(await losing.claimLogin('ana', 'emp_1', 1)).toBe('moved');
    expect(await plain.loginOwner('ana')).toStrictEqual({ employeeId: 'emp_2', version: 2 });
  });

  it('appends a scan once and still tells who waits', async () => {
    await plain.awaitScans('rma:1', 'rf_1', 0);
    expect((await losing.appendScan('rma:1', sampleScan(1))).waiting).toStrictEqual(['rf_1']);
    const trail = await plain.trail('rma:1', 'strong');
    expect(trail.version).toBe(1);
    expect(trail.scans).toStrictEqual([sampleScan(1)]);
  });

  it('marks a conflict once and still tells who waits', async () => {
    await plain.appendScan('rma:1', sampleScan(1));
    await plain.awaitScans('rma:1', 'rf_1', 1);
    const result = await losing.appendScan('rma:1', sampleScan(1, { step: 'departing' }));
    expect(result).toStrictEqual({ result: 'conflict', waiting: ['rf_1'] });
    expect((await plain.trail('rma:1', 'strong')).version).toBe(2);
  });

  it('adds to a scan once and still tells who waits', async () => {
    await plain.appendScan('rma:1', sampleScan(1));
    await plain.awaitScans('rma:1', 'rf_1', 1);
    const result = await losing.appendScan('rma:1', sampleScan(1, { grams: 2 }));
    expect(result).toStrictEqual({ result: 'repeated', waiting: ['rf_1'] });
    const { version, scans } = await plain.trail('rma:1', 'strong');
    expect([version, scans]).toStrictEqual([2, [sampleScan(1, { grams: 2 })]]);
  });

  it('registers a wait and binds a return', async () => {
    expect(await losing.awaitScans('rma:1', 'rf_1', 0)).toBe('saved');
    expect(await losing.bindTrail('rma:1', { orderId: 'ord_1', refundId: 'rf_1' })).toBe('saved');
    expect((await plain.appendScan('rma:1', sampleScan(1))).waiting).toStrictEqual(['rf_1']);
    expect(lost).toBe(2);
  });

  it('reserves once, withdraws once, closes and drops as if answered', async () => {
    const contribution = { refundId: 'rf_1', version: 1, valueMinor: 700, unsupportedMinor: 700 };
    const other = { ...contribution, refundId: 'rf_2', unsupportedMinor: 0 };
    const budget = sampleBudget({ rollUp: true });
    expect(await losing.reserve(budget, contribution)).toBe('repeated');
    await plain.reserve(budget, other);
    await losing.withdraw(CLERK, budget.day, { refundId: 'rf_1', version: 1 });
    const day = { day: budget.day, valueMinor: 700, unsupportedMinor: 0, entries: [] };
    expect((await plain.subject(CLERK)).days).toStrictEqual([day]);
    await losing.closeDay(CLERK, budget.day);
    expect(await plain.reserve(budget, { ...contribution, refundId: 'rf_3' })).toBe('closed');
    const [rollUp] = await plain.rollUpsDue(new Date('2027-01-01'), 10);
    if (rollUp !== undefined) await losing.dropRollUp(rollUp);
    expect(await plain.rollUpsDue(new Date('2027-01-01'), 10)).toStrictEqual([]);
    expect(lost).toBe(4);
  });

  it('sets an entry, gives unseen value back and notes a photo as if answered', async () => {
    const budget = sampleBudget({ rollUp: true });
    await plain.reserve(budget, { refundId: 'rf_1', version: 1, valueMinor: 700, unsupportedMinor: 700 });
    await losing.contribute(CLERK, sampleEntry());
    await losing.support(CLERK, budget.day, 'rf_1');
    const day = { day: budget.day, valueMinor: 700, unsupportedMinor: 0, entries: [sampleEntry()] };
    expect((await plain.subject(CLERK)).days).toStrictEqual([day]);
    const use = { refundId: 'rf_1', orderId: 'ord_1', at: '2026-11-22T12:00:00.000Z' };
    expect(await losing.seePhoto('5f5f', use)).toStrictEqual([use]);
    await losing.enroll('emp_1');
    expect(await plain.roster()).toStrictEqual(['emp_1']);
    expect(lost).toBe(4);
  });
});
