import { type Policy, registerOf, requiredCollusion } from '../policy/policy.ts';
import type { ReasonCode } from '../shared/reasons.ts';
import { scannersOf } from './expectation.ts';
import { DIRECTORY, type EvidenceWord, type Producer, type Register, speaksOfSite } from './register.ts';

/** What the rules demand of a return, and no producer of its site can ever show. */
export type Unreachable = Extract<
  ReasonCode,
  'E01_NO_INDEPENDENT_SCAN' | 'E02_CONTENT_NOT_VOUCHED' | 'E03_TOO_FEW_ATTESTORS' | 'E13_ONE_SOURCE'
>;

/**
 * Returns the demands on a return of a value that no evidence can meet at its site, by arithmetic over the register of the policy.
 * In open mode all can be met.
 * @param siteId - undefined: the site is not known, and may be any.
 */
export function unreachableDemands(
  policy: Policy,
  siteId: string | undefined,
  baseMinor: number,
): readonly Unreachable[] {
  const register = registerOf(policy);
  if (register === undefined || baseMinor < policy.independentScanFromMinor) return [];
  const scanners = scannersOf(register, 'return', siteId);
  if (baseMinor < policy.carrierSufficesBelowMinor && scanners.some(delivers)) return [];
  const mayCount = employeesMayCount(register, policy, siteId, baseMinor);
  const witnesses = withoutMarker(
    scanners.flatMap((one) => witnessesOf(one, mayCount)),
    mayCount,
  );
  const shows = (words: readonly EvidenceWord[]): boolean =>
    witnesses.some((one) => words.some((word) => one.words.includes(word)));
  const unreachable: Unreachable[] = [];
  if (!shows(['dock', 'put_away', 'serial'])) unreachable.push('E01_NO_INDEPENDENT_SCAN');
  const { fromMinor, putAwayNotEnoughFromMinor } = policy.content;
  const content: readonly EvidenceWord[] =
    baseMinor < putAwayNotEnoughFromMinor ? ['serial', 'condition', 'put_away'] : ['serial', 'condition'];
  if (baseMinor >= fromMinor && !shows(content)) unreachable.push('E02_CONTENT_NOT_VOUCHED');
  const required = requiredCollusion(policy, baseMinor);
  const people = witnesses.reduce((sum, { people: count }) => sum + count, 0);
  if (people < required) unreachable.push('E03_TOO_FEW_ATTESTORS');
  if (witnesses.length > 0 && !haveTwoGroups(witnesses, scanners, required))
    unreachable.push('E13_ONE_SOURCE');
  return unreachable;
}

/** Returns the values at which the demands of a policy change, in rising order, beginning with R1's. */
export function bandEdges(policy: Policy): readonly number[] {
  const { independentScanFromMinor, content, collusion, strangersBelowMinor, carrierSufficesBelowMinor } =
    policy;
  const edges = [
    independentScanFromMinor,
    content.fromMinor,
    content.putAwayNotEnoughFromMinor,
    ...collusion.map(({ fromMinor }) => fromMinor),
    strangersBelowMinor,
    carrierSufficesBelowMinor,
  ];
  return [...new Set(edges.filter((edge) => edge >= independentScanFromMinor))].toSorted((a, b) => a - b);
}

/** Those behind one producer who may count as witnesses. */
interface PossibleWitnesses {
  readonly group: string;
  readonly people: number;
  readonly isCompany: boolean;
  readonly words: readonly EvidenceWord[];
}

/**
 * Where nobody can be known as the marker, each organization is taken for the marker too: the only one there is then vouches for
 * nothing.
 */
function withoutMarker(
  witnesses: readonly PossibleWitnesses[],
  markersAreKnown: boolean,
): readonly PossibleWitnesses[] {
  const companies = new Set(witnesses.filter(({ isCompany }) => isCompany).map(({ group }) => group));
  return markersAreKnown || companies.size > 1 ? witnesses : witnesses.filter(({ isCompany }) => !isCompany);
}

const MACHINE_WORDS: readonly EvidenceWord[] = ['dock', 'serial', 'condition'];
const PEOPLE_WORDS: readonly EvidenceWord[] = ['serial', 'condition', 'put_away'];

function witnessesOf(
  { group, attestors = {}, evidence = [] }: Producer,
  employeesCount: boolean,
): readonly PossibleWitnesses[] {
  const { site, sensor, organization } = attestors;
  const employees =
    !employeesCount || organization !== undefined || site === undefined
      ? 0
      : site === DIRECTORY
        ? Number.POSITIVE_INFINITY
        : site.length;
  return [
    { people: sensor === undefined ? 0 : 1, isCompany: false, words: MACHINE_WORDS },
    { people: employees, isCompany: false, words: PEOPLE_WORDS },
    { people: organization === undefined ? 0 : 1, isCompany: true, words: PEOPLE_WORDS },
  ]
    .map(({ people, isCompany, words }) => ({
      group,
      people,
      isCompany,
      words: words.filter((word) => evidence.includes(word)),
    }))
    .filter(({ people, words }) => people > 0 && words.length > 0);
}

/** Employees count if the directory may know them, or if they may be strangers at this value. */
function employeesMayCount(
  { producers }: Register,
  policy: Policy,
  siteId: string | undefined,
  baseMinor: number,
): boolean {
  const known = producers.some(
    (one) => one.types.includes('refundgate.employee.updated.v1') && speaksOfSite(one, siteId),
  );
  return known || baseMinor < policy.strangersBelowMinor;
}

/** All that counts may come from one group if something of another group can support it, and no second witness is demanded. */
function haveTwoGroups(
  witnesses: readonly PossibleWitnesses[],
  scanners: readonly Producer[],
  required: number,
): boolean {
  const vouching = new Set(witnesses.map(({ group }) => group));
  if (required >= 2) return vouching.size >= 2;
  const supporting = scanners.filter((one) => delivers(one) || weighs(one)).map(({ group }) => group);
  return new Set([...vouching, ...supporting]).size >= 2;
}

function delivers({ attestors = {}, evidence = [] }: Producer): boolean {
  return attestors.carrier !== undefined && evidence.includes('carrier_delivered');
}

function weighs({ attestors = {}, evidence = [] }: Producer): boolean {
  return (attestors.sensor ?? attestors.carrier) !== undefined && evidence.includes('weight');
}
