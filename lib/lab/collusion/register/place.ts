import { pinPolicy } from '../../../app/judging/policies.ts';
import type { PinnedPolicy } from '../../../app/ports.ts';
import { type Policy, registerOf } from '../../../domain/policy/policy.ts';
import { scannersOf } from '../../../domain/producers/expectation.ts';
import { REQUEST_TYPE } from '../../../domain/producers/promises.ts';
import {
  DIRECTORY,
  isComplete,
  type Producer,
  type Register,
  speaksOfSite,
} from '../../../domain/producers/register.ts';
import { sitesOf } from '../../../producers/describe-register.ts';
import { MAX_PEOPLE } from '../search.ts';

/** The site that a request names, and who may say something of a return there. */
export interface Place {
  readonly policy: PinnedPolicy;
  /** Undefined if the request names no site: then it may be any. */
  readonly siteId: string | undefined;
  readonly scanners: readonly Producer[];
  /** Those that may ask for refunds. */
  readonly askers: readonly Producer[];
  /** Those that report employees. */
  readonly directories: readonly Producer[];
}

/** A site that no register names: an insider can have it written in a request. */
export const ANOTHER_SITE = 'site_that_is_not_in_the_register';

/** One more than the accounts of a mix, so that the marker has a system of their own. */
const MAX_ALIKE = MAX_PEOPLE + 1;

const EMPLOYEE_TYPE = 'refundgate.employee.updated.v1';

/** Returns each site that the register of a policy names, one that it does not name, and no site. */
export function placesOf(policy: Policy, register: Register): readonly Place[] {
  const pinned = pinPolicy(policy);
  return [...sitesOf(register), ANOTHER_SITE, undefined].map((siteId) => {
    const here = register.producers.filter((one) => speaksOfSite(one, siteId));
    return {
      policy: pinned,
      siteId,
      scanners: withoutMany(scannersOf(register, 'return', siteId), register),
      askers: here.filter(({ types }) => types.includes(REQUEST_TYPE)),
      directories: here.filter(({ types }) => types.includes(EMPLOYEE_TYPE)),
    };
  });
}

/** Of sources that may say the same of other sites, a few are enough: with no site named, all of them may speak. */
function withoutMany(scanners: readonly Producer[], register: Register): readonly Producer[] {
  const alike = Map.groupBy(scanners, (one) =>
    JSON.stringify([isAlone(one, register) || one.group, abilityOf(one, register)]),
  );
  const few = new Set([...alike.values()].flatMap((same) => same.slice(0, MAX_ALIKE)));
  return scanners.filter((one) => few.has(one));
}

/** Sources that share a group are alike only among themselves. */
function isAlone({ group }: Producer, { producers }: Register): boolean {
  return producers.filter((one) => one.group === group).length === 1;
}

/** Returns what a source may say, without the names of its sites and of those who vouch. */
export function abilityOf(
  { evidence, always, legs, attestors = {}, sites }: Producer,
  register: Register,
): object {
  return {
    ...{ evidence, always, legs },
    knowsAll: sites?.map((siteId) => isComplete(register, siteId)),
    vouching: Object.entries(attestors).map(([of, ids]) => [of, ids === DIRECTORY ? ids : ids.length]),
  };
}

/** Returns the register of a place. */
export function registerAt({ policy }: Place): Register {
  const register = registerOf(policy.policy);
  if (register === undefined) throw new TypeError('A place is made from the register of its policy.');
  return register;
}

/** Returns true if employees scan at a place whose directory does not know all of them. */
export function mayBeStrangers(place: Place): boolean {
  const register = registerAt(place);
  return place.scanners.some(({ attestors = {}, sites = [undefined] }) => {
    const named = place.siteId === undefined ? sites : [place.siteId];
    return attestors.site !== undefined && named.some((siteId) => !isComplete(register, siteId));
  });
}

/** Returns a place in words. */
export function placeName({ siteId }: Pick<Place, 'siteId'>): string {
  if (siteId === undefined) return 'No site named';
  return siteId === ANOTHER_SITE ? 'A site that the register does not name' : `Site ${siteId}`;
}
