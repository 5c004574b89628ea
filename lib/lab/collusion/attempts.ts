import { type Scan, UNNAMED_ATTESTOR } from '../../domain/evidence/scan.ts';
import { attestorsOf, type Goods, scanOf } from './acts.ts';
import { actBy, type DistinctActs } from './distinct-acts.ts';
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
}): Generator<{ readonly asking: Asking; readonly ways: () => Generator<readonly Deed[]> }> {
  const { goods, acts } = one.goodsActs;
  const world = honestWorldOf(one.truth);
  for (const asking of everyAsking({ ...one, goods, markings: world.markings })) {
    const insiders = asking.marking === 'by_honest' ? [] : [MARKER];
    const hostile = [...insiders, ...one.accomplices, CUSTOMER];
    yield { asking, ways: () => waysOf(world, hostile, acts) };
  }
}

/**
 * Returns every set of deeds worth trying: which hostile parties also mark the return, and which of these marks
 * are declared wrong again, in every combination. In addition each hostile party vouches in every way they can. A
 * scan that vouches never adds an objection, so a smaller set of such scans passes only if this one does. For the
 * same reason no such scan is declared wrong. A mark is declared wrong by all of them, under every name.
 */
function* waysOf(
  world: HonestWorld,
  hostile: readonly Party[],
  acts: Readonly<Record<PartyKind, DistinctActs>>,
): Generator<readonly Deed[]> {
  const vouching = hostile.flatMap((party) => deedsOf(party, acts[party.kind].vouching, 'vouch'));
  const marking = hostile.map((party) => deedsOf(party, acts[party.kind].marks, 'mark'));
  for (const marks of subsetsOf(marking.filter((deeds) => deeds.length > 0)).map((set) => set.flat())) {
    for (const voided of subsetsOf(marks)) {
      const voids = voided.flatMap(({ scan }) => hostile.flatMap((party) => voidsBy(party, scan.id)));
      yield [...world.deeds, ...marks, ...voids, ...vouching];
    }
  }
}

function deedsOf(party: Party, acts: DistinctActs['marks'], does: 'vouch' | 'mark'): readonly Deed[] {
  return acts.map((act, index) => ({
    by: party.name,
    honest: false,
    does,
    scan: scanOf(actBy(party, act), `${party.id}-${does}-${index}`),
  }));
}

function voidsBy(party: Party, eventId: string): readonly Deed[] {
  return [...attestorsOf(party), UNNAMED_ATTESTOR].map((attestor, index) => {
    const id = `${party.id}-void-${eventId}-${index}`;
    const scan: Scan = { key: id, id, eventId, at: '2026-11-21T08:00:00.000Z', attestor, voids: true };
    return { by: party.name, honest: false, does: 'void', scan };
  });
}

/** Returns every subset of a list, the empty one first. */
function subsetsOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: 2 ** all.length }, (_, bits) =>
    all.filter((_one, index) => (bits >> index) % 2 === 1),
  );
}
