import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../../lib/contracts/policy-document.ts';
import type { Policy } from '../../../../lib/domain/policy/policy.ts';
import type { Register } from '../../../../lib/domain/producers/register.ts';
import { bandsUnderRegister } from '../../../../lib/lab/collusion/register/demands.ts';
import { describeRegisterProof } from '../../../../lib/lab/collusion/register/describe-register-proof.ts';
import {
  proveRegister,
  type RegisterProof,
  type RegisterSearchOptions,
} from '../../../../lib/lab/collusion/register/prove-register.ts';
import type { Truth } from '../../../../lib/lab/collusion/truths.ts';
import { aRegister } from '../../../registers.ts';

/** One kind of goods is enough here; all of them are searched in `prove-register.full.test.ts`. */
const GOODS = [{ serials: true, weight: true }];

function prove(
  register: Register,
  { changes = {}, ...options }: RegisterSearchOptions & { readonly changes?: Partial<Policy> } = {},
): { readonly proof: RegisterProof; readonly lines: readonly string[] } {
  const policy = { ...DEFAULT_POLICY, ...changes, producers: register };
  const proof = proveRegister(policy, register, { goods: GOODS, ...options });
  return { proof, lines: describeRegisterProof(proof, policy, []).flatMap((line) => line.split('\n')) };
}

/** Returns how many people or accounts are found at the story's site, by the start of each band in euro. */
function foundAtSite({ places }: RegisterProof, truth: Truth, siteId: string | undefined = 'site_3') {
  const [site] = places.filter(({ place }) => place.siteId === siteId);
  return Object.fromEntries(
    (site?.bands ?? []).map(({ band, results }) => [
      Math.floor(band.fromMinor / 100),
      results.find((one) => one.truth === truth)?.found,
    ]),
  );
}

const ONE_ROLE = { roles: ['arn:aws:iam::000000000000:role/everything'] };
const SCANNERS = ['carrier.ups', 'dock.site_3', 'wms.site_3'];

describe('the register of the story', () => {
  const { proof, lines } = prove(aRegister());

  test('takes two people or accounts from 150 on when nothing came', () => {
    expect(foundAtSite(proof, 'nothing')).toStrictEqual({ 0: 0, 150: 2, 400: 2, 2000: 2 });
  });

  test('takes one from 2,000 on when a decoy came, as the policy demands', () => {
    expect(foundAtSite(proof, 'decoy')).toStrictEqual({ 0: 0, 150: 0, 400: 0, 2000: 1 });
    expect(foundAtSite(proof, 'light_decoy')).toStrictEqual({ 0: 0, 150: 1, 400: 1, 2000: 2 });
    expect(proof.holds).toBe(true);
  });

  test('lets no single account pass anything from 150 on if nothing came', () => {
    expect(proof.places.flatMap(({ alone }) => alone)).toStrictEqual([]);
    expect(lines).toContain('  if nothing came, no account passes anything alone from EUR 150.00 on');
  });

  test('is told site by site; a site that it does not name is none', () => {
    expect(lines).toContain('Site site_3:');
    expect(lines).toContain('A site that the register does not name, no site named:');
  });

  test('is told with the source of each scan of the cheapest attacks', () => {
    const at = lines.indexOf('EUR 2,000.00 to 5,000.00, a decoy came: 1');
    expect(lines.slice(at + 1, at + 5)).toContainEqual(
      expect.stringMatching(/^ {2}- the account of wms.site_3: .*, through wms.site_3\)$/),
    );
  });

  test('lets nobody ask without a site, as the shop promises to name it', () => {
    const [unnamed] = proof.places.filter(({ place }) => place.siteId === undefined);
    expect(unnamed?.isAskedFor).toBe(false);
    expect(lines).toContainEqual(expect.stringContaining('lacks a field that its source promises'));
  });

  test('is held by the rule of two groups: without it one account passes alone', () => {
    const { proof: open } = prove(aRegister(), { without: ['groups'] });
    const accounts = new Set(open.places.flatMap(({ alone }) => alone.map(({ account }) => account)));
    expect([...accounts]).toStrictEqual(['the account of dock.site_3', 'the account of wms.site_3']);
    expect(open.holds).toBe(false);
  });
});

describe('a register that lets too much be said', () => {
  test('is found if the warehouse system may say "sensor": the marker is two witnesses then', () => {
    const attestors = { site: 'directory', sensor: ['bench_1'] };
    const { proof } = prove(aRegister({ 'wms.site_3': { attestors } }));
    expect(foundAtSite(proof, 'decoy')[2000]).toBe(0);
    expect(proof.holds).toBe(false);
  });

  test('is found if all its systems are of one group: nothing from 150 on can pass without a person', () => {
    const changes = Object.fromEntries(SCANNERS.map((source) => [source, ONE_ROLE]));
    const { proof, lines } = prove(aRegister(changes));
    expect(foundAtSite(proof, 'nothing')).toStrictEqual({ 0: 0, 150: 4, 400: 4, 2000: 4 });
    expect(lines).toContain(
      '  returns from EUR 150.00 go to a person: the site lacks a second group of sources that vouches or supports',
    );
  });

  test('is found if the warehouse system shares an account with the carrier: the dock is the only other group', () => {
    const { proof } = prove(aRegister({ 'wms.site_3': ONE_ROLE, 'carrier.ups': ONE_ROLE }));
    const [site] = proof.places;
    const attack = site?.bands.at(-1)?.results.find(({ truth }) => truth === 'nothing')?.attack;
    expect(new Set(attack?.deeds.map(({ by }) => by))).toStrictEqual(
      new Set(['the account of dock.site_3', 'the account of carrier.ups, wms.site_3']),
    );
  });
});

describe('a site without a complete directory', () => {
  const incomplete = aRegister({ 'hr.directory': { completeFor: ['site_9'] } });

  test('counts made-up employees below 2,000, as the policy accepts: only the other group has to lie', () => {
    const { proof } = prove(incomplete);
    expect(foundAtSite(proof, 'nothing')).toStrictEqual({ 0: 0, 150: 1, 400: 1, 2000: 2 });
    expect(proof.holds).toBe(true);
  });

  test('does not hold where the policy accepts strangers at any value', () => {
    const { proof } = prove(incomplete, { changes: { strangersBelowMinor: 1_000_000 } });
    expect(foundAtSite(proof, 'nothing')).toMatchObject({ 2000: 1 });
    expect(proof.holds).toBe(false);
  });
});

test('the bands begin also where strangers or the carrier’s delivery no longer count', () => {
  const policy = { ...DEFAULT_POLICY, strangersBelowMinor: 90_000, carrierSufficesBelowMinor: 60_000 };
  expect(bandsUnderRegister(policy).map(({ fromMinor }) => fromMinor)).toStrictEqual([
    1, 15_000, 40_000, 60_000, 90_000, 200_000,
  ]);
});
