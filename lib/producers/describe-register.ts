import type { InboundType } from '../contracts/inbound-events.ts';
import { type DeclaredProducer, judgingHalf, type RegisterDocument } from '../contracts/register-document.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { SCAN_TYPE } from '../domain/producers/promises.ts';
import {
  ANY_CARRIER,
  DIRECTORY,
  type EvidenceWord,
  isComplete,
  type Register,
  speaksOfLeg,
  speaksOfSite,
} from '../domain/producers/register.ts';
import { describeReach } from './describe-reach.ts';
import { SHOWN_BY } from './problems.ts';

/** What a source that may send a type of event does, in words. */
const DOES: Readonly<Partial<Record<InboundType, string>>> = {
  'refundgate.refund.requested.v1': 'asks for refunds',
  'refundgate.scan.recorded.v1': 'reports scans',
  'refundgate.employee.updated.v1': 'reports employees',
  'refundgate.subject.flagged.v1': 'sets flags',
  'refundgate.subject.cleared.v1': 'asks to lift flags',
  'refundgate.subject.shared.v1': 'says which subjects are shared',
};

/** Returns what a source may say, one fact a line; the first is its name. */
export function describeProducer(producer: DeclaredProducer): readonly string[] {
  const { source, types, claims, always, attestors, legs, sites, evidence, delay, quietFor, completeFor } =
    producer;
  const facts: readonly (string | undefined)[] = [
    `sent by ${senders(producer)}`,
    types.map((type) => DOES[type] ?? type).join(', '),
    claims && `claims: ${claims.join(', ')}`,
    (sites ?? legs) &&
      `speaks of ${sites === undefined ? 'every site' : `the sites ${sites.join(', ')}`}${legs === undefined ? '' : `, on the legs ${legs.join(', ')}`}`,
    ...Object.entries(attestors ?? {}).flatMap(([of, ids]) =>
      ids === undefined ? [] : [`vouching, class ${of}: ${whoOf(ids)}`],
    ),
    types.includes(SCAN_TYPE)
      ? `shows: ${evidence === undefined || evidence.length === 0 ? 'nothing; it may only mark or contradict' : evidence.join(', ')}`
      : undefined,
    delay && `late by up to ${inWords(delay)}`,
    ...Object.entries(always ?? {}).flatMap(([type, fields]) =>
      fields === undefined ? [] : [`promises in every ${type}: ${fields.join(', ')}`],
    ),
    quietFor && `an alarm if it is silent for ${inWords(quietFor)}`,
    completeFor && `knows every employee at ${completeFor.join(', ')}`,
  ];
  return [source, ...facts.filter((one) => one !== undefined).map((one) => `  ${one}`)];
}

function senders({ accounts = [], roles = [] }: DeclaredProducer): string {
  const all = [...roles, ...accounts.map((account) => `everybody in account ${account}`)];
  return all.length === 0 ? 'nobody on AWS: neither accounts nor roles are listed' : all.join(', ');
}

const UNITS = { D: 'day', H: 'hour', M: 'minute' } as const;

/** Returns an ISO 8601 duration of a register in words. */
function inWords(duration: string): string {
  return Object.entries(UNITS)
    .flatMap(([unit, word]) => {
      const count = Number(new RegExp(`(\\d+)${unit}`).exec(duration)?.[1] ?? 0);
      return count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`];
    })
    .join(' ');
}

function whoOf(ids: typeof DIRECTORY | readonly string[]): string {
  if (ids === DIRECTORY) return 'each employee by their own id';
  return ids.includes(ANY_CARRIER) ? 'every carrier' : ids.join(', ');
}

/** Returns the sites that a register names, in its order. */
export function sitesOf({ producers }: Register): readonly string[] {
  return [...new Set(producers.flatMap(({ sites = [], completeFor = [] }) => [...sites, ...completeFor]))];
}

/**
 * Returns which evidence of a return a site has, one group of sources a line; the first line names the site.
 * @param siteId - undefined: a site of which only sources speak that name none.
 */
export function describeSite(register: Register, siteId: string | undefined): readonly string[] {
  const groups = [...evidenceByGroup(register, siteId)];
  const heading = siteId === undefined ? 'Every site' : `Site ${siteId}`;
  const count = groups.length === 1 ? '1 group' : `${groups.length} groups`;
  const staff = isComplete(register, siteId) ? 'every employee is known' : 'employees may be unknown';
  return [
    `${heading}: evidence from ${count}; ${staff}`,
    ...groups.map(([group, words]) => `  ${group}: ${[...words].join(', ')}`),
  ];
}

function evidenceByGroup(
  { producers }: Register,
  siteId: string | undefined,
): ReadonlyMap<string, ReadonlySet<EvidenceWord>> {
  const speaking = producers.filter(
    (one) => one.types.includes(SCAN_TYPE) && speaksOfLeg(one, 'return') && speaksHere(one.sites, siteId),
  );
  const groups = Map.groupBy(speaking, ({ group }) => group);
  return new Map(
    [...groups].map(([group, members]) => {
      const shown = members.flatMap(({ evidence = [] }) => evidence);
      return [group, new Set(shown.filter((word) => SHOWN_BY[word].legs.includes('return')))];
    }),
  );
}

function speaksHere(sites: readonly string[] | undefined, siteId: string | undefined): boolean {
  return siteId === undefined ? sites === undefined : speaksOfSite({ sites }, siteId);
}

/** Returns a register in plain words: who may say what, and what each site can support under a policy. */
export function describeRegister(document: RegisterDocument, policy: Policy): readonly string[] {
  const register = judgingHalf(document);
  const judging = { ...policy, producers: register };
  const sites = sitesOf(register);
  const named = sites.length === 0 ? [undefined] : sites;
  return [
    ...document.producers.flatMap(describeProducer),
    '',
    ...named.flatMap((siteId) => [...describeSite(register, siteId), ...describeReach(judging, siteId)]),
  ];
}
