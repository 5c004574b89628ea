import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** Returns the document in a JSON file, or the reason why it cannot be used. */
export function readDocumentFile<Document>(
  path: string,
  schema: z.ZodType<Document>,
  what: string,
): { readonly document: Document } | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return { problem: `it cannot be read (${error instanceof Error ? error.message : String(error)})` };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { document: parsed.data };
  return { problem: `it is no ${what} (${z.prettifyError(parsed.error).replaceAll(/\s*\n\s*/g, ' ')})` };
}
