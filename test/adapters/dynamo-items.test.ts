import { PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CorruptItemError } from '../../lib/adapters/aws/corrupt-item-error.ts';
import { dynamoStore } from '../../lib/adapters/aws/dynamo-store.ts';
import { OpenDaysError } from '../../lib/adapters/aws/dynamo-subjects.ts';
import type { CapacityUse } from '../../lib/adapters/aws/dynamo-table.ts';
import { FullDayError } from '../../lib/adapters/aws/full-day-error.ts';
import type { Item } from '../../lib/adapters/aws/item-reader.ts';
import { rollUpSubjects, rollUpsDue } from '../../lib/app/history/roll-up.ts';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import { makeBaselines } from '../../lib/app/make-baselines.ts';
import type { Store } from '../../lib/app/ports.ts';
import { REVIEWS_INDEX } from '../../lib/contracts/names.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { EMPTY_PROFILE } from '../../lib/domain/history/subject-history.ts';
import { groupKeys } from '../../lib/domain/risk/peer-baselines.ts';
import { type DynaliteServer, startDynalite } from './dynalite-table.ts';
import {
  approvedRefund,
  CLERK,
  escalatedRefund,
  receivedRefund,
  sampleBudget,
  sampleEntry,
  sampleScan,
} from './samples.ts';

const NOBODYS_PHOTO = { refundId: 'rf_1', orderId: 'o', at: '2026-11-22T12:00:00.000Z' };

let server: DynaliteServer;
let table: string;
let store: Store;
let used: CapacityUse[];

beforeAll(async () => {
  server = await startDynalite();
});

beforeEach(async () => {
  table = await server.createTable();
  used = [];
  store = dynamoStore({ client: server.client, table, meter: (use) => used.push(use) });
});

afterAll(() => server.stop());

async function put(pk: string, sk: string, attributes: Item = {}): Promise<void> {
  const Item = { pk: { S: pk }, sk: { S: sk }, ...attributes };
  await server.client.send(new PutItemCommand({ TableName: table, Item }));
}

/** A contribution on each of so many days. */
async function reserveDays(count: number, refundId = 'rf_1'): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const day = new Date(Date.UTC(2026, 0, 1 + number)).toISOString().slice(0, 10);
    await store.reserve(sampleBudget({ day, rollUp: true }), {
      refundId,
      version: 1,
      valueMinor: 1,
      unsupportedMinor: 0,
    });
  }
}

describe('the review index', () => {
  it('lists escalated refunds by expected loss, highest first, and no others', async () => {
    const amounts = [500, 90_000, 4_000];
    for (const amount of amounts) {
      const received = receivedRefund({ refundId: `rf_${amount}` });
      await store.createRefund(received);
      await store.saveRefund(escalatedRefund(received, 100_000, amount), 1);
    }
    const seen = await store.refund('rf_4000', 'strong');
    if (seen !== undefined) await store.saveRefund(approvedRefund(seen), 2);
    await store.createRefund(receivedRefund());
    const query = new QueryCommand({
      TableName: table,
      IndexName: REVIEWS_INDEX,
      KeyConditionExpression: 'reviewQueue = :open',
      ExpressionAttributeValues: { ':open': { S: 'open' } },
      ScanIndexForward: false,
    });
    const items = (await server.client.send(query)).Items ?? [];
    expect(items.map((item) => item['pk']?.S)).toStrictEqual(['REFUND#rf_90000', 'REFUND#rf_500']);
  });
});

