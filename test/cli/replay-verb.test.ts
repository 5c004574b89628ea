import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { EventBuilder } from '../../lib/lab/event-builders.ts';

const BIN = fileURLToPath(new URL('../../bin/refund-gate.ts', import.meta.url));

function replay(): ChildProcessByStdio<Writable, Readable, Readable> {
  const child = spawn(process.execPath, [BIN, 'replay'], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdout.setEncoding('utf8');
  return child;
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
  });
});
