import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { DeployedPolicyDocuments } from '../../lib/contracts/policy-document.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { bundleSteps } from '../../lib/infra/bundle.ts';
import { STEP_IDS } from '../../lib/infra/step-ids.ts';

const MAX_BYTES = 450 * 1024;

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
    const started = (name: string, policies: DeployedPolicyDocuments): Promise<unknown> => {
      const path = join(folder, `${name}.mjs`);
      writeFileSync(path, bundleSteps(policies).get('decide-refund') ?? '');
      return import(pathToFileURL(path).href);
    };
    const mine = { ...DEFAULT_POLICY, version: 'mine' };
    const none = { version: 'broken' };
    expect(await started('mine', { policy: mine, shadow: mine })).toHaveProperty('handler');
    await expect(started('no-policy', { policy: none, shadow: null })).rejects.toThrow('ratesPpm');
    await expect(started('no-shadow', { policy: null, shadow: none })).rejects.toThrow('ratesPpm');
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('have the client of Secrets Manager in the one step that may read the audit key', () => {
    const readers = STEP_IDS.filter((step) =>
      new TextDecoder().decode(bundles.get(step)).includes('GetSecretValue'),
    );
    expect(readers).toStrictEqual(['decide-refund']);
  });

  it.each(STEP_IDS)('of %s is small, exports its handler and needs no CommonJS at run time', (step) => {
    const bundle = bundles.get(step) ?? new Uint8Array();
    const text = new TextDecoder().decode(bundle);
    expect(bundle.byteLength).toBeLessThanOrEqual(MAX_BYTES);
    expect(text).toMatch(/export\{[^}]*\bhandler\b[^}]*\}/);
    // What esbuild leaves of a require that an ES module cannot do.
    expect(text).not.toContain('Dynamic require of');
  });
});