describe('reading a subject', () => {
  it('takes one query of half a read unit when all but two days are rolled up', async () => {
    await reserveDays(40);
    await store.saveProfile(CLERK, { ...EMPTY_PROFILE, version: 1, rolledUpThrough: '2026-02-08' }, 0);
    used = [];
    expect((await store.subject(CLERK)).days.map((one) => one.day)).toStrictEqual(['2026-02-09']);
    expect(used).toStrictEqual([{ operation: 'Query', units: 0.5 }]);
  });

  it('pages back to the last rolled-up day and no further', async () => {
    await reserveDays(60);
    await store.saveProfile(CLERK, { ...EMPTY_PROFILE, version: 1, rolledUpThrough: '2026-02-01' }, 0);
    used = [];
    const { days } = await store.subject(CLERK);
    expect(days.at(0)?.day).toBe('2026-02-02');
    expect(days.at(-1)?.day).toBe('2026-03-01');
    expect(days).toHaveLength(28);
    expect(used).toHaveLength(3);
  });

  it('faults when more days are outstanding than one judgement may read', async () => {
    await reserveDays(110);
    await expect(store.subject(CLERK)).rejects.toThrow(OpenDaysError);
  });

  it('folds so many days all the same, so that its subject can be read again', async () => {
    await reserveDays(110);
    const policy = pinPolicy(DEFAULT_POLICY);
    const deps = { store, policy, now: () => new Date('2026-12-01') };
    expect(await rollUpSubjects(deps, (await rollUpsDue(deps)).subjects)).toStrictEqual({
      rolledUp: 110,
      unreadable: [],
    });
    expect((await store.subject(CLERK)).days).toStrictEqual([]);
  });

  it('lists due folds over several pages of the index', async () => {
    await reserveDays(12);
    expect(await store.rollUpsDue(new Date('2026-12-01'), 100)).toHaveLength(12);
  });
});

describe('an item too large for DynamoDB', () => {
  it('is a day without room for a reservation, and a fault for an entry', { timeout: 60_000 }, async () => {
    const filler = 'x'.repeat(409_500);
    await put('SUBJECT#employee#emp_4471', 'DAY#2026-11-22', { filler: { S: filler } });
    const reserved = { refundId: 'x'.repeat(64), version: 1, valueMinor: 1, unsupportedMinor: 0 };
    const entry = sampleEntry({ refundId: 'x'.repeat(64) });
    expect(await store.reserve(sampleBudget({ rollUp: true }), reserved, entry)).toBe('over_budget');
    await expect(store.contribute(CLERK, entry)).rejects.toThrow(FullDayError);
    expect((await store.subject(CLERK)).days).toStrictEqual([
      { day: '2026-11-22', valueMinor: 0, unsupportedMinor: 0, entries: [] },
    ]);
  });

  it('is an overflowed trail when long scans filled it, and no fault', { timeout: 120_000 }, async () => {
    const serials = Array.from({ length: 200 }, (_, number) => String(number).padStart(64, 'S'));
    const results: string[] = [];
    for (let number = 0; number < 40; number += 1) {
      results.push((await store.appendScan('rma:1', sampleScan(number, { serials }))).result);
    }
    expect(new Set(results)).toStrictEqual(new Set(['appended', 'overflow']));
    const trail = await store.trail('rma:1', 'strong');
    expect(trail.overflowed).toBe(true);
    expect(trail.scans).toHaveLength(results.filter((result) => result === 'appended').length);
  });
});

describe('a roll-up that something comes between', () => {
  const rollUp = async () => (await store.rollUpsDue(new Date('2027-01-01'), 10))[0];

  it('leaves a day on the list when an entry or a change came after the day closed', async () => {
    await store.reserve(sampleBudget({ rollUp: true }), {
      refundId: 'rf_1',
      version: 1,
      valueMinor: 5,
      unsupportedMinor: 5,
    });
    const changes = [
      () => store.contribute(CLERK, sampleEntry({ refundId: 'rf_2' })),
      () => store.contribute(CLERK, sampleEntry({ refundId: 'rf_2' })),
      () => store.support(CLERK, '2026-11-22', 'rf_1'),
      () => store.withdraw(CLERK, '2026-11-22', { refundId: 'rf_1', version: 1 }),
    ];
    for (const change of changes) {
      const listed = await rollUp();
      if (listed === undefined) throw new Error('Nothing is listed.');
      await store.closeDay(CLERK, listed.day);
      await change();
      await store.dropRollUp(listed);
      const anew = await rollUp();
      expect(anew).toMatchObject({ subject: CLERK, day: '2026-11-22' });
      expect(anew?.dueAt).toMatch(/^2026-11-23T02:00:00\.\d{9}Z$/);
      expect(anew?.dueAt).not.toBe(listed.dueAt);
    }
    const last = await rollUp();
    if (last !== undefined) await store.dropRollUp(last);
    expect(await rollUp()).toBeUndefined();
  });

  it('writes the index no more than once for a day that is open', async () => {
    await store.contribute(CLERK, sampleEntry());
    used = [];
    await store.contribute(CLERK, sampleEntry({ refundId: 'rf_2' }));
    expect(used).toStrictEqual([{ operation: 'UpdateItem', units: 1 }]);
  });
});

