import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { dynamoDesk } from '../../lib/adapters/aws/dynamo-desk.ts';
import { type CapacityUse, dynamoTable } from '../../lib/adapters/aws/dynamo-table.ts';
import { refundToItem } from '../../lib/adapters/aws/refund-item.ts';
import { VersionError } from '../../lib/adapters/store-rules.ts';
import type { DeskStore } from '../../lib/app/console/desk-store.ts';
import { NO_SESSIONS, type Sessions } from '../../lib/domain/people/sessions.ts';
import { type Leases, NO_LEASES } from '../../lib/domain/refund/leases.ts';
import { type DynaliteServer, startDynalite } from './dynalite-table.ts';
import { HOSTILE_IDS, NOON, receivedRefund } from './samples.ts';

let server: DynaliteServer;
let table: string;
let desk: DeskStore;
let uses: CapacityUse[];

beforeAll(async () => {
  server = await startDynalite();
});
beforeEach(async () => {
  table = await server.createTable();
  uses = [];
  desk = dynamoDesk(dynamoTable({ client: server.client, table, meter: (use) => uses.push(use) }));
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => server.stop());

const at = NOON.toISOString();

async function putReview(refundId: string, baseMinor: number): Promise<void> {
  const refund = receivedRefund();
  const request = { ...refund.request, refundId };
  const Item = refundToItem({ ...refund, refundId, request, status: 'escalated', baseMinor });
  await server.client.send(new PutItemCommand({ TableName: table, Item }));
}

describe('what the console keeps in the table', () => {
  test('is the sessions of each person, whatever their id', async () => {
    const session = {
      hash: 'h',
      login: 'ana@example.com',
      roles: ['reviewer'],
      startedAt: at,
      seenAt: at,
    } as const;
    const sessions: Sessions = { version: 1, entries: [session] };
    for (const id of HOSTILE_IDS) {
      expect(await desk.sessions(id)).toStrictEqual(NO_SESSIONS);
      expect(await desk.saveSessions(id, sessions, 0)).toBe('saved');
      expect(await desk.saveSessions(id, { version: 1, entries: [] }, 0)).toBe('moved');
      expect(await desk.sessions(id)).toStrictEqual(sessions);
    }
    await expect(desk.saveSessions('ana', sessions, 1)).rejects.toThrow(VersionError);
  });

  test('is who has taken which refund', async () => {
    const leases: Leases = { version: 1, entries: [{ refundId: 're_1', by: 'ana', until: at }] };
    expect(await desk.leases()).toStrictEqual(NO_LEASES);
    expect(await desk.saveLeases(leases, 0)).toBe('saved');
    expect(await desk.saveLeases({ version: 1, entries: [] }, 0)).toBe('moved');
    expect(await desk.leases()).toStrictEqual(leases);
    await expect(desk.saveLeases(leases, 1)).rejects.toThrow(VersionError);
  });
});

test('a list of who has taken what that cannot be read counts as none, and is logged', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const Item = { pk: { S: 'LEASES' }, sk: { S: 'ALL' }, version: { N: '1' }, entries: { S: 'nonsense' } };
  await server.client.send(new PutItemCommand({ TableName: table, Item }));
  expect(await desk.leases()).toStrictEqual(NO_LEASES);
  expect(logged).toHaveBeenCalledWith(expect.objectContaining({ unreadable: 1 }));
});

describe('the open reviews', () => {
  test('come with the largest expected loss first, page by page, each once', async () => {
    for (const [id, minor] of [
      ['re_a', 10],
      ['re_b', 30],
      ['re_c', 20],
      ['re_d', 30],
    ] as const)
      await putReview(id, minor);
    const first = await desk.openReviews(undefined, 3);
    expect(first.places.map(({ rank }) => rank)).toStrictEqual([30, 30, 20]);
    expect(first.more).toBe(true);
    const rest = await desk.openReviews(first.places.at(-1), 3);
    expect(rest).toStrictEqual({ places: [{ refundId: 're_a', rank: 10 }], more: false });
    expect(uses.map(({ operation }) => operation)).toStrictEqual(['Query', 'Query']);
  });

  test('go on after a place that has left the list', async () => {
    await putReview('re_a', 10);
    const { places } = await desk.openReviews({ refundId: 're_gone', rank: 20 }, 3);
    expect(places).toStrictEqual([{ refundId: 're_a', rank: 10 }]);
  });

  test('are listed past an entry that is none', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const key = { pk: { S: 'FOO#1' }, sk: { S: 'STATE' } };
    const Item = { ...key, reviewQueue: { S: 'open' }, reviewRank: { N: '99' } };
    await server.client.send(new PutItemCommand({ TableName: table, Item }));
    await putReview('re_a', 10);
    const { places } = await desk.openReviews(undefined, 3);
    expect(places).toStrictEqual([{ refundId: 're_a', rank: 10 }]);
    expect(logged).toHaveBeenCalledWith(expect.objectContaining({ unreadable: 1 }));
  });
});
