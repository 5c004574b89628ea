import { describe, expect, it } from 'vitest';
import { bandEdges, unreachableDemands } from '../../../lib/domain/producers/reach.ts';
import { aPolicy } from '../../builders.ts';
import { aRegister } from '../../registers.ts';

const policyWith = (changes: Parameters<typeof aRegister>[0], overrides = {}) =>
  aPolicy({ producers: aRegister(changes), ...overrides });

describe('the demands nobody can meet', () => {
  it.each([
    ['with everything', {}, 499_900, []],
    ['in open mode', undefined, 499_900, []],
    ['below R1, where nothing is demanded', { 'dock.site_3': null, 'wms.site_3': null }, 14_999, []],
    ['with a carrier only', { 'dock.site_3': null, 'wms.site_3': null }, 15_000, ['E01', 'E03']],
    [
      'with a carrier only, where content counts',
      { 'dock.site_3': null, 'wms.site_3': null },
      40_000,
      ['E01', 'E02', 'E03'],
    ],
    ['with a dock and a carrier', { 'wms.site_3': null }, 39_999, []],
    ['with a dock and a carrier, where content counts', { 'wms.site_3': null }, 40_000, ['E02']],
    [
      'with a warehouse system and nothing else',
      { 'dock.site_3': null, 'carrier.ups': null },
      15_000,
      ['E13'],
    ],
    ['with no directory, for strangers', { 'hr.directory': null, 'dock.site_3': null }, 199_999, []],
    [
      'with no directory, where strangers count no more',
      { 'hr.directory': null, 'dock.site_3': null },
      200_000,
      ['E01', 'E02', 'E03'],
    ],
  ])('%s', (_, changes, baseMinor, expected) => {
    const policy = changes === undefined ? aPolicy() : policyWith(changes);
    const codes = unreachableDemands(policy, 'site_3', baseMinor).map((code) => code.slice(0, 3));
    expect(codes).toStrictEqual(expected);
  });

  it('are all met where the carrier suffices', () => {
    const policy = policyWith(
      { 'dock.site_3': null, 'wms.site_3': null },
      { carrierSufficesBelowMinor: 200_000 },
    );
    expect(unreachableDemands(policy, 'site_3', 199_999)).toStrictEqual([]);
    expect(unreachableDemands(policy, 'site_3', 200_000)).not.toStrictEqual([]);
  });

  it('of a site nobody declares are those of any site', () => {
    const policy = policyWith({ 'carrier.ups': { sites: ['site_3'] } });
    expect(unreachableDemands(policy, 'site_9', 499_900)).toStrictEqual([]);
  });
});

describe('the only company of a site', () => {
  const company = {
    source: '3pl',
    types: ['refundgate.scan.recorded.v1'],
    sites: ['site_3'],
    attestors: { organization: ['acme'] },
    evidence: ['put_away', 'condition'],
  };
  const demandsAt = (baseMinor: number, directory: object | null) => {
    const changes = { 'dock.site_3': null, 'wms.site_3': null, 'hr.directory': directory };
    const policy = aPolicy({
      producers: aRegister(changes, [company]),
      collusion: [{ fromMinor: 15_000, required: 1 }],
    });
    return unreachableDemands(policy, 'site_3', baseMinor);
  };

  it('vouches for nothing where no directory knows who marked, and strangers do not count', () => {
    expect(demandsAt(199_999, null)).toStrictEqual([]);
    expect(demandsAt(200_000, {})).toStrictEqual([]);
    expect(demandsAt(200_000, null)).toContain('E01_NO_INDEPENDENT_SCAN');
  });
});

describe('the edges of bands', () => {
  it('are the values at which demands change, in rising order', () => {
    expect(bandEdges(aPolicy())).toStrictEqual([15_000, 40_000, 200_000]);
    expect(bandEdges(aPolicy({ strangersBelowMinor: 90_000 }))).toStrictEqual([
      15_000, 40_000, 90_000, 200_000,
    ]);
  });
});
