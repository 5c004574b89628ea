import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { parseTemplate, type SynthesizedTemplate } from './synthesized-template.ts';

/** Returns the template of the app as it is synthesized for all tests, with nothing configured but whom to ask. */
export function sharedTemplate(): SynthesizedTemplate {
  const path = join(inject('assemblyDir'), 'RefundGate.template.json');
  return parseTemplate(JSON.parse(readFileSync(path, 'utf8')));
}
