import { type EvidenceKind, isContradiction } from '../evidence/fact.ts';
import type { Attestor } from '../evidence/scan.ts';
import type { Claim } from '../refund/refund-request.ts';

/** The words for what a producer may show. The table of kinds is in `docs/ONBOARDING.md`. */
export const EVIDENCE_WORDS = [
  'carrier_accept',
  'carrier_delivered',
  'outbound_delivered',
  'dock',
  'weight',
  'serial',
  'condition',
  'put_away',
  'seen_again',
] as const;

/** One kind of evidence that a producer may show, whichever result it has. */
export type EvidenceWord = (typeof EVIDENCE_WORDS)[number];

/** The two ways of a parcel: to the customer, and back. */
export const LEGS = ['outbound', 'return'] as const;

/** One way of a parcel. */
export type Leg = (typeof LEGS)[number];

/** Stands for every employee that the directory may know. Only for attestors of class site. */
export const DIRECTORY = 'directory';

/** Stands for every carrier. Only for attestors of class carrier. */
export const ANY_CARRIER = '*';

/** What one source may say, and what to expect from it. A list that is absent restricts nothing, if not said otherwise. */
export interface Producer {
  readonly source: string;
  /** Sources of one group are under one control: they share an account or a role. */
  readonly group: string;
  /** The types of event it may send. */
  readonly types: readonly string[];
  readonly claims?: readonly Claim[] | undefined;
  /** The fields it always sends, by type of event. Absent: it promises none. */
  readonly always?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Who may vouch through it, by class. Absent: nobody. */
  readonly attestors?:
    | Readonly<Partial<Record<Attestor['class'], typeof DIRECTORY | readonly string[]>>>
    | undefined;
  readonly legs?: readonly Leg[] | undefined;
  readonly sites?: readonly string[] | undefined;
  /** Absent: it shows nothing, and may only mark goods as returned or contradict. */
  readonly evidence?: readonly EvidenceWord[] | undefined;
  /** The longest usual time from a scan to the bus, in hours. */
  readonly delayHours: number;
  /** The longest time it is silent while all is well, in hours. */
  readonly quietHours?: number | undefined;
  /** The sites of which it reports every employee. Absent: none. */
  readonly completeFor?: readonly string[] | undefined;
}

/** The part of the producers register that the judgement reads: without accounts and roles. */
export interface Register {
  readonly version: string;
  readonly producers: readonly Producer[];
}

/** How a decision names the register if there is none. */
export const OPEN = 'open';

/** The word for a kind of evidence. A kind without a word needs none: anybody who may speak of the return may say it. */
const WORDS: Readonly<Record<EvidenceKind, EvidenceWord | undefined>> = {
  carrier_accept: 'carrier_accept',
  carrier_transit: undefined,
  carrier_delivered: 'carrier_delivered',
  dock: 'dock',
  intake_mark: undefined,
  weight_match: 'weight',
  weight_mismatch: 'weight',
  serial_match: 'serial',
  serial_mismatch: 'serial',
  serial_manual: 'serial',
  condition_pass: 'condition',
  condition_fail: 'condition',
  put_away: 'put_away',
  seen_again: 'seen_again',
  outbound_delivered: 'outbound_delivered',
};

/** Returns the word for a kind of evidence. */
export function wordOf(kind: EvidenceKind): EvidenceWord | undefined {
  return WORDS[kind];
}

/** Returns the producer of a source. */
export function producerIn(register: Register, source: string): Producer | undefined {
  return register.producers.find((one) => one.source === source);
}

/** Returns the group of a source. A source that is not declared is a group of its own. */
export function groupOf(register: Register | undefined, source: string): string {
  return (register && producerIn(register, source)?.group) ?? source;
}

/** Returns true if a producer speaks of a site. What names no site may be of any. */
export function speaksOfSite({ sites }: Pick<Producer, 'sites'>, siteId: string | undefined): boolean {
  return sites === undefined || siteId === undefined || sites.includes(siteId);
}

/** Returns true if a producer speaks of a way of a parcel. */
export function speaksOfLeg({ legs }: Pick<Producer, 'legs'>, leg: Leg): boolean {
  return legs === undefined || legs.includes(leg);
}

/** Returns true if an attestor may vouch through a producer. */
export function mayVouchThrough(
  { attestors = {} }: Pick<Producer, 'attestors'>,
  { class: of, id }: Attestor,
): boolean {
  const ids = Object.hasOwn(attestors, of) ? attestors[of] : undefined;
  if (ids === undefined) return false;
  if (ids === DIRECTORY) return of === 'site';
  return ids.includes(id) || (of === 'carrier' && ids.includes(ANY_CARRIER));
}

/**
 * Returns the class that an attestor has for a producer. A third-party warehouse often calls itself a system or a sensor: if the
 * register lists it as an organization, and not as what it says, it is one.
 */
export function classThrough(producer: Pick<Producer, 'attestors'>, attestor: Attestor): Attestor['class'] {
  const isListed = producer.attestors?.organization?.includes(attestor.id) === true;
  return isListed && !mayVouchThrough(producer, attestor) ? 'organization' : attestor.class;
}

/**
 * Returns a site if some producer names it. What no producer names is no site: it may be made up, a new one for each refund.
 */
export function siteIn({ producers }: Register, siteId: string | undefined): string | undefined {
  const isNamed = producers.some(
    ({ sites = [], completeFor = [] }) =>
      siteId !== undefined && (sites.includes(siteId) || completeFor.includes(siteId)),
  );
  return isNamed ? siteId : undefined;
}

/**
 * Returns true if some producer reports every employee of a site; without a site, if one does of any site: leaving the site
 * out must not help.
 */
export function isComplete(register: Register, siteId: string | undefined): boolean {
  const site = siteIn(register, siteId);
  return register.producers.some(({ completeFor = [] }) =>
    site === undefined ? completeFor.length > 0 : completeFor.includes(site),
  );
}

/**
 * Returns true if a record of the directory is of a site whose employees the same producer reports as those of another site:
 * a directory of one site makes nobody known at another.
 */
export function isKnownAt(register: Register, siteId: string | undefined, ofSite: string): boolean {
  const site = siteIn(register, siteId);
  return register.producers.some(
    ({ completeFor = [] }) =>
      completeFor.includes(ofSite) && (site === undefined || completeFor.includes(site)),
  );
}

/**
 * Returns true if a producer may show a kind of evidence. A mark, and what contradicts a refund, may come from any producer
 * of that site, leg or carrier: neither helps the refund.
 */
export function mayShow({ evidence = [] }: Pick<Producer, 'evidence'>, kind: EvidenceKind): boolean {
  const word = wordOf(kind);
  return word === undefined || isContradiction(kind) || evidence.includes(word);
}
