import type { Policy } from '../../../domain/policy/policy.ts';
import type { Register } from '../../../domain/producers/register.ts';
import { ALL_GOODS, type Goods } from '../acts.ts';
import { type SearchedGate, THE_GATE } from '../gate.ts';
import type { RemovableRule, Rules } from '../judge.ts';
import type { Band, BandResults } from '../prove.ts';
import { MAX_PEOPLE } from '../search.ts';
import { type SecondClaim, secondClaims } from '../second-claims.ts';
import { TRUTHS } from '../truths.ts';
import { castOf, type Player } from './cast.ts';
import { type Repertoire, repertoireOf, type Stage, worthMaking } from './deeds-of.ts';
import { bandsUnderRegister, demandAt, twoGroupsFromMinor } from './demands.ts';
import { hasScale } from './honest-at.ts';
import { kindsShown } from './kinds-shown.ts';
import { type Place, placesOf } from './place.ts';
import {
  chancesIn,
  type GoodsRepertoires,
  type PlaceQuestion,
  passesAlone,
  searchPlace,
} from './search-place.ts';

/** What the search says of the site that a request names. */
export interface PlaceProof {
  readonly place: Place;
  /** False if every request that could be made here lacks a field that its source promises, or may not be made. */
  readonly isAskedFor: boolean;
  readonly bands: readonly BandResults[];
  /** Accounts that pass a band alone where all may not come from one group. */
  readonly alone: readonly { readonly account: string; readonly band: Band }[];
}

/** What the search says of a policy with a register. */
export interface RegisterProof {
  readonly places: readonly PlaceProof[];
  readonly secondClaims: readonly SecondClaim[];
  /**
   * True if no cheapest attack takes fewer people or accounts than demanded, no account passes alone from R1 on, and no second
   * claim of a line passes.
   */
  readonly holds: boolean;
  /** Acts looked at, those worth making, and sets of scans given to the gate's check. */
  readonly acts: number;
  readonly sorts: number;
  readonly judged: number;
}

/** What to leave out of a search, to see what it is for or to make it short. */
export interface RegisterSearchOptions {
  readonly without?: readonly RemovableRule[];
  readonly gate?: SearchedGate;
  readonly goods?: readonly Goods[];
}

/**
 * Returns, for each site that a request can name and each band of values, the fewest people or accounts other than the marker
 * who can make a false return pass.
 */
export function proveRegister(
  policy: Policy,
  register: Register,
  { without = [], gate = THE_GATE, goods = ALL_GOODS }: RegisterSearchOptions = {},
): RegisterProof {
  const rules: Rules = { gate, policy, without };
  const bands = bandsUnderRegister(policy);
  const valueMinor = bands.at(-1)?.toMinor ?? 1;
  const kinds = goods.map((one) => ({ goods: one, kinds: kindsShown(one, { gate, policy, valueMinor }) }));
  const proofs = placesOf(policy, register).map((place) => {
    const stages = kinds.map((one): Stage => ({ ...one, place, rules, valueMinor }));
    return provePlace(place, stages, { rules, bands });
  });
  const claims = secondClaims(rules, policy.independentScanFromMinor);
  const sum = (of: (one: (typeof proofs)[number]) => number) => proofs.reduce((all, one) => all + of(one), 0);
  return {
    places: proofs,
    secondClaims: claims,
    holds:
      proofs.every(({ alone }) => alone.length === 0) &&
      proofs.every((one) =>
        one.bands.every(({ results }) => results.every(({ found, demanded }) => found >= demanded)),
      ) &&
      claims.every(({ line, stoppedBy }) => line === 'other' || stoppedBy.length > 0),
    acts: sum(({ acts }) => acts),
    sorts: sum(({ sorts }) => sorts),
    judged: sum(({ judged }) => judged),
  };
}

function provePlace(
  place: Place,
  stages: readonly Stage[],
  { rules, bands }: { readonly rules: Rules; readonly bands: readonly Band[] },
): PlaceProof & { readonly acts: number; readonly sorts: number; readonly judged: number } {
  const everybody = castOf(place);
  const surveyed = stages.map((stage) =>
    surveyPlayers([...everybody.markers, ...everybody.employees, ...everybody.accounts], stage),
  );
  const repertoires = surveyed.map(({ repertoires: one }) => one);
  const cast = {
    ...everybody,
    accounts: everybody.accounts.filter((one) => isOfUse(one, place, repertoires)),
  };
  const asking = { place, cast, repertoires, rules };
  const truths = TRUTHS.filter((truth) => truth !== 'light_decoy' || hasScale(place));
  let judged = 0;
  const results = bands.map((band) => ({
    band,
    results: truths.map((truth) => {
      const searched = [...new Set([band.fromMinor, band.toMinor])].map((baseMinor) =>
        searchPlace({ ...asking, truth, baseMinor }),
      );
      judged += searched.reduce((all, one) => all + one.judged, 0);
      const [attack = null] = searched
        .flatMap((one) => one.attack ?? [])
        .toSorted((a, b) => a.people - b.people);
      const demanded = demandAt(place, rules.policy, truth, band.fromMinor);
      return { truth, demanded, found: attack?.people ?? MAX_PEOPLE + 1, attack };
    }),
  }));
  return {
    place,
    isAskedFor: chancesIn({ ...asking, truth: 'decoy', baseMinor: 1 }).length > 0,
    bands: results,
    alone: bands.flatMap((band) => aloneIn(band, { ...asking, truth: 'nothing', baseMinor: band.fromMinor })),
    acts: surveyed.reduce((all, { tried }) => all + tried, 0),
    sorts: surveyed.reduce((all, { worth }) => all + worth, 0),
    judged,
  };
}

/** An account of another site is of no use, unless the gate believes something that it says. */
function isOfUse(player: Player, { scanners }: Place, all: readonly GoodsRepertoires[]): boolean {
  const isHere = player.voices.some((voice) => scanners.some(({ source }) => source === voice.source));
  return player.makesKnown || isHere || all.some(({ of }) => of(player).vouching.length > 0);
}

/** Players of one kind can make the same scans, so those of one of them are looked at. */
function surveyPlayers(
  players: readonly Player[],
  stage: Stage,
): { readonly repertoires: GoodsRepertoires; readonly tried: number; readonly worth: number } {
  const byKind = new Map<string, ReturnType<typeof worthMaking>>();
  const all = new Map<Player, Repertoire>();
  for (const player of players) {
    const looked = byKind.get(player.kind) ?? worthMaking(player, stage);
    byKind.set(player.kind, looked);
    all.set(player, repertoireOf(player, looked.worth, stage));
  }
  const of = (player: Player): Repertoire => {
    const repertoire = all.get(player);
    if (repertoire === undefined) throw new TypeError(`Nobody looked at what ${player.name} could do.`);
    return repertoire;
  };
  const kinds = [...byKind.values()];
  return {
    repertoires: { goods: stage.goods, of },
    tried: kinds.reduce((sum, { tried }) => sum + tried, 0),
    worth: kinds.reduce((sum, { worth }) => sum + worth.size, 0),
  };
}

function aloneIn(band: Band, question: PlaceQuestion): PlaceProof['alone'] {
  if (band.fromMinor < twoGroupsFromMinor(question.rules.policy)) return [];
  return passesAlone(question).map(({ name }) => ({ account: name, band }));
}
