import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { simulateVerb } from '../../lib/cli/simulate-verb.ts';
import { UsageError } from '../../lib/cli/verb.ts';
import { presetWorld } from '../../lib/lab/preset/preset-world.ts';
import { world } from '../../lib/lab/world/world.ts';

const BIN = fileURLToPath(new URL('../../bin/refund-gate.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
afterAll(() => rmSync(folder, { recursive: true }));

function simulate(...args: readonly string[]) {
  return spawnSync(process.execPath, [BIN, 'simulate', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
}

const ARGS = ['--seed', '4', '--days', '9', '--refunds', '150'] as const;

describe('simulate', () => {
  test('writes the events to stdout and the truth to its file, as the world tells them', () => {
    const truthFile = join(folder, 'truth.ndjson');
    const { stdout, stderr, status } = simulate(...ARGS, '--truth', truthFile);
    const steps = world({ seed: 4, days: 9, refunds: 150 }).toArray();
    const lines = (of: (step: (typeof steps)[number]) => unknown): string =>
      steps
        .map(of)
        .filter((one) => one !== undefined)
        .map((one) => `${JSON.stringify(one)}\n`)
        .join('');
    expect(stdout).toBe(lines((step) => ('event' in step ? step.event : undefined)));
    expect(readFileSync(truthFile, 'utf8')).toBe(lines((step) => ('truth' in step ? step.truth : undefined)));
    expect(stderr).toMatch(/^150 refunds in [\d,]+ events\.\n$/);
    expect(status).toBe(0);
  });

  test('makes a world that replay takes without rejecting anything', () => {
    const events = simulate(...ARGS).stdout;
    const { stdout, status } = spawnSync(process.execPath, [BIN, 'replay', '-'], {
      input: events,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    expect(status).toBe(0);
    expect(stdout).not.toContain('refundgate.event.rejected.v1');
    expect(stdout).toContain('refundgate.refund.approved.v1');
  });

  test('leaves out what a preset does not have, and writes the register of those who are left', () => {
    const file = join(folder, 'producers.json');
    const { stdout, status } = simulate(...ARGS, '--preset', 'nightly-files', '--register', file);
    const { register, steps } = presetWorld({ seed: 4, days: 9, refunds: 150 }, 'nightly-files');
    const events = [...steps()].flatMap((step) =>
      'event' in step ? [`${JSON.stringify(step.event)}\n`] : [],
    );
    expect(stdout).toBe(events.join(''));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toStrictEqual(register);
    expect(status).toBe(0);
  });

  test.each([
    [['--preset', 'mine'], '--preset is one of own-warehouse, nightly-files, carrier-only, got "mine"'],
    [['--register', join(folder, 'unused.json')], '--register FILE needs --preset NAME'],
  ])('refuses %j', (args, message) => {
    const { stdout, stderr, status } = simulate(...ARGS, ...args);
    expect([stdout, status]).toStrictEqual(['', 2]);
    expect(stderr).toContain(message);
  });

  test('ends quietly when its reader has seen enough', async () => {
    const args = ['--seed', '1', '--days', '60', '--refunds', '20000'];
    const child = spawn(process.execPath, [BIN, 'simulate', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = await once(child, 'close');
    expect(complaints).toBe('');
    expect(code).toBe(0);
  });

  test('refuses a wrong command line with one line on stderr and exit code 2', () => {
    const { stdout, stderr, status } = simulate('--seed', '4', '--days', '6', '--refunds', '150');
    expect(stdout).toBe('');
    expect(stderr).toBe(
      'refund-gate simulate: --days takes a whole number from 7 to 3660, got "6". See refund-gate simulate --help.\n',
    );
    expect(status).toBe(2);
  });

  test.each([
    [['--days', '9', '--refunds', '150'], '--seed is needed: a whole number, 0 to 4294967295'],
    [['--seed', '4', '--refunds', '150'], '--days is needed'],
    [['--seed', '4', '--days', '9'], '--refunds is needed'],
    [['--seed=-4', '--days', '9', '--refunds', '150'], '--seed takes a whole number from 0 to 4294967295'],
    [['--seed', '4', '--days', '9', '--refunds', '1.5'], '--refunds takes a whole number from 1 to 5000000'],
    [[...ARGS, '--truth', '/nowhere/truth.ndjson'], 'cannot write "/nowhere/truth.ndjson"'],
    [[...ARGS, 'world.ndjson'], 'unexpected argument "world.ndjson"'],
  ])('says what is wrong with %j', async (args, sentence) => {
    await expect(simulateVerb.run(args)).rejects.toThrow(sentence);
    await expect(simulateVerb.run(args)).rejects.toBeInstanceOf(UsageError);
  });
});
