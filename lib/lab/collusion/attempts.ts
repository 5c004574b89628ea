import { type Scan, UNNAMED_ATTESTOR } from '../../domain/evidence/scan.ts';
import { type Act, actBy, type Goods, scanOf } from './acts.ts';
import type { DistinctActs } from './distinct-acts.ts';
import type { SearchedGate } from './gate.ts';
import { identitiesOf, stationOf } from './identities.ts';
import type { Known } from './judge.ts';
import { CUSTOMER, MARKER, type Party, type PartyKind } from './parties.ts';
import { type Asking, everyAsking } from './requests.ts';
import { type Deed, type HonestWorld, honestWorldOf, type Truth } from './truths.ts';

/** The distinct acts of each kind of party for one kind of goods. */
export interface GoodsActs {
  readonly goods: Goods;
  readonly acts: Readonly<Record<PartyKind, DistinctActs>>;
}

/** One way a coalition could try it: what is asked for, and everything that is done. */
export interface Attempt {
  readonly asking: Asking;
  readonly deeds: readonly Deed[];
  /** Returns what is known of those who asked and of those behind some of the scans. Absent: all are strangers. */
  readonly known?: (scans: readonly Scan[]) => Known;
  /** What else is done that is no scan, in words. */
  readonly also?: readonly string[];
}

/**
 * Returns the requests a coalition could bring about, each with everything its members could do, as choices. The
 * customer always takes part. The marker takes part too, unless an honest clerk was fooled into marking: then
 * every employee who lies is somebody other than the marker.
 */
export function* attemptsOf(one: {
  readonly truth: Truth;
  readonly baseMinor: number;
  readonly currency: string;
  readonly accomplices: readonly Party[];
  readonly goodsActs: GoodsActs;
  readonly gate: SearchedGate;
}): Generator<{ readonly asking: Asking; readonly ways: () => Generator<readonly Deed[]> }> {
  const { goods, acts } = one.goodsActs;
  const world = honestWorldOf(one.truth);
  for (const asking of everyAsking({ ...one, goods, markings: world.markings })) {
    const insiders = asking.marking === 'by_honest' ? [] : [MARKER];
    const hostile = [...insiders, ...one.accomplices, CUSTOMER];
    const repertoire = hostile.map((party) => repertoireOf(party, acts[party.kind], one.gate));
    yield { asking, ways: () => waysOf({ world, asking, repertoire }) };
  }
}

/** All that one hostile party can do. */
interface Repertoire {
  readonly party: Party;
  /** Marks under their own name, and under a name that is lent to them; a party makes those of one list or none. */
  readonly marks: readonly (readonly Deed[])[];
  readonly vouching: readonly Deed[];
  /** What they vouch for under a name that is lent to them, on their own device. */
  readonly borrowed: readonly Deed[];
  readonly voidsOf: (eventId: string) => readonly Deed[];
}

/**
 * Returns every set of deeds worth trying: which hostile parties also mark the return, and which of these marks
 * are declared wrong again, in every combination. In addition each hostile party vouches in every way they can, and
 * has what they scan on site sent again under another id. A scan that vouches never adds an objection, so a smaller set of such
 * scans passes only if this one does. For the same reason no such scan is declared wrong. A mark, and what contradicts
 * the refund, is declared wrong by all of them, under every name.
 */
function* waysOf({
  world,
  asking,
  repertoire,
}: {
  readonly world: HonestWorld;
  readonly asking: Asking;
  readonly repertoire: readonly Repertoire[];
}): Generator<readonly Deed[]> {
  const voidsOf = ({ scan }: Deed) => repertoire.flatMap((one) => one.voidsOf(scan.id));
  const otherVoids = world.contradicting.flatMap(voidsOf);
  for (const marks of choicesOf(repertoire.map((one) => one.marks))) {
    const vouching = repertoire.flatMap((one) => [
      ...one.vouching,
      ...(isOnRecord(one.party, asking, marks) ? one.borrowed : []),
    ]);
    // Who never signs under their own name cannot be linked by it: only the session names the marker's device then.
    if (marks.length === 0)
      yield [...world.deeds, ...otherVoids, ...vouching.filter((deed) => !isMarkersOwn(deed))];
    for (const voided of subsetsOf(marks)) {
      yield [...world.deeds, ...marks, ...voided.flatMap(voidsOf), ...otherVoids, ...vouching];
    }
  }
}