describe('what is known of peers', () => {
  it('takes one read of half a unit, however many sites there are', async () => {
    const peers = Array.from({ length: 300 }, (_, number) => ({
      role: 'clerk' as const,
      country: 'DE',
      siteId: `site_${number}`,
    }));
    const counts = { low: 123_456, mid: 123_456, high: 123_456, midExceptions: 1234, falseAttestations: 1 };
    const groups = Object.fromEntries(peers.flatMap((one) => groupKeys(one).map((key) => [key, counts])));
    await store.saveBaselines({ version: '5f5f5f5f5f5f5f5f', day: '2026-11-22', groups });
    used = [];
    await store.baselines({ role: 'clerk', country: 'DE', siteId: 'site_177' });
    expect(used).toStrictEqual([{ operation: 'GetItem', units: 0.5 }]);
  });

  it('keeps a newer snapshot when an older one comes late', async () => {
    const group = { role: 'clerk', country: 'DE', siteId: 'site_1' } as const;
    const snapshot = (day: string) => ({ version: day, day, groups: { clerk: { low: 1 } } });
    for (const day of ['2026-11-22', '2026-11-23', '2026-11-21']) await store.saveBaselines(snapshot(day));
    expect((await store.baselines(group)).version).toBe('2026-11-23');
  });
});

describe('a damaged entry of one day', () => {
  const OTHER = { kind: 'customer', id: 'c_9' } as const;
  const deps = () => ({
    store,
    policy: pinPolicy(DEFAULT_POLICY),
    now: () => new Date('2026-11-25T02:30:00.000Z'),
    publish: async () => undefined,
  });

  beforeEach(async () => {
    await store.enroll(CLERK.id);
    await store.enroll('emp_other');
    for (const subject of [CLERK, OTHER]) await store.contribute(subject, sampleEntry());
    const key = { pk: { S: `SUBJECT#employee#${CLERK.id}` }, sk: { S: 'DAY#2026-11-22' } };
    const change = { UpdateExpression: 'SET #e = :e', ExpressionAttributeNames: { '#e': 'e:rf_damaged' } };
    const values = { ExpressionAttributeValues: { ':e': { S: '[oops' } } };
    await server.client.send(new UpdateItemCommand({ TableName: table, Key: key, ...change, ...values }));
  });

  it('costs its own subject the roll-up, names it, and is tried the next night', async () => {
    const { subjects } = await rollUpsDue(deps());
    const { rolledUp, unreadable } = await rollUpSubjects(deps(), subjects);
    expect(rolledUp).toBe(1);
    expect(unreadable).toMatchObject([
      expect.stringContaining(`SUBJECT#employee#${CLERK.id} / DAY#2026-11-22`),
    ]);
    expect((await rollUpsDue(deps())).subjects).toStrictEqual([]);
    const tomorrow = { ...deps(), now: () => new Date('2026-11-26T02:30:00.000Z') };
    expect((await rollUpsDue(tomorrow)).subjects).toHaveLength(1);
  });

  it('leaves its employee out of the night’s snapshot, which is made all the same', async () => {
    const made = await makeBaselines(deps());
    expect(made).toMatchObject({ employees: 1, unreadable: [expect.stringContaining(CLERK.id)] });
  });
});

describe('a photo', () => {
  it('is noted and looked up by one write', async () => {
    const use = { refundId: 'rf_1', orderId: 'o', at: '2026-11-22T12:00:00.000Z' };
    for (let time = 0; time < 2; time += 1) {
      used = [];
      await store.seePhoto('5f', use);
      expect(used).toStrictEqual([{ operation: 'UpdateItem', units: 1 }]);
    }
  });
});

