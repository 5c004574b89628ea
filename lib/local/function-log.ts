import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Troubles } from './storage/troubles.ts';

/**
 * Returns a function that takes the output of functions. The output goes line by line to `log`, and to
 * `DIR/FUNCTION.log` if there is a folder. It never goes to the standard output of this process.
 */
export function createFunctionLog(
  log: (line: string) => void,
  dir: string | undefined,
  troubles: Troubles,
): (functionName: string, text: string) => void {
  return (functionName, text) => {
    for (const line of text.split('\n')) if (line !== '') log(`[${functionName}] ${line}`);
    if (dir === undefined) return;
    const file = join(dir, `${functionName}.log`);
    troubles.attempt(file, () => {
      mkdirSync(dir, { recursive: true });
      appendFileSync(file, text);
    });
  };
}
