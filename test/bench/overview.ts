import { dynamoOverview } from '../../lib/adapters/aws/dynamo-overview.ts';
import { dynamoTable } from '../../lib/adapters/aws/dynamo-table.ts';
import { countOpenReviews } from '../../lib/app/overview/count-open-reviews.ts';
import { startDynalite } from '../adapters/dynalite-table.ts';
import { putReviews } from '../adapters/put-reviews.ts';
import { NOON } from '../adapters/samples.ts';

// What it costs to count the open reviews each minute: node test/bench/overview.ts

const MINUTES_A_MONTH = 30 * 24 * 60;

/** Dollars for a million read units on demand, in us-east-1. */
const READ_PRICE = 0.125;

const server = await startDynalite();
for (const count of [0, 100, 1000, 10_000]) {
  const table = await server.createTable();
  await putReviews({ client: server.client, table, count });
  let requests = 0;
  let readUnits = 0;
  const meter = ({ operation, units }: { readonly operation: string; readonly units: number }) => {
    if (operation === 'PutItem') return;
    requests += 1;
    readUnits += units;
  };
  const store = dynamoOverview(dynamoTable({ client: server.client, table, meter }));
  const deps = { store, now: () => NOON };
  await countOpenReviews(deps);
  // The first minute writes the numbers; each minute after it only reads.
  [requests, readUnits] = [0, 0];
  await countOpenReviews(deps);
  const month = (readUnits * MINUTES_A_MONTH * READ_PRICE) / 1_000_000;
  process.stdout.write(
    `${String(count).padStart(6)} open: ${String(requests).padStart(2)} reads, ${readUnits.toFixed(1).padStart(5)} read units a minute, $${month.toFixed(3)} a month\n`,
  );
}
await server.stop();
