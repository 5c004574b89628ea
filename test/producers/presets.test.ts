import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, policySchema } from '../../lib/contracts/policy-document.ts';
import { judgingHalf, registerDocumentSchema } from '../../lib/contracts/register-document.ts';
import type { Places } from '../../lib/producers/places.ts';
import { isPresetName, PRESET_NAMES, PRESETS, withPreset } from '../../lib/producers/presets.ts';
import { problemsOf } from '../../lib/producers/problems.ts';
import { SAMPLE_PLACES } from '../../lib/producers/sample-places.ts';

describe.each(PRESET_NAMES)('the preset %s', (name) => {
  const document = PRESETS[name].register(SAMPLE_PLACES);

  it('makes a register that its schema takes as it is', () => {
    expect(registerDocumentSchema.parse(document)).toStrictEqual(document);
  });

  it('makes a policy that its schema takes as it is', () => {
    const policy = withPreset(DEFAULT_POLICY, name);
    expect(policySchema.parse(policy)).toStrictEqual(policy);
  });

  it('has no problem, and every source under a control of its own', () => {
    expect(problemsOf(document, withPreset(DEFAULT_POLICY, name))).toStrictEqual([]);
    const groups = judgingHalf(document).producers.map(({ group }) => group);
    expect(new Set(groups).size).toBe(groups.length);
  });

  it('lets only the shop ask for refunds, and every carrier be heard', () => {
    const asking = document.producers.filter(({ types }) => types.includes('refundgate.refund.requested.v1'));
    expect(asking.map(({ source }) => source)).toStrictEqual(['shop.returns']);
    const carriers = document.producers.flatMap(({ attestors }) => attestors?.carrier ?? []);
    expect(carriers).toStrictEqual(['ups', 'dhl']);
  });
});

/** Returns who vouches for goods at a site by a preset, by class. */
function classesOf(name: (typeof PRESET_NAMES)[number], places: Places = SAMPLE_PLACES) {
  const { producers } = PRESETS[name].register(places);
  return [...new Set(producers.flatMap(({ attestors }) => Object.keys(attestors ?? {})))];
}

describe('what a preset declares', () => {
  it('is people and machines of a warehouse of one’s own, and a directory that knows them all', () => {
    expect(classesOf('own-warehouse')).toStrictEqual(['carrier', 'sensor', 'site', 'system']);
    const { producers } = PRESETS['own-warehouse'].register(SAMPLE_PLACES);
    expect(producers.flatMap(({ completeFor = [] }) => completeFor)).toStrictEqual(['lille', 'memphis']);
  });

  it('is one company per site, whose people no directory knows, where files come by night', () => {
    expect(classesOf('nightly-files')).toStrictEqual(['carrier', 'organization']);
    const { producers } = PRESETS['nightly-files'].register(SAMPLE_PLACES);
    expect(producers.flatMap(({ completeFor = [] }) => completeFor)).toStrictEqual([]);
  });

  it('is the carriers alone where there is nothing else, and their delivery suffices up to 2,000', () => {
    expect(classesOf('carrier-only')).toStrictEqual(['carrier']);
    expect(withPreset(DEFAULT_POLICY, 'carrier-only')).toStrictEqual({
      ...DEFAULT_POLICY,
      version: `${DEFAULT_POLICY.version}-carrier-only`,
      carrierSufficesBelowMinor: 200_000,
      costs: { ...DEFAULT_POLICY.costs, shadowPrice: 8 },
    });
  });

  it('has no dock source for a site without a machine, and no weight without a scale', () => {
    const [lille, memphis] = SAMPLE_PLACES.sites;
    if (lille === undefined || memphis === undefined) throw new Error('The sample has two sites.');
    const bare = { ...lille, dock: { ...lille.dock, scanners: [], scales: [] } };
    const unweighed = { ...memphis, dock: { ...memphis.dock, scales: [] } };
    const { producers } = PRESETS['own-warehouse'].register({ ...SAMPLE_PLACES, sites: [bare, unweighed] });
    const docks = producers.filter(({ attestors }) => attestors?.sensor !== undefined);
    expect(docks).toMatchObject([{ source: 'dock.memphis', evidence: ['dock'] }]);
  });
});

it('only the names of presets are names of presets', () => {
  expect(['own-warehouse', 'own', '', 'toString'].filter(isPresetName)).toStrictEqual(['own-warehouse']);
});