/**
 * Returns true if the gate can know the device that a party works on: accomplices and drivers vouch on it under their own
 * name too. If neither the request nor a mark names the marker's device, what is done there under another name is its
 * owner's lie.
 */
export function isOnRecord(party: Party, { request }: Asking, marks: readonly Deed[]): boolean {
  if (party !== MARKER || request.session?.deviceId === stationOf(MARKER.id)) return true;
  return marks.some(({ by }) => by === MARKER.name);
}

function isMarkersOwn({ by, isBorrowed }: Deed): boolean {
  return by === MARKER.name && isBorrowed !== true;
}

function repertoireOf(party: Party, acts: DistinctActs, gate: SearchedGate): Repertoire {
  const marks = (isBorrowed: boolean) =>
    deedsOf(party, acts.marks, { does: 'mark', gate }).filter((deed) => deed.isBorrowed === isBorrowed);
  const vouching = deedsOf(party, acts.vouching, { does: 'vouch', gate });
  const own = vouching.filter(({ isBorrowed }) => isBorrowed !== true);
  // Only the marker need hide who marked: for the others, a mark under another name is one more mark.
  const names = party === MARKER ? [marks(false), marks(true)] : [marks(false)];
  return {
    party,
    marks: names.filter((deeds) => deeds.length > 0),
    vouching: [...own, ...sentAgain(party, own)],
    borrowed: vouching.filter(({ isBorrowed }) => isBorrowed),
    voidsOf: (eventId) => voidsBy(party, eventId, gate),
  };
}

function deedsOf(
  party: Party,
  acts: readonly Act[],
  { does, gate }: { readonly does: 'vouch' | 'mark'; readonly gate: SearchedGate },
): readonly Deed[] {
  return acts.map((act, index) => ({
    by: party.name,
    honest: false,
    does,
    isBorrowed: act.isBorrowed,
    scan: scanOf(actBy(party, act, gate), `${party.id}-${does}-${index}`),
  }));
}

/**
 * The same EPCIS events once more, one of each step and disposition, under the id of somebody who did not see the goods.
 * Only what is scanned on site would count.
 */
function sentAgain({ id }: Party, deeds: readonly Deed[]): readonly Deed[] {
  const attestor = { class: 'site', id: `copy_of_${id}`, capture: 'scanned' } as const;
  const onSite = deeds.filter(
    ({ scan }) => scan.attestor.class === 'site' && scan.attestor.capture === 'scanned',
  );
  const distinct = new Map(onSite.map((deed) => [`${deed.scan.step} ${deed.scan.disposition}`, deed]));
  return [...distinct.values()].map((deed) => ({
    ...deed,
    scan: { ...deed.scan, key: `${deed.scan.key} again`, id: `${deed.scan.id}-again`, attestor },
  }));
}

function voidsBy(party: Party, eventId: string, gate: SearchedGate): readonly Deed[] {
  const attestors = identitiesOf(party, gate).map(({ attestor }) => attestor);
  return [...attestors, UNNAMED_ATTESTOR].map((attestor, index) => {
    const id = `${party.id}-void-${eventId}-${index}`;
    const scan: Scan = {
      key: `search ${id}`,
      id,
      eventId,
      at: '2026-11-21T08:00:00.000Z',
      attestor,
      voids: true,
    };
    return { by: party.name, honest: false, does: 'void', scan };
  });
}

/** Returns every way to take at most one of the lists of each party. */
function choicesOf(lists: readonly (readonly (readonly Deed[])[])[]): readonly (readonly Deed[])[] {
  return lists.reduce<readonly (readonly Deed[])[]>(
    (taken, options) => [[], ...options].flatMap((option) => taken.map((before) => [...before, ...option])),
    [[]],
  );
}

/** Returns every subset of a list, the empty one first. */
function subsetsOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: 2 ** all.length }, (_, bits) =>
    all.filter((_one, index) => (bits >> index) % 2 === 1),
  );
}
