import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Troubles } from './storage/troubles.ts';

/**
 * Where the output of functions goes: line by line to `log`, and into `DIR/FUNCTION.log` when there is a folder.
 * It never reaches the standard output of this process.
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
