import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { lockDataDir } from '../../lib/local/lock-data-dir.ts';
import { BIN } from './run-cli.ts';
import { Serve } from './serve.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const DIRECTLY = [process.execPath, BIN] as const;
const NPM = ['npm', 'run', '--silent', 'gate', '--'] as const;
const NPX = ['npx', 'refund-gate'] as const;

let serve: Serve | undefined;
afterEach(() => serve?.kill());

function start(command: readonly [string, ...string[]]): { readonly serve: Serve; readonly data: string } {
  const data = join(mkdtempSync(join(tmpdir(), 'stop-')), 'data');
  serve = new Serve({ cwd: ROOT, args: ['--data', data], command });
  return { serve, data };
}

/** Resolves once folder and port are free; a server that holds them for ever fails by the test's time-out. */
async function freed(data: string, endpoint?: string): Promise<void> {
  for (;;) {
    try {
      lockDataDir(data)();
      if (endpoint !== undefined) await bind(Number(new URL(endpoint).port));
      return;
    } catch {
      await sleep(100);
    }
  }
}

function bind(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}

describe('while it synthesizes', () => {
  test.each([
    ['Ctrl-C', DIRECTLY, 'SIGINT', 130],
    ['Ctrl-C', NPM, 'SIGINT', 130],
    ['Ctrl-C', NPX, 'SIGINT', 130],
    ['SIGTERM', DIRECTLY, 'SIGTERM', 143],
  ] as const)('%s to %j says "Stopped." and nothing else', async (_, command, signal, code) => {
    const { serve, data } = start(command);
    await serve.synthesizing();
    serve.signalGroup(signal);
    const { end, said } = await serve.ended();
    expect(end).toContain(command === NPX ? signal : code);
    expect(said.split('\n').slice(1)).toStrictEqual(['Stopped.']);
    await freed(data);
  });
});

describe('when it is ready', () => {
  test('SIGTERM to the npm script stops it; folder and port are free once npm has ended', async () => {
    const { serve, data } = start(NPM);
    const endpoint = await serve.ready();
    serve.signal('SIGTERM');
    expect((await serve.ended()).end).toStrictEqual([0, null]);
    lockDataDir(data)();
    await bind(Number(new URL(endpoint).port));
  });

  test('SIGTERM to npx stops it, although the shell between them passes no signal on', async () => {
    const { serve, data } = start(NPX);
    const endpoint = await serve.ready();
    serve.signal('SIGTERM');
    await freed(data, endpoint);
  });

  test('Ctrl-C in a terminal, which reaches it twice by way of npm, stops it in order', async () => {
    const { serve, data } = start(NPM);
    await serve.ready();
    serve.signalGroup('SIGINT');
    const { end, said } = await serve.ended();
    expect(end).toStrictEqual([0, null]);
    expect(said).toMatch(/Stopping …$/);
    lockDataDir(data)();
  });
});
