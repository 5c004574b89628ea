import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DUE_INDEX, REVIEW_ATTRIBUTES, REVIEWS_INDEX } from '../../lib/contracts/names.ts';

/** A DynamoDB server of its own on a free loopback port. */
export interface DynaliteServer {
  readonly client: DynamoDBClient;
  /** Returns one more client, to be told apart from the first. */
  readonly openClient: () => DynamoDBClient;
  /** Creates an empty table as the stack does, and answers its name. */
  readonly createTable: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

const dynalite: (options: { readonly createTableMs: number }) => Server = createRequire(import.meta.url)(
  'dynalite',
);

/** Starts a DynamoDB server in this process. */
export async function startDynalite(): Promise<DynaliteServer> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const openClient = () =>
    new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  const client = openClient();
  let tables = 0;
  return {
    client,
    openClient,
    createTable: async () => {
      tables += 1;
      return createTable(client, `table-${tables}`);
    },
    stop: async () => {
      client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function createTable(client: DynamoDBClient, name: string): Promise<string> {
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  const due = {
    IndexName: DUE_INDEX,
    KeySchema: keys('dueQueue', 'dueAt'),
    Projection: { ProjectionType: 'KEYS_ONLY' as const },
  };
  const reviews = {
    IndexName: REVIEWS_INDEX,
    KeySchema: keys('reviewQueue', 'reviewRank'),
    Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...REVIEW_ATTRIBUTES] },
  };
  const texts = ['pk', 'sk', 'dueQueue', 'dueAt', 'reviewQueue'];
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys('pk', 'sk'),
      AttributeDefinitions: [
        ...texts.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
        { AttributeName: 'reviewRank', AttributeType: 'N' as const },
      ],
      GlobalSecondaryIndexes: [due, reviews],
    }),
  );
  const describe = new DescribeTableCommand({ TableName: name });
  while ((await client.send(describe)).Table?.TableStatus !== 'ACTIVE') await setTimeout(1);
  return name;
}
