import { beforeAll, describe, expect, it } from 'vitest';
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

  it.each(STEP_IDS)('of %s is small, exports its handler and needs no CommonJS at run time', (step) => {
    const bundle = bundles.get(step) ?? new Uint8Array();
    const text = new TextDecoder().decode(bundle);
    expect(bundle.byteLength).toBeLessThanOrEqual(MAX_BYTES);
    expect(text).toMatch(/export\{[^}]*\bhandler\b[^}]*\}/);
    // What esbuild leaves of a require that an ES module cannot do.
    expect(text).not.toContain('Dynamic require of');
  });
});
