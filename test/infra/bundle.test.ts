import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { registerDocumentSchema } from '../../lib/contracts/register-document.ts';
import { bundleSteps, type DeployedRules, LAMBDA_FOLDER } from '../../lib/infra/bundle.ts';
import { STEP_IDS } from '../../lib/infra/step-ids.ts';

const MAX_BYTES = 460 * 1024;

/** The console also has its pages, hono, the sign-in and the client of Lambda. */
const MAX_CONSOLE_BYTES = 660 * 1024;

let bundles: ReadonlyMap<string, Uint8Array>;

beforeAll(() => {
  bundles = bundleSteps();
});

describe('the bundles', () => {
  it('are one for each step', () => {
    expect([...bundles.keys()].sort()).toStrictEqual([...STEP_IDS].sort());
  });

  it('read the policies that they were bundled with when they start, and do not start with one that is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'refund-gate-bundle-'));
    vi.stubEnv('TABLE_NAME', 'refund-gate');
    vi.stubEnv('AUDIT_KEY_ARN', 'arn');
    const started = (name: string, rules: Omit<DeployedRules, 'producers'>): Promise<unknown> => {
      const path = join(folder, `${name}.mjs`);
      writeFileSync(path, bundleSteps({ producers: 'open', ...rules }).get('decide-refund') ?? '');
      return import(pathToFileURL(path).href);
    };
    const mine = { ...DEFAULT_POLICY, version: 'mine' };
    const none = { version: 'broken' };
    expect(await started('mine', { policy: mine, shadowPolicy: mine })).toHaveProperty('handler');
    await expect(started('no-policy', { policy: none })).rejects.toThrow('ratesPpm');
    await expect(started('no-shadow', { shadowPolicy: none })).rejects.toThrow('ratesPpm');
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('have the section of the register once, in every step, and its accounts in the intake alone', () => {
    const text = readFileSync(new URL('producers.json', import.meta.url), 'utf8');
    const producers = registerDocumentSchema.parse(JSON.parse(text));
    const plain = { ...DEFAULT_POLICY, version: 'plain' };
    const withRegister = bundleSteps({ producers, policy: plain, shadowPolicy: plain });
    const has = (word: string) =>
      STEP_IDS.map((step) => new TextDecoder().decode(withRegister.get(step)).split(word).length - 1);
    expect(has('version:"tests"')).toStrictEqual(STEP_IDS.map(() => 1));
    expect(has('222222222222').map((count) => count > 0)).toStrictEqual(
      STEP_IDS.map((id) => id === 'intake'),
    );
    expect(has('arn:aws:iam')).toStrictEqual(STEP_IDS.map(() => 0));
  });

  it('have the client of Secrets Manager in the steps that may read a secret, and in no other', () => {
    const readers = STEP_IDS.filter((step) =>
      new TextDecoder().decode(bundles.get(step)).includes('GetSecretValue'),
    );
    expect(readers).toStrictEqual(['decide-refund', 'console']);
  });

  it('have in that of the console less than 200 KB of the project’s own code', () => {
    const { metafile } = buildSync({
      absWorkingDir: LAMBDA_FOLDER,
      entryPoints: ['./console.ts'],
      outdir: 'bundles',
      write: false,
      bundle: true,
      minify: true,
      metafile: true,
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
    });
    const [output] = Object.values(metafile.outputs);
    const own = Object.entries(output?.inputs ?? {}).filter(([path]) => !path.includes('node_modules/'));
    const bytes = own.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(200_000);
  });

  it.each(STEP_IDS)('of %s is small, exports its handler and needs no CommonJS at run time', (step) => {
    const bundle = bundles.get(step) ?? new Uint8Array();
    const text = new TextDecoder().decode(bundle);
    expect(bundle.byteLength).toBeLessThanOrEqual(step === 'console' ? MAX_CONSOLE_BYTES : MAX_BYTES);
    expect(text).toMatch(/export\{[^}]*\bhandler\b[^}]*\}/);
    // What esbuild leaves of a require that an ES module cannot do.
    expect(text).not.toContain('Dynamic require of');
  });
});
