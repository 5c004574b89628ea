#!/usr/bin/env node
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { envelopeSchema, INBOUND_DATA } from '../lib/contracts/inbound-events.ts';
import { OUTBOUND_DATA } from '../lib/contracts/outbound-events.ts';
import { policyFileSchema } from '../lib/contracts/policy-document.ts';
import { registerDocumentSchema } from '../lib/contracts/register-document.ts';

/** Where the schemas are kept. */
export const SCHEMA_FOLDER = fileURLToPath(new URL('../docs/schemas/', import.meta.url));

const CHECK = '--check';

/**
 * Returns the text of each schema file by file name: the JSON Schema (draft 2020-12) of every event that comes in or
 * goes out, with its envelope, of the policy, and of the producers register. Only the parser checks what JSON Schema cannot express, such as
 * which currency codes are in use.
 */
export function schemaFiles(): ReadonlyMap<string, string> {
  const events = Object.entries({ ...INBOUND_DATA, ...OUTBOUND_DATA }).map(
    ([type, data]): [string, string] => [
      `${type}.json`,
      schemaText(type, envelopeSchema.extend({ type: z.literal(type), data })),
    ],
  );
  return new Map([
    ...events,
    ['policy.json', schemaText('policy', policyFileSchema)],
    ['producers.json', schemaText('producers', registerDocumentSchema)],
  ]);
}

function schemaText(title: string, schema: z.ZodType): string {
  const json = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' });
  return `${JSON.stringify({ ...json, title }, null, 2)}\n`;
}

/** Returns the names of files that are missing, differ from what would be written, or belong to no schema. */
export async function staleSchemas(folder: string): Promise<readonly string[]> {
  const wanted = schemaFiles();
  const present = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const stale = new Set(present.filter((name) => !wanted.has(name)));
  for (const [name, text] of wanted) {
    if (!present.includes(name) || (await readFile(`${folder}/${name}`, 'utf8')) !== text) stale.add(name);
  }
  return [...stale].toSorted();
}

/** Writes all schemas and deletes the JSON files that belong to no schema. */
export async function writeSchemas(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const wanted = schemaFiles();
  for (const name of await staleSchemas(folder)) {
    const text = wanted.get(name);
    if (text === undefined) await rm(`${folder}/${name}`);
    else await writeFile(`${folder}/${name}`, text);
  }
}

async function main(args: readonly string[]): Promise<number> {
  const [first, ...others] = args;
  if (others.length > 0 || (first !== undefined && first !== CHECK)) {
    console.error(`Usage: node bin/schemas.ts [${CHECK}]`);
    return 2;
  }
  if (first === undefined) {
    await writeSchemas(SCHEMA_FOLDER);
    return 0;
  }
  const stale = await staleSchemas(SCHEMA_FOLDER);
  if (stale.length === 0) return 0;
  console.error(`Run "npm run schemas"; these are not what the code says: ${stale.join(', ')}`);
  return 1;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
