import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import { main } from '../../lib/cli/main.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { judgingHalf } from '../../lib/contracts/register-document.ts';
import { presetWorld } from '../../lib/lab/preset/preset-world.ts';
import { world } from '../../lib/lab/world/world.ts';
import { PRESET_NAMES, withPreset } from '../../lib/producers/presets.ts';

let dir: string;
let said: { out: string; talk: string };

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'backtest-verb-'));
  said = { out: '', talk: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.talk += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dir, { recursive: true });
});

const reportSchema = z.object({
  schema: z.literal('refundgate.backtest.v1'),
  reviewsPerDay: z.number().nullable(),
  runs: z.array(
    z.object({
      world: z.string(),
      seed: z.number(),
      policy: z.object({ name: z.string(), version: z.string(), hash: z.string() }),
      figures: z.object({
        population: z.record(z.string(), z.number()),
        desk: z.record(z.string(), z.number()),
      }),
    }),
  ),
});

function written(): z.infer<typeof reportSchema> {
  return reportSchema.parse(JSON.parse(readFileSync(join(dir, 'report', 'report.json'), 'utf8')));
}

const SMALL = ['--days', '10', '--refunds', '120'];

describe('backtest', () => {
  it('prints the targets and the naive rules, and writes the page and the figures, of a simulated world', async () => {
    expect(await main(['backtest', '--world-seed', '3', ...SMALL, '--report', join(dir, 'report')])).toBe(0);
    expect(said.out).toMatch(/^policy default .*\nfigure +target +measured +met\n/);
    expect(said.out).toMatch(/^scans only/m);
    expect(said.talk).toBe(
      `The page is ${join(dir, 'report', 'index.html')}, the figures are ${join(dir, 'report', 'report.json')}.\n`,
    );
    expect(readFileSync(join(dir, 'report', 'index.html'), 'utf8')).toMatch(/^<!DOCTYPE html>/);
    const [run] = written().runs;
    expect(run).toMatchObject({
      seed: 3,
      figures: { population: { worldRefunds: 120, untold: 0, days: 10, scoredFromDay: 5 } },
    });
    expect(run?.figures.population['rejectedEvents']).toBe(0);
  });

  it('finds the same in files as in the world they were written from', async () => {
    const steps = [...world({ seed: 3, days: 10, refunds: 120 })];
    const events = steps.flatMap((step) => ('event' in step ? [JSON.stringify(step.event)] : []));
    const truths = steps.flatMap((step) => ('truth' in step ? [JSON.stringify(step.truth)] : []));
    const [file, truth] = [join(dir, 'events.ndjson'), join(dir, 'truth.ndjson')];
    writeFileSync(file, events.join('\n'));
    writeFileSync(truth, truths.join('\n'));
    const report = ['--report', join(dir, 'report')];
    expect(await main(['backtest', file, '--truth', truth, ...report])).toBe(0);
    const fromFiles = written().runs.map(({ figures }) => figures);
    expect(await main(['backtest', '--world-seed', '3', ...SMALL, ...report])).toBe(0);
    expect(written().runs.map(({ figures }) => figures)).toStrictEqual(fromFiles);
  });

  it('compares two policies on each of several seeds', async () => {
    const strict = join(dir, 'strict.json');
    writeFileSync(strict, JSON.stringify({ ...DEFAULT_POLICY, independentScanFromMinor: 1 }));
    const args = ['--world-seed', '3,4', ...SMALL, '--policy', 'default', '--policy', strict];
    const more = ['--score-from', '2', '--reviews-per-day', '5', '--report', join(dir, 'report')];
    expect(await main(['backtest', ...args, ...more])).toBe(0);
    const { runs, reviewsPerDay } = written();
    expect(runs.map(({ seed, policy }) => `${seed} ${policy.name}`)).toStrictEqual([
      '3 default',
      '3 strict',
      '4 default',
      '4 strict',
    ]);
    expect(reviewsPerDay).toBe(5);
    expect(runs[0]?.figures.population['scoredFromDay']).toBe(2);
    const [lenient, severe] = runs.map(({ figures }) => figures.desk['cases'] ?? 0);
    expect(severe).toBeGreaterThan(lenient ?? 0);
    expect(said.out).toMatch(/over seeds 3, 4/);
  });

  it.each(PRESET_NAMES)(
    'leaves a world what the preset %s has, and judges by its policy and a register for that world',
    async (preset) => {
      const args = ['--world-seed', '3,4', ...SMALL, '--preset', preset, '--report', join(dir, 'report')];
      expect(await main(['backtest', ...args])).toBe(0);
      const { runs } = written();
      expect(runs.map(({ policy }) => policy.name)).toStrictEqual([preset, preset]);
      expect(runs.map(({ figures }) => figures.population['rejectedEvents'])).toStrictEqual([0, 0]);
      const hashes = [3, 4].map((seed) => {
        const { register } = presetWorld({ seed, days: 10, refunds: 120 }, preset);
        return pinPolicy({ ...withPreset(DEFAULT_POLICY, preset), producers: judgingHalf(register) }).hash;
      });
      expect(runs.map(({ policy }) => policy.hash)).toStrictEqual(hashes);
    },
  );

  it('judges a preset by a policy of one’s own, which stays as it is', async () => {
    const file = join(dir, 'mine.json');
    writeFileSync(file, JSON.stringify({ ...DEFAULT_POLICY, version: 'mine' }));
    const policies = ['--policy', file, '--policy', 'default'];
    const args = ['--world-seed', '3', ...SMALL, '--preset', 'carrier-only', ...policies];
    expect(await main(['backtest', ...args, '--report', join(dir, 'report')])).toBe(0);
    expect(written().runs.map(({ policy }) => `${policy.name} ${policy.version}`)).toStrictEqual([
      'mine mine',
      `carrier-only ${DEFAULT_POLICY.version}-carrier-only`,
    ]);
  });

  it('shows no bar where stderr is no terminal', async () => {
    await main(['backtest', '--world-seed', '3', ...SMALL, '--report', join(dir, 'report')]);
    expect(said.talk).not.toContain('\r');
  });
});

