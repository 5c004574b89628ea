import { type RegisterDocument, registerDocumentSchema } from '../contracts/register-document.ts';
import { readDocument } from './read-document.ts';

/** The option that names the producers register. */
export const PRODUCERS_OPTION = { producers: { type: 'string' } } as const;

/** What `serve` and `replay` say without a register. */
export const OPEN_MODE = 'Open mode: without --producers FILE everybody is believed, whatever they say.';

/**
 * Returns the producers register in a file.
 * @throws UsageError when the file cannot be read or is not a register.
 */
export function readRegister(file: string): Promise<RegisterDocument> {
  return readDocument(file, { what: 'producers register', schema: registerDocumentSchema });
}
