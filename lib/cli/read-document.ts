import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { problemOf } from './system-errors.ts';
import { UsageError } from './verb.ts';

/** What a document is, and its schema. */
export interface DocumentKind<Document> {
  readonly what: string;
  readonly schema: z.ZodType<Document>;
}

/**
 * Returns the document in a JSON file.
 * @throws UsageError when the file cannot be read or is no such document.
 */
export async function readDocument<Document>(
  file: string,
  { what, schema }: DocumentKind<Document>,
): Promise<Document> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`cannot read the ${what} "${file}": ${problemOf(error)}`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new UsageError(`"${file}" is no ${what}: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
}
