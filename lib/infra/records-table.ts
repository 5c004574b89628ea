import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { DUE_INDEX, REVIEW_ATTRIBUTES, REVIEWS_INDEX } from '../contracts/names.ts';

/**
 * Returns the only table. It holds the state of every refund and the proof of how it was judged. Nothing in it expires,
 * and the table stays when the stack is deleted, by mistake or by an insider. Only a first deployment that fails may
 * remove its empty table.
 */
export function createRecordsTable(scope: Construct, id: string, tableName: string): Table {
  const table = new Table(scope, id, {
    tableName,
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  table.addGlobalSecondaryIndex({
    indexName: DUE_INDEX,
    partitionKey: { name: 'dueQueue', type: AttributeType.STRING },
    sortKey: { name: 'dueAt', type: AttributeType.STRING },
    projectionType: ProjectionType.KEYS_ONLY,
  });
  table.addGlobalSecondaryIndex({
    indexName: REVIEWS_INDEX,
    partitionKey: { name: 'reviewQueue', type: AttributeType.STRING },
    sortKey: { name: 'reviewRank', type: AttributeType.NUMBER },
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: [...REVIEW_ATTRIBUTES],
  });
  return table;
}
