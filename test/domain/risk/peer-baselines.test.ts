import { describe, expect, test } from 'vitest';
import { type DecayedCounts, noCounts } from '../../../lib/domain/history/decayed-history.ts';
import {
  baselinesOf,
  NO_BASELINES,
  peerRate,
  peersOf,
  roleRate,
} from '../../../lib/domain/risk/peer-baselines.ts';
import { countsOf, GROUP } from '../employee-pasts.ts';

describe('baselines', () => {
  const one = { group: GROUP, counts: countsOf({ mid: 10, midExceptions: 1.2345 }) };
  const two = { group: { ...GROUP, siteId: 'site_4' }, counts: countsOf({ mid: 30, midExceptions: 2 }) };

  test('sum employees by role, country and site, in whole thousandths, without zeros', () => {
    expect(baselinesOf('2026-11-22', [one, two])).toStrictEqual({
      day: '2026-11-22',
      groups: {
        clerk: { mid: 40_000, midExceptions: 3235 },
        'clerk/DE': { mid: 40_000, midExceptions: 3235 },
        'clerk/DE/site_3': { mid: 10_000, midExceptions: 1235 },
        'clerk/DE/site_4': { mid: 30_000, midExceptions: 2000 },
      },
    });
  });

  test('are the same in any order of employees', () => {
    expect(baselinesOf('2026-11-22', [two, one])).toStrictEqual(baselinesOf('2026-11-22', [one, two]));
  });

  test('leave the employee out of the peers', () => {
    const all = { ...NO_BASELINES, ...baselinesOf('2026-11-22', [one, two]) };
    const { site, country } = peersOf(all, GROUP, one.counts);
    expect(site.mid).toBe(0);
    expect(country.mid).toBeCloseTo(30, 10);
    expect(country.midExceptions).toBeCloseTo(2, 2);
    expect(peersOf(all, GROUP, countsOf({ mid: 99 })).site.mid).toBe(0);
  });

  test('give a rate that is the site’s, shrunk to the country’s and that to the role’s', () => {
    const peers = {
      role: countsOf({ mid: 950, midExceptions: 45 }),
      country: countsOf({ mid: 150, midExceptions: 15 }),
      site: countsOf({ mid: 20, midExceptions: 4 }),
    };
    const of = {
      part: (counts: DecayedCounts) => counts.midExceptions,
      whole: (counts: DecayedCounts) => counts.mid,
    };
    // Role (45 + 50·0.1)/1000 = 0.05; country (15 + 50·0.05)/200 = 0.0875; site (4 + 30·0.0875)/50.
    expect(peerRate(peers, of, { rate: 0.1, country: 50, site: 30 })).toBeCloseTo(0.1325, 12);
    const nobody = { role: noCounts(), country: noCounts(), site: noCounts() };
    expect(peerRate(nobody, of, { rate: 0.1, country: 50, site: 30 })).toBeCloseTo(0.1, 12);
  });

  test('give the role’s rate where a site’s custom is no excuse', () => {
    const peers = { role: countsOf({ low: 950, falseAttestations: 19 }) };
    const of = {
      part: (counts: DecayedCounts) => counts.falseAttestations,
      whole: (counts: DecayedCounts) => counts.low,
    };
    // (19 + 50·0.02)/1000.
    expect(roleRate(peers, of, { rate: 0.02, country: 50, site: 30 })).toBeCloseTo(0.02, 12);
  });
});
