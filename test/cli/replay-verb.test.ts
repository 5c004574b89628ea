import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { replayVerb } from '../../lib/cli/replay-verb.ts';
import { EventBuilder } from '../../lib/demo/event-builders.ts';
import { DEAR, file } from '../lab/replay-file.ts';

const BIN = fileURLToPath(new URL('../../bin/refund-gate.ts', import.meta.url));

function replay(): ChildProcessByStdio<Writable, Readable, Readable> {
  const child = spawn(process.execPath, [BIN, 'replay'], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdout.setEncoding('utf8');
  return child;
}

/** Replays what is given on standard input. */
function run(input: string | Buffer, ...options: readonly string[]) {
  return spawnSync(process.execPath, [BIN, 'replay', '-', ...options], { input, encoding: 'utf8' });
}

const tick = (at: string): string => `${JSON.stringify(new EventBuilder(at).tick(new Date(at)))}\n`;

describe('replay', () => {
  test('answers a driver that feeds one line and waits, without the next one', async () => {
    const child = replay();
    for (const at of ['2026-11-22T10:00:00.000Z', '2026-11-22T11:00:00.000Z']) {
      child.stdin.write(tick(at));
      expect(await once(child.stdout, 'data')).toStrictEqual([tick(at)]);
    }
    child.stdin.end();
    expect(await once(child, 'close')).toStrictEqual([0, null]);
  });

  test('ends on Ctrl-C by exit code 130, with all it decided so far', async () => {
    const child = replay();
    let told = '';
    let saidOnStderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      saidOnStderr += text;
    });
    child.stdout.on('data', (text: string) => {
      told += text;
    });
    const lines = Array.from({ length: 500 }, (_, minute) =>
      tick(new Date(Date.UTC(2026, 10, 22, 10, minute)).toISOString()),
    );
    child.stdin.write(lines.join(''));
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    expect(await once(child, 'close')).toStrictEqual([130, null]);
    const whole = told.split('\n').slice(0, -1);
    expect(whole).toStrictEqual(lines.slice(0, whole.length).map((line) => line.trimEnd()));
    expect(told.endsWith('\n')).toBe(true);
    expect(saidOnStderr).toContain(`taken        ${whole.length} events`);
  });
});

describe('replay of a file', () => {
  const events = file();
  const refund = events.refund(0, DEAR);
  const tick = events.tick(24 * 4);
  const whole = [refund, tick].map((event) => JSON.stringify(event)).join('\n');

  test('prints an escalation once and sums up on stderr; --reminders prints every one', () => {
    const once = run(gzipSync(whole));
    expect(once.stdout.split('\n').filter((line) => line.includes('.escalated.'))).toHaveLength(1);
    expect(once.stderr).toContain('taken        2 events\nrejected     0\n');
    expect(once.status).toBe(0);
    const each = run(whole, '--reminders');
    expect(each.stdout.split('\n').filter((line) => line.includes('.escalated.')).length).toBeGreaterThan(1);
  });

  test('says in one line that everybody is believed, unless it has a register of producers', () => {
    const openLines = (stderr: string) => stderr.split('\n').filter((line) => line.startsWith('Open mode: '));
    expect(openLines(run(whole).stderr)).toHaveLength(1);
    const register = join(mkdtempSync(join(tmpdir(), 'refund-gate-replay-')), 'producers.json');
    const shop = { source: 'shop.refunds', types: ['refundgate.refund.requested.v1'] };
    writeFileSync(register, JSON.stringify({ producers: [shop] }));
    const judged = run(whole, '--producers', register);
    expect(openLines(judged.stderr)).toStrictEqual([]);
    const hash = (stderr: string) => /Replayed by policy \S+ \((\S+)…\)/.exec(stderr)?.[1];
    expect(hash(judged.stderr)).toMatch(/^sha256:/);
    expect(hash(judged.stderr)).not.toBe(hash(run(whole).stderr));
  });

  test('exits 1 if nothing was taken, and with --strict if anything was rejected', () => {
    expect(run('').status).toBe(1);
    const none = run('no JSON');
    expect(none.status).toBe(1);
    expect(none.stderr).toContain('rejected     1; first line 1: not JSON');
    expect(none.stderr).toContain('Nothing was taken.');
    expect(run(`${whole}\nno JSON`).status).toBe(0);
    expect(run(`${whole}\nno JSON`, '--strict').status).toBe(1);
    expect(run(whole, '--strict').status).toBe(0);
  });

  test('sums up what came before damaged gzip data, and does not succeed', () => {
    const packed = gzipSync(`${whole}\n${randomBytes(1 << 17).toString('hex')}`);
    const done = run(packed.subarray(0, packed.length - 9));
    expect(done.stderr).toContain('taken        2 events');
    expect(done.stderr).toContain('the gzip data is damaged or cut off');
    expect(done.status).toBe(1);
  });

  test('refuses a file that is not there, and a folder', async () => {
    await expect(replayVerb.run(['/nowhere'])).rejects.toThrow('cannot read "/nowhere"');
    await expect(replayVerb.run([tmpdir()])).rejects.toThrow('it is a folder, not a file');
  });
});
