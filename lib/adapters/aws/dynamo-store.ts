import type { Store } from '../../app/ports.ts';
import { dynamoCases } from './dynamo-cases.ts';
import { dynamoDays } from './dynamo-days.ts';
import { dynamoDocuments } from './dynamo-documents.ts';
import { dynamoLogins } from './dynamo-logins.ts';
import { dynamoOrders } from './dynamo-orders.ts';
import { dynamoPeers } from './dynamo-peers.ts';
import { dynamoPhotos } from './dynamo-photos.ts';
import { dynamoRefunds } from './dynamo-refunds.ts';
import { dynamoSubjects } from './dynamo-subjects.ts';
import { type DynamoTableOptions, dynamoTable } from './dynamo-table.ts';
import { dynamoTrails } from './dynamo-trails.ts';

/**
 * Returns the store in one DynamoDB table. Every write changes one item. A refused write is compared with the stored
 * item, because an earlier attempt of the same caller may have written it and the response was lost.
 */
export function dynamoStore(options: DynamoTableOptions): Store {
  const table = dynamoTable(options);
  return {
    ...dynamoRefunds(table),
    ...dynamoTrails(table),
    ...dynamoOrders(table),
    ...dynamoSubjects(table),
    ...dynamoDays(table),
    ...dynamoPhotos(table),
    ...dynamoPeers(table),
    ...dynamoCases(table),
    ...dynamoLogins(table),
    ...dynamoDocuments(table),
  };
}
