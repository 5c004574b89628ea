import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { PRESET_NAMES, PRESETS, withPreset } from '../../lib/producers/presets.ts';
import { SAMPLE_PLACES } from '../../lib/producers/sample-places.ts';

let dir: string;
let said: { out: string; talk: string };

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'producers-verb-'));
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

function read(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(dir, ...path), 'utf8'));
}

describe('producers init', () => {
  it.each(PRESET_NAMES)(
    'writes a register and a policy for %s that check takes as they are',
    async (name) => {
      expect(await main(['producers', 'init', name, '--dir', join(dir, 'new')])).toBe(0);
      expect(read('new', 'producers.json')).toStrictEqual(PRESETS[name].register(SAMPLE_PLACES));
      expect(read('new', 'policy.json')).toStrictEqual(withPreset(DEFAULT_POLICY, name));
      expect(said.out).toBe('');
      expect(said.talk).toContain(`Then: refund-gate producers check ${join(dir, 'new', 'producers.json')}`);
      const files = [join(dir, 'new', 'producers.json'), '--policy', join(dir, 'new', 'policy.json')];
      expect(await main(['producers', 'check', ...files])).toBe(0);
      expect(said.out).not.toMatch(/^(?:warning|error):/m);
    },
  );

  it.each(['producers.json', 'policy.json'])('writes nothing where %s is there already', async (file) => {
    writeFileSync(join(dir, file), 'mine');
    expect(await main(['producers', 'init', 'carrier-only', '--dir', dir])).toBe(2);
    expect(said.talk).toContain(`"${join(dir, file)}" is there already, and is not overwritten`);
    expect(readdirSync(dir)).toStrictEqual([file]);
    expect(readFileSync(join(dir, file), 'utf8')).toBe('mine');
  });
});

describe('producers check', () => {
  it('prints who may say what, the evidence of each site, then what to look at', async () => {
    const { producers } = PRESETS['nightly-files'].register(SAMPLE_PLACES);
    const unsent = producers.map(({ roles: _, ...one }) => one);
    writeFileSync(join(dir, 'producers.json'), JSON.stringify({ producers: unsent }));
    expect(await main(['producers', 'check', join(dir, 'producers.json')])).toBe(0);
    expect(said.out).toMatch(/^shop\.returns\n {2}sent by nobody on AWS/);
    expect(said.out).toMatch(/\n\nSite lille: evidence from 3 groups; employees may be unknown\n/);
    expect(said.out).toMatch(/\n\nwarning: shop\.returns lists neither accounts nor roles/);
    expect(said.talk).toBe('');
  });

  it('exits with 1 if there is an error, which depends on the policy', async () => {
    const file = join(dir, 'producers.json');
    const policy = join(dir, 'policy.json');
    writeFileSync(file, JSON.stringify(PRESETS['nightly-files'].register(SAMPLE_PLACES)));
    writeFileSync(policy, JSON.stringify({ ...DEFAULT_POLICY, holdDays: { attested: 1, instant: 7 } }));
    expect(await main(['producers', 'check', file])).toBe(0);
    expect(await main(['producers', 'check', file, '--policy', policy])).toBe(1);
    expect(said.out).toMatch(/^error: 3pl\.lille comes up to 26 hours late/m);
  });
});

describe('a wrong command line', () => {
  it.each([
    ['without a word', [], '"init" or "check" is needed'],
    ['of another word', ['list'], '"init" or "check" is needed, got "list"'],
    [
      'of no preset',
      ['init', 'mine'],
      '"mine" is no preset; allowed: own-warehouse, nightly-files, carrier-only',
    ],
    ['of a file that is not there', ['check', '/no/such'], 'cannot read the producers register "/no/such"'],
    ['of an unknown option', ['init', 'carrier-only', '--force'], "Unknown option '--force'"],
  ])('%s says so in one line, with exit code 2', async (_, args, message) => {
    expect(await main(['producers', ...args])).toBe(2);
    expect(said.talk).toContain(message);
    expect(said.talk.trimEnd().split('\n')).toHaveLength(1);
    expect(said.out).toBe('');
  });

  it('of a file that is no register names the field that is wrong', async () => {
    const file = join(dir, 'producers.json');
    writeFileSync(
      file,
      JSON.stringify({ producers: [{ source: 'shop', types: ['refundgate.refund.paid.v1'] }] }),
    );
    expect(await main(['producers', 'check', file])).toBe(2);
    expect(said.talk).toContain('is no producers register');
    expect(said.talk).toContain('producers[0].types[0]');
    expect(said.talk.trimEnd().split('\n')).toHaveLength(1);
  });
});
