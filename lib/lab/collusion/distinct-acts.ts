import type { Scan } from '../../domain/evidence/scan.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { type Act, everyActOf, type Goods, scanOf } from './acts.ts';
import type { SearchedGate } from './gate.ts';
import { stationOf } from './identities.ts';
import { judgeScans, type RemovableRule, type ScanVerdict, silencedBy } from './judge.ts';
import { CUSTOMER, HONEST, type Party, type PartyKind } from './parties.ts';
import { everyAsking } from './requests.ts';
import { honestWorldOf } from './truths.ts';

/** The acts of a party that are worth trying, one of each sort. */
export interface DistinctActs {
  /** "Returned" marks: they name their author as a marker. */
  readonly marks: readonly Act[];
  /** Scans that show something and harm nothing. */
  readonly vouching: readonly Act[];
}

/** Acts the gate cannot distinguish: one of them, and the gate's verdict on it in every context. */
interface Sort {
  readonly act: Act;
  readonly verdicts: readonly ScanVerdict[];
}

/** Every sort of act of one kind of party, whatever rules are left out later. */
export interface SortedActs {
  readonly sorts: readonly Sort[];
  /** The gate's verdicts in the same contexts without any act. */
  readonly untouched: readonly ScanVerdict[];
  /** How many acts were looked at. */
  readonly tried: number;
}

interface Setting {
  readonly gate: SearchedGate;
  readonly policy: Policy;
  readonly goods: Goods;
  readonly valueMinor: number;
}

/**
 * The most acts kept of those that look alike. More than one is kept only if the gate counts such acts twice. One
 * more than the number of people a policy can demand is enough to show that.
 */
const MAX_ALIKE = 6;

const SOMEBODY: Readonly<Record<PartyKind, Party>> = {
  site: { name: 'somebody on site', id: 'emp_somebody', kind: 'site' },
  carrier: { name: 'some driver', id: 'carrier_somebody', kind: 'carrier' },
  customer: CUSTOMER,
};

/**
 * Returns the sorts of acts that the gate can distinguish, by asking its own check about every act there is. Two
 * acts are of one sort if they lead to the same finding, witnesses included, in three situations (another person
 * marked, the author marked, nobody marked), and if both together give no more than one. Acts that show nothing
 * are left out.
 *
 * @param valueMinor - a value at which every rule of the policy applies, in base currency.
 */
export function sortActs(kind: PartyKind, setting: Setting): SortedActs {
  const { policy, gate } = setting;
  const author = SOMEBODY[kind];
  const requests = requestsMarkedBy([HONEST.receiver, author.id, undefined], setting);
  const look = (acts: readonly Act[], before: readonly Scan[] = []): readonly ScanVerdict[] => {
    const scans = [...before, ...acts.map((act, index) => scanOf(act, `act-${index}`))];
    return requests.map((request) => judgeScans(request, scans, { gate, policy, without: [] }));
  };
  const inEveryContext = (acts: readonly Act[]) => [...look(acts), ...look(acts, COMPLETE_CHAIN)];

  const acts = everyActOf(author, gate);
  return {
    sorts: distinctOf(acts, look).map((act) => ({ act, verdicts: inEveryContext([act]) })),
    untouched: inEveryContext([]),
    tried: acts.length,
  };
}

/** Returns one act of each sort that the gate can distinguish, and more of a sort if it counts them twice. */
export function distinctOf<One>(
  all: readonly One[],
  look: (some: readonly One[]) => readonly ScanVerdict[],
): readonly One[] {
  const nothing = textOf(look([]));
  const sorts = new Map<string, One[]>();
  for (const act of all) {
    const text = textOf(look([act]));
    if (text === nothing) continue;
    const alike = sorts.get(text) ?? [];
    if (alike.length >= MAX_ALIKE || alike.some((one) => textOf(look([one, act])) === text)) continue;
    sorts.set(text, [...alike, act]);
  }
  return [...sorts.values()].flat();
}

/**
 * Returns the acts worth trying if some rules are left out. Acts that only harm the refund are not: they add an
 * objection (a conflict of interest), or take support away from a complete honest chain (a wrong weight). Each has
 * a twin without the flaw among the acts, so a party who can make it can do better.
 */
export function worthTrying(
  { sorts, untouched }: SortedActs,
  without: readonly RemovableRule[],
): DistinctActs {
  const harmless = sorts.filter(({ verdicts }) => isHarmless(verdicts, untouched, without));
  return {
    marks: harmless.filter(isMark).map(({ act }) => act),
    vouching: harmless.filter((sort) => !isMark(sort)).map(({ act }) => act),
  };
}

/** Returns the same request, marked by each of these on a device of their own. */
function requestsMarkedBy(
  markers: readonly (string | undefined)[],
  { policy, goods, valueMinor, gate }: Setting,
): readonly RefundRequest[] {
  const asked = { baseMinor: valueMinor, currency: policy.base, goods, accomplices: [], gate };
  const [asking] = everyAsking({ ...asked, markings: ['by_name'] });
  if (asking === undefined) throw new Error('There is no way to ask for a refund.');
  return markers.map((markedBy) => {
    const session = markedBy === undefined ? undefined : { deviceId: stationOf(markedBy) };
    return { ...asking.request, markedBy, session };
  });
}

const COMPLETE_CHAIN: readonly Scan[] = [
  ...honestWorldOf('decoy').deeds.map(({ scan }) => scan),
  scanOf(
    {
      attestor: { class: 'site', id: HONEST.inspector, capture: 'scanned' },
      step: 'inspecting',
      disposition: 'completeness_verified',
      serials: undefined,
      grams: undefined,
    },
    'inspection',
  ),
];

function textOf(verdicts: readonly ScanVerdict[]): string {
  const told = verdicts.map(({ finding: { supported, collusion, witnesses }, objections }) => ({
    supported,
    collusion,
    witnesses,
    objections,
  }));
  return JSON.stringify(told);
}

function isMark({ verdicts }: Sort): boolean {
  return verdicts.some(({ finding }) => finding.witnesses.some(({ kinds }) => kinds.includes('intake_mark')));
}

/** Returns true if an act takes nothing away and adds no objection in any context. */
export function isHarmless(
  verdicts: readonly ScanVerdict[],
  untouched: readonly ScanVerdict[],
  without: readonly RemovableRule[],
): boolean {
  return !verdicts.some((verdict, context) => harms(verdict, untouched[context], without));
}

function harms(
  after: ScanVerdict,
  before: ScanVerdict | undefined,
  without: readonly RemovableRule[],
): boolean {
  if (before === undefined) throw new Error('An act was looked at in a context that was not.');
  // That all comes from one source is only asked once something counts: the next step, not a step back.
  const silent = silencedBy(without).add('E13_ONE_SOURCE');
  return (
    after.objections.some((code) => !before.objections.includes(code) && !silent.has(code)) ||
    (before.finding.supported && !after.finding.supported) ||
    after.finding.collusion.observed < before.finding.collusion.observed
  );
}
