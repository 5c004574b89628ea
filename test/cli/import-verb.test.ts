import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { importVerb } from '../../lib/cli/import-verb.ts';
import { aFile, HEADER, rows } from '../lab/import/retail-file.ts';

const VERB = fileURLToPath(new URL('../../lib/cli/import-verb.ts', import.meta.url));

/** Runs the verb in a process of its own, so that its streams are what a person sees. */
function run(file: string) {
  const script = `process.exitCode = await (await import(${JSON.stringify(VERB)})).importVerb.run(process.argv.slice(1))`;
  const options = { encoding: 'utf8' } as const;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script, 'online-retail', file], options);
}

describe('import', () => {
  test('writes events to stdout and tells on stderr what it skipped', () => {
    const done = run(aFile(rows('1 22111 6 01-03', 'C2 22111 -1 01-09', 'C2 POST -1 01-09')));
    expect(done.stdout.trim().split('\n')).toHaveLength(1);
    expect(done.stdout).toContain('"refundId":"C2.1"');
    expect(done.stderr).toContain('1 of 2 cancellation lines became 1 refunds.');
    expect(done.stderr).toContain('skipped: 1 cancellation lines for codes that are no goods');
    expect(done.status).toBe(0);
  });

  test('tells the number of a malformed line and does not succeed', () => {
    const done = run(aFile(`${HEADER}\nC2,22111,x,2011-01-09 08:26:00,2.5,17850,Italy\n`));
    expect(done.stderr).toContain('line 2: Quantity must be a whole number other than zero, got "x"');
    expect(done.stderr).toContain('1 malformed line(s) were left out.');
    expect(done.status).toBe(1);
  });

  test('refuses an unknown format, naming those allowed, and a file that is not there', async () => {
    await expect(importVerb.run(['shopify', 'x'])).rejects.toThrow(
      '"shopify" is no format; allowed: online-retail',
    );
    await expect(importVerb.run(['online-retail', '/nowhere'])).rejects.toThrow('cannot read "/nowhere"');
    await expect(importVerb.run(['online-retail'])).rejects.toThrow('2 argument(s) needed, got 1');
  });
});