describe('a wrong command line', () => {
  const report = ['--report', 'unused'];

  it.each([
    ['without a report', ['--world-seed', '1'], '--report DIR is needed'],
    ['without a world', report, 'FILE, a file of events, or --world-seed is needed'],
    ['without a truth', ['events.ndjson', ...report], '--truth FILE is needed'],
    ['of a file and a seed', ['a', '--world-seed', '1', ...report], 'it takes no FILE and no --truth'],
    [
      'of a truth and a seed',
      ['--truth', 'a', '--world-seed', '1', ...report],
      'it takes no FILE and no --truth',
    ],
    ['of a file that is not there', ['/no/such', '--truth', '/no/such', ...report], 'cannot read "/no/such"'],
    [
      'of days for a file',
      ['a', '--truth', 'b', '--days', '9', ...report],
      '--days is only for a simulated world',
    ],
    ['of a seed that is no number', ['--world-seed', '1,x', ...report], '--world-seed takes a whole number'],
    ['of the same seed twice', ['--world-seed', '1,1', ...report], 'names a seed twice: "1,1"'],
    [
      'of too few days',
      ['--world-seed', '1', '--days', '6', ...report],
      '--days takes a whole number from 7 to',
    ],
    ['of no reviews', ['--world-seed', '1', '--reviews-per-day', '0', ...report], '--reviews-per-day takes'],
    [
      'of three policies',
      ['--world-seed', '1', '--policy', 'a', '--policy', 'b', '--policy', 'c', ...report],
      '--policy is given at most 2 times, got 3',
    ],
    [
      'of one policy twice',
      ['--world-seed', '1', '--policy', 'default', '--policy', 'default', ...report],
      '--policy names two different policies, got "default" twice',
    ],
    [
      'of a policy that is not there',
      ['--world-seed', '1', '--policy', '/no/such', ...report],
      'cannot read the policy',
    ],
    [
      'of no preset',
      ['--world-seed', '1', '--preset', 'mine', ...report],
      '--preset is one of own-warehouse,',
    ],
    [
      'of a preset for a file',
      ['a', '--truth', 'b', '--preset', 'carrier-only', ...report],
      '--preset is only for a simulated world',
    ],
    ['of an unknown option', ['--speed', '9', ...report], "Unknown option '--speed'"],
  ])('%s says so in one line, with exit code 2', async (_, args, message) => {
    expect(await main(['backtest', ...args])).toBe(2);
    expect(said.talk).toContain(message);
    expect(said.talk.trimEnd().split('\n')).toHaveLength(1);
    expect(said.out).toBe('');
  });

  it('that begins the score after the world says so before it plays it', async () => {
    const args = ['--world-seed', '1', ...SMALL, '--score-from', '10', '--report', join(dir, 'report')];
    expect(await main(['backtest', ...args])).toBe(2);
    expect(said.talk).toContain('--score-from');
  });

  it('that compares policies of two base currencies says so', async () => {
    const other = join(dir, 'usd.json');
    writeFileSync(other, JSON.stringify({ ...DEFAULT_POLICY, base: 'USD' }));
    const args = ['--world-seed', '1', '--policy', 'default', '--policy', other, '--report', dir];
    expect(await main(['backtest', ...args])).toBe(2);
    expect(said.talk).toContain('one base currency, got EUR and USD');
  });
});

it('its help names every option', async () => {
  expect(await main(['backtest', '--help'])).toBe(0);
  for (const option of [
    '--truth',
    '--policy',
    '--report',
    '--score-from',
    '--reviews-per-day',
    '--world-seed',
    '--days',
    '--refunds',
    '--preset',
  ]) {
    expect(said.out).toContain(option);
  }
});
