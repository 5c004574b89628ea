import type { DocumentStore } from '../../app/ports.ts';
import { policySchema } from '../../contracts/policy-document.ts';
import { stopsSchema } from '../../contracts/stored-shapes.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { NO_STOPS } from '../../domain/refund/stops.ts';
import { requireNextVersion } from '../store-rules.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { policyKey, STOPS_KEY } from './item-keys.ts';
import { itemReader, jsonValue, textValue, wholeValue } from './item-reader.ts';
import { unlessChanged } from './unless-changed.ts';

/** Returns the store's documents: one item for all kill switches and one item per policy. */
export function dynamoDocuments(table: DynamoTable): DocumentStore {
  // The policy of a hash never changes, so it can be kept once it was read. There are only a few policies.
  const known = new Map<string, Policy>();
  const readPolicy = async (hash: string): Promise<Policy | undefined> => {
    const held = known.get(hash);
    if (held !== undefined) return held;
    const item = await table.get(policyKey(hash), 'eventual');
    if (item === undefined) return undefined;
    const policy = itemReader(item).json('policy', policySchema);
    known.set(hash, policy);
    return policy;
  };
  return {
    stops: async (consistency) => {
      const item = await table.get(STOPS_KEY, consistency);
      if (item === undefined) return NO_STOPS;
      const read = itemReader(item);
      return { version: read.whole('version'), entries: read.json('entries', stopsSchema) };
    },
    saveStops: async ({ version, entries }, seenVersion) => {
      requireNextVersion('The list of stops', version, seenVersion);
      const { pk, sk } = STOPS_KEY;
      const key = { pk: textValue(pk), sk: textValue(sk) };
      const item = { ...key, version: wholeValue(version), entries: jsonValue(entries) };
      return table.put(item, unlessChanged(seenVersion));
    },
    policy: (hash) => readPolicy(hash),
    keepPolicy: async (hash, policy) => {
      // Every new refund saves its policy, and a refused write costs as much as a successful one. So read first.
      if ((await readPolicy(hash)) !== undefined) return;
      const { pk, sk } = policyKey(hash);
      const item = { pk: textValue(pk), sk: textValue(sk), policy: jsonValue(policy) };
      await table.put(item, { condition: 'attribute_not_exists(#pk)' });
      known.set(hash, policy);
    },
  };
}
