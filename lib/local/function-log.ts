import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where the output of functions goes: line by line to `log`, and into `DIR/FUNCTION.log` when there is a folder.
 * It never reaches the standard output of this process.
 */
export function createFunctionLog(
  log: (line: string) => void,
  dir: string | undefined,
): (functionName: string, text: string) => void {
  if (dir !== undefined) mkdirSync(dir, { recursive: true });
  return (functionName, text) => {
    for (const line of text.split('\n')) if (line !== '') log(`[${functionName}] ${line}`);
    if (dir !== undefined) appendFileSync(join(dir, `${functionName}.log`), text);
  };
}
