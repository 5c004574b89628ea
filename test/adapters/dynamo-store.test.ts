import { dynamoStore } from '../../lib/adapters/aws/dynamo-store.ts';
import { type DynaliteServer, startDynalite } from './dynalite-table.ts';
import { describeStore } from './store-contract.ts';

let server: DynaliteServer;

describeStore('the store in DynamoDB', {
  start: async () => {
    server = await startDynalite();
  },
  open: async () => dynamoStore({ client: server.client, table: await server.createTable() }),
  stop: () => server.stop(),
});
