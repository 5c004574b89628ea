import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { SCHEMA_FOLDER, schemaFiles, staleSchemas, writeSchemas } from '../../bin/schemas.ts';
import { INBOUND_DATA } from '../../lib/contracts/inbound-events.ts';
import { OUTBOUND_DATA } from '../../lib/contracts/outbound-events.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { PRESETS } from '../../lib/producers/presets.ts';
import { SAMPLE_PLACES } from '../../lib/producers/sample-places.ts';
import { aCloudEvent, anEpcisEvent, aRefund } from '../builders.ts';
import { MISSING, withField } from './event-surgery.ts';

const TYPES = [...new Set([...Object.keys(INBOUND_DATA), ...Object.keys(OUTBOUND_DATA)])];
const SCRIPT = fileURLToPath(new URL('../../bin/schemas.ts', import.meta.url));

/** Returns true if a document passes a schema file, read back into a parser from nothing but its JSON. */
async function passes(name: string, document: unknown): Promise<boolean> {
  const json: z.core.JSONSchema.JSONSchema = JSON.parse(await readFile(join(SCHEMA_FOLDER, name), 'utf8'));
  return z.fromJSONSchema(json).safeParse(document).success;
}

describe('the schemas kept in the project', () => {
  test('are exactly what the code says, one for each type of event, the policy and the register', async () => {
    expect(await staleSchemas(SCHEMA_FOLDER)).toStrictEqual([]);
    const names = (await readdir(SCHEMA_FOLDER)).toSorted();
    expect(names).toStrictEqual(
      [...TYPES.map((type) => `${type}.json`), 'policy.json', 'producers.json'].toSorted(),
    );
  });

  test.each(TYPES)('describe the whole event %s, envelope and data', async (type) => {
    const json: unknown = JSON.parse(await readFile(join(SCHEMA_FOLDER, `${type}.json`), 'utf8'));
    expect(json).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: type,
      type: 'object',
      properties: { type: { const: type }, specversion: { const: '1.0' }, data: { type: 'object' } },
      required: ['specversion', 'id', 'source', 'type', 'time', 'data'],
    });
  });

  test('are the same each time they are made', () => {
    expect([...schemaFiles()]).toStrictEqual([...schemaFiles()]);
  });
});

describe('a schema says what the parser says', () => {
  const refund = aCloudEvent('refund.requested', aRefund());
  const scan = aCloudEvent('scan.recorded', anEpcisEvent());

  test.each([
    ['refundgate.refund.requested.v1.json', refund],
    ['refundgate.scan.recorded.v1.json', scan],
    ['policy.json', DEFAULT_POLICY],
    ['producers.json', PRESETS['own-warehouse'].register(SAMPLE_PLACES)],
  ])('of a good document: %s', async (name, document) => {
    expect(await passes(name, document)).toBe(true);
    expect(await passes(name, 'x')).toBe(false);
  });

  test.each([
    ['data.amount.minor', 0],
    ['data.amount.minor', 1.5],
    ['data.amount.minor', '1'],
    ['data.refundId', 're 1'],
    ['data.refundId', MISSING],
    ['data.claim', 'lost'],
    ['data.lines', []],
    ['data', MISSING],
    ['specversion', '0.3'],
    ['type', 'refundgate.scan.recorded.v1'],
  ])('of a refund whose %s is %o', async (path, value) => {
    expect(await passes('refundgate.refund.requested.v1.json', withField(refund, path, value))).toBe(false);
  });

  test('of added fields: an event may have them, a policy may not', async () => {
    expect(await passes('refundgate.refund.requested.v1.json', withField(refund, 'data.added', 1))).toBe(
      true,
    );
    expect(await passes('refundgate.scan.recorded.v1.json', withField(scan, 'data.added', 1))).toBe(true);
    expect(await passes('policy.json', { ...DEFAULT_POLICY, added: 1 })).toBe(false);
    const register = PRESETS['own-warehouse'].register(SAMPLE_PLACES);
    expect(await passes('producers.json', { ...register, added: 1 })).toBe(false);
  });
});

describe('the script', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'schemas-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('writes what is missing, mends what differs and takes away what is no schema', async () => {
    const all = [...schemaFiles().keys()].toSorted();
    expect(await staleSchemas(folder)).toStrictEqual(all);
    await writeSchemas(folder);
    expect(await staleSchemas(folder)).toStrictEqual([]);

    await writeFile(join(folder, 'policy.json'), '{}\n');
    await writeFile(join(folder, 'refundgate.gone.v1.json'), '{}\n');
    expect(await staleSchemas(folder)).toStrictEqual(['policy.json', 'refundgate.gone.v1.json']);
    await writeSchemas(folder);
    expect((await readdir(folder)).toSorted()).toStrictEqual(all);
    expect(await staleSchemas(folder)).toStrictEqual([]);
  });

  test.each([
    [['--check'], 0],
    [['--chek'], 2],
    [['--check', 'more'], 2],
  ])('run with %j exits with %i', (args, code) => {
    expect(spawnSync(process.execPath, [SCRIPT, ...args]).status).toBe(code);
  });
});
