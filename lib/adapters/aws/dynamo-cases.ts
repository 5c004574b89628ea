import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { CaseStore } from '../../app/ports.ts';
import { DUE_INDEX, REVIEWS_INDEX } from '../../contracts/names.ts';
import { caseBodySchema } from '../../contracts/stored-case.ts';
import { CASE_STATUSES, type EmployeeCase } from '../../domain/cases/employee-case.ts';
import { requireNextVersion } from '../store-rules.ts';
import { dueKeys } from './due-keys.ts';
import { type DynamoTable, keyOf } from './dynamo-table.ts';
import { caseEmployeeOf, caseKey, casePartition } from './item-keys.ts';
import { type Item, itemReader, jsonValue, textValue, wholeValue } from './item-reader.ts';
import { unlessChanged } from './unless-changed.ts';

/** The partition of the due index that lists cases with something in their outbox. */
const CASE_QUEUE = 'case';

/** The partition of the review index that lists open cases, by the second in which they were opened. */
const OPEN_CASES = 'case';

/** Returns the store's cases: one item each. Both indexes list a case only while there is something to do with it. */
export function dynamoCases(table: DynamoTable): CaseStore {
  return {
    casesOn: async (employeeId, limit) => {
      const { items } = await table.query({
        keys: '#pk = :pk',
        values: { ':pk': textValue(casePartition(employeeId)) },
        newestFirst: true,
        limit,
        consistency: 'strong',
      });
      return items.map(caseFromItem);
    },
    saveCase: async (one, seenVersion) => {
      requireNextVersion(`Case ${one.number} on ${one.employeeId}`, one.version, seenVersion);
      return table.put(caseToItem(one), unlessChanged(seenVersion));
    },
    openCases: async (limit) => {
      const { items } = await table.query({
        index: REVIEWS_INDEX,
        keys: '#reviewQueue = :queue',
        values: { ':queue': textValue(OPEN_CASES) },
        limit,
      });
      return items.map((item) => caseEmployeeOf(keyOf(item)));
    },
    casesUnfinished: async (now, limit) => {
      const query = { index: DUE_INDEX, queue: CASE_QUEUE, now, limit };
      return (await dueKeys(table, query, caseEmployeeOf)).map(({ value }) => value);
    },
  };
}

function caseToItem({ employeeId, number, version, status, ...body }: EmployeeCase): Item {
  const { pk, sk } = caseKey(employeeId, number);
  const item: Record<string, AttributeValue> = {
    pk: textValue(pk),
    sk: textValue(sk),
    version: wholeValue(version),
    status: textValue(status),
    case: jsonValue(body),
  };
  if (status === 'open') {
    item['reviewQueue'] = textValue(OPEN_CASES);
    item['reviewRank'] = wholeValue(Math.floor(Date.parse(body.firstOpenedAt ?? body.openedAt) / 1000));
  }
  if (body.outbox !== null) {
    item['dueQueue'] = textValue(CASE_QUEUE);
    item['dueAt'] = textValue(body.said.at(-1)?.at ?? body.openedAt);
  }
  return item;
}

function caseFromItem(item: Item): EmployeeCase {
  const read = itemReader(item);
  const employeeId = caseEmployeeOf(read.key);
  const number = Number(read.key.sk);
  if (!Number.isSafeInteger(number)) read.fail('its number cannot be read');
  const text = read.text('status');
  const status = CASE_STATUSES.find((one) => one === text) ?? read.fail(`"status" is "${text}"`);
  return { employeeId, number, version: read.whole('version'), status, ...read.json('case', caseBodySchema) };
}
