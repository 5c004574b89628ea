import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { type RegisterDocument, registerDocumentSchema } from '../contracts/register-document.ts';
import { problemOf } from './system-errors.ts';
import { UsageError } from './verb.ts';

/**
 * Returns the producers register in a file.
 * @throws UsageError when the file cannot be read or is not a register.
 */
export async function readRegister(file: string): Promise<RegisterDocument> {
  let document: unknown;
  try {
    document = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`cannot read the register "${file}": ${problemOf(error)}`);
  }
  const parsed = registerDocumentSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new UsageError(
    `"${file}" is no register of producers: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`,
  );
}
