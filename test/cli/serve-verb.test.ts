import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { Serve } from './serve.ts';

const ONE_LINE = /^refund-gate serve: [^\n]+\. See refund-gate serve --help\.\n$/;

describe('a second serve', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'serve-'));
  const data = join(cwd, 'kept');
  const mail = join(data, 'mailbox', 'kept.eml');
  let first: Serve;
  let endpoint: string;

  beforeAll(async () => {
    mkdirSync(join(data, 'mailbox'), { recursive: true });
    writeFileSync(mail, '');
    first = new Serve({ cwd, args: ['--data', data] });
    await first.synthesizing();
  });
  afterAll(() => first.kill());

  /** Starts a second one that must be refused before it does anything. */
  async function refused(args: readonly string[], from = cwd): Promise<string> {
    const { code, stdout, stderr } = await runCli(['serve', ...args], { cwd: from });
    expect(stderr).toMatch(ONE_LINE);
    expect([code, stdout]).toStrictEqual([2, '']);
    return stderr;
  }

  test('is refused in the same folder while the first one still synthesizes', async () => {
    expect(await refused(['--data', data])).toContain(`another gate runs in the folder "${data}"`);
    endpoint = await first.ready();
  });

  test('is refused in the same folder once the first one is ready, and damages nothing', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
    expect(await refused(['--data', data], elsewhere)).toContain(`another gate runs in the folder "${data}"`);
    expect(existsSync(join(data, '.refund-gate-assembly', 'manifest.json'))).toBe(true);
    expect(existsSync(mail)).toBe(true);
  });

  test('is refused on the same port, and leaves its own folder as it was', async () => {
    const { port } = new URL(endpoint);
    const other = join(cwd, 'other');
    mkdirSync(join(other, '.refund-gate-assembly'), { recursive: true });
    expect(await refused(['--port', port, '--data', other])).toContain(`port ${port} is in use`);
    expect(readdirSync(join(other, '.refund-gate-assembly'))).toStrictEqual([]);
  });

  test('is refused in a folder whose rows another version wrote, and names the way out', async () => {
    for (const found of ['none', '0']) {
      const older = mkdtempSync(join(tmpdir(), 'older-'));
      mkdirSync(join(older, 'state'));
      if (found !== 'none') writeFileSync(join(older, 'row-version'), found);
      expect(await refused(['--data', older])).toContain(
        `has row version ${found}, and this gate reads version 1; choose another folder`,
      );
      expect(readdirSync(join(older, 'state'))).toStrictEqual([]);
    }
  });

  test('leaves the first one where the other verbs find it', async () => {
    const { code, stderr } = await runCli(['stop', 'site:site_3', '--as', 'ana'], { cwd });
    expect(stderr).toContain(`Talking to ${endpoint}.`);
    expect(code).toBe(0);
  });

  test('may start once the first one is gone, however that ended', async () => {
    first.kill();
    await first.ended();
    const next = new Serve({ cwd, args: ['--data', data, '--port', new URL(endpoint).port] });
    try {
      expect(await next.ready()).toBe(endpoint);
      await next.said(/^Open mode: without --producers FILE everybody is believed/);
      expect(readdirSync(data).filter((name) => name.includes('assembly'))).toStrictEqual([
        '.refund-gate-assembly',
      ]);
      expect(readdirSync(join(cwd, '.refund-gate', 'running'))).toStrictEqual([`${next.child.pid}.json`]);
    } finally {
      next.kill();
    }
  });
});

test('without --data the folder is that of the current one', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'serve-'));
  const first = new Serve({ cwd });
  try {
    await first.synthesizing();
    const { code, stderr } = await runCli(['serve'], { cwd });
    expect(stderr).toContain('another gate runs in the folder');
    expect(code).toBe(2);
  } finally {
    first.kill();
  }
});

test.each([
  ['is a file', (path: string) => writeFileSync(path, '')],
  [
    'has a file where its lock belongs that is none',
    (path: string) => mkdirSync(join(path, 'lock.db'), { recursive: true }),
  ],
])('a folder that %s is a usage error', async (_, make) => {
  const folder = join(mkdtempSync(join(tmpdir(), 'serve-')), 'data');
  make(folder);
  const { code, stderr } = await runCli(['serve', '--data', folder]);
  expect(stderr).toMatch(ONE_LINE);
  expect(stderr).toContain(`cannot write to the folder "${folder}"`);
  expect(code).toBe(2);
});