describe('a login', () => {
  it('is looked up by one strong read and claimed by one write', async () => {
    const login = `arn:aws:iam::123456789012:user/${'x'.repeat(225)}`;
    await store.claimLogin(login, 'e'.repeat(128), 0);
    await store.loginOwner(login);
    expect(used).toStrictEqual([
      { operation: 'PutItem', units: 1 },
      { operation: 'GetItem', units: 1 },
    ]);
  });
});

describe('what cannot be read', () => {
  it.each<[string, string, Item, () => Promise<unknown>]>([
    ['REFUND#rf_1', 'STATE', { version: { N: '1' } }, () => store.refund('rf_1', 'strong')],
    ['RETURN#rma:1', 'TRAIL', { 's:00': { S: '{"key":1}' } }, () => store.trail('rma:1', 'strong')],
    ['RETURN#rma:1', 'TRAIL', { version: { S: '1' } }, () => store.trail('rma:1', 'strong')],
    ['ORDER#o', 'CLAIMS', { version: { N: '1' }, currency: { S: 'EUR' } }, () => store.order('o', 'strong')],
    ['SUBJECT#employee#emp_4471', 'PROFILE', { version: { N: '1' } }, () => store.profile(CLERK, 'strong')],
    ['SUBJECT#employee#emp_4471', 'DAY#2026-11-01', { v: { S: '1' } }, () => store.subject(CLERK)],
    [
      'SUBJECT#employee#emp_4471',
      'DAY#2026-11-01',
      { 'r:rf_1': { S: 'much' } },
      () => store.withdraw(CLERK, '2026-11-01', { refundId: 'rf_1', version: 1 }),
    ],
    [
      'SUBJECT#employee#emp_4471',
      'DAY#2026-11-01',
      { 'e:r': { S: '[1,9,0,0]' } },
      () => store.subject(CLERK),
    ],
    ['SUBJECT#employee#emp_4471', 'DAY#2026-11-01', { 'e:r': { S: '{}' } }, () => store.subject(CLERK)],
    [
      'SUBJECT#employee#emp_4471',
      'PROFILE',
      { version: { N: '1' }, profile: { S: '{"valueByDay":[],"weeks":[[1,[1],0,["c"],[["e"]]]]}' } },
      () => store.profile(CLERK, 'strong'),
    ],
    [
      'BASELINES',
      'clerk',
      { version: { S: '1' }, day: { S: '2026-11-22' }, counts: { S: '[["x"]]' } },
      () => store.baselines({ role: 'clerk', country: 'DE', siteId: 's' }),
    ],
    [
      'BASELINES',
      'clerk',
      { version: { S: '1' }, day: { S: 'soon' }, counts: { S: '[]' } },
      () => store.baselines({ role: 'clerk', country: 'DE', siteId: 's' }),
    ],
    ['ROSTER', 'SHARD#01', { ids: { S: 'emp_1' } }, () => store.roster()],
    ['LOGIN#ana', 'OWNER', { version: { N: '1' } }, () => store.loginOwner('ana')],
    ['LOGIN#ana', 'OWNER', { employeeId: { S: 'emp_1' } }, () => store.loginOwner('ana')],
    ['PHOTO#5f', 'USES', { uses: { SS: ['{"'] } }, () => store.seePhoto('5f', NOBODYS_PHOTO)],
    [
      'STOPS',
      'ALL',
      { version: { N: '1' }, entries: { S: '[{"scope":"al"}]' } },
      () => store.stops('strong'),
    ],
    ['POLICY#h', 'DOCUMENT', { policy: { S: '{"version":"1"}' } }, () => store.policy('h')],
  ])('faults and names the item %s / %s', async (pk, sk, attributes, read) => {
    await put(pk, sk, attributes);
    await expect(read()).rejects.toThrow(CorruptItemError);
    await expect(read()).rejects.toMatchObject({ pk, sk });
  });
});
