import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'usage-'));
const file = join(folder, 'file');
writeFileSync(file, '');
const world = ['simulate', '--seed', '1', '--days', '7', '--refunds', '1'];

test.each([
  ['an id with a space', ['case', 're 1'], '"re 1" is no refund’s id'],
  ['an id that is too long', ['case', 'r'.repeat(129)], 'is no refund’s id'],
  [
    'a person with a space',
    ['stop', 'all', '--as', 'ana b'],
    '--as: an id is 1 to 128 visible ASCII characters',
  ],
  ['a reviewer with a space', ['review', 're_1', 'deny', '--verdict', 'other', '--as', 'a b'], '--as: an id'],
  ['a scope that is none', ['lift', 'everything'], '"everything" is no scope'],
  [
    'an endpoint where nothing listens',
    ['case', 're_1', '--endpoint', 'http://127.0.0.1:9'],
    'nothing answers',
  ],
  ['an endpoint on localhost', ['case', 're_1', '--endpoint', 'http://localhost:9'], 'nothing answers'],
  ['a port that is none', ['serve', '--port', 'http'], '--port takes a whole number'],
  ['a folder as the file to import', ['import', 'online-retail', folder], 'it is a folder, not a file'],
  ['a folder as the policy', ['collusion', '--policy', folder], 'it is a folder, not a file'],
  ['a folder as the producers of a replay', ['replay', '--producers', folder], 'it is a folder, not a file'],
  ['a file that is no register', ['serve', '--producers', file], 'cannot read the producers register'],
  ['a file that is no register, for the demo', ['demo', '--producers', file], 'cannot read the producers'],
  [
    'a folder as the producers of a search',
    ['collusion', '--producers', folder],
    'it is a folder, not a file',
  ],
  [
    'a folder as the producers of a backtest',
    ['backtest', '--world-seed', '1', '--producers', folder, '--report', folder],
    'it is a folder, not a file',
  ],
  ['a folder as the truth to write', [...world, '--truth', folder], 'it is a folder, not a file'],
  ['a folder as the world', ['backtest', folder, '--truth', file, '--report', folder], 'it is a folder, not'],
  ['a file as the report', ['backtest', '--world-seed', '1', '--report', file], 'it is a file, not a folder'],
  ['a file as the data folder', ['serve', '--data', file], 'it is a file, not a folder'],
  ['a folder below a file', ['serve', '--data', join(file, 'x')], 'a part of its path is a file'],
])('%s is one sentence and exit 2', async (_, args, said) => {
  const { code, stdout, stderr } = await runCli(args, { cwd: folder });
  expect(stderr).toMatch(/^refund-gate [^\n]+ --help\.\n$/);
  expect(stderr).toContain(said);
  expect(stderr).not.toMatch(/\bE[A-Z]{4,}\b/);
  expect([code, stdout]).toStrictEqual([2, '']);
});

test.each([
  ['a page', 'text/html', '<!DOCTYPE html>'],
  ['nothing', 'text/plain', ''],
])('an endpoint that answers %s is no gate', async (_, type, body) => {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(404, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  try {
    for (const args of [
      ['case', 're_1'],
      ['stop', 'all', '--as', 'ana'],
    ]) {
      const done = await runCli([...args, '--endpoint', `http://127.0.0.1:${port}`], { cwd: folder });
      expect(done.stderr).toMatch(
        /refund-gate \w+: what runs at \S+ does not answer as a gate does\. See [^\n]+\n$/,
      );
      expect(done.code).toBe(2);
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

describe('--version', () => {
  test('prints the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await runCli(['--version'])).toStrictEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});
