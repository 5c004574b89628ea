import { type Policy, requiredCollusion, valueLimitOf } from '../../domain/policy/policy.ts';
import { ALL_GOODS, type Goods } from './acts.ts';
import type { GoodsActs } from './attempts.ts';
import { type SortedActs, sortActs, worthTrying } from './distinct-acts.ts';
import { type SearchedGate, THE_GATE } from './gate.ts';
import type { RemovableRule } from './judge.ts';
import type { PartyKind } from './parties.ts';
import { type Attack, MAX_PEOPLE, type Overstatement, searchCheapestAttack } from './search.ts';
import { type SecondClaim, secondClaims } from './second-claims.ts';
import { TRUTHS, type Truth } from './truths.ts';

/** A range of values in which the policy's hard rules ask the same, in minor units of its base currency. */
export interface Band {
  readonly fromMinor: number;
  /** The highest value tried, inclusive: one below the next band, or the limit above which a person decides. */
  readonly toMinor: number;
}

/** What the search found out about one truth in one band. */
export interface Result {
  readonly truth: Truth;
  /** People other than the marker that the policy means to demand. */
  readonly demanded: number;
  /** People the cheapest attack needs; `MAX_PEOPLE` + 1 if no attack was found. */
  readonly found: number;
  readonly attack: Attack | null;
}

/** The results of one band. */
export interface BandResults {
  readonly band: Band;
  readonly results: readonly Result[];
}

/** What the exhaustive search says of a policy. */
export interface CollusionProof {
  readonly bands: readonly BandResults[];
  /** Further refunds of goods that were refunded or denied before. */
  readonly secondClaims: readonly SecondClaim[];
  /** True when no cheapest attack takes fewer people than demanded, and no second claim of a line passes. */
  readonly holds: boolean;
  /** The first decision found that counts more attestors than there are parties that vouched, or null. */
  readonly overstatement: Overstatement | null;
  /** Acts looked at, and how many sorts of them the gate can distinguish. */
  readonly acts: number;
  readonly sorts: number;
  /** Sets of scans given to the gate's check. */
  readonly judged: number;
}

/**
 * Everything anybody could do under a policy, sorted. This is the slow part, and it is the same whatever rules are
 * left out.
 */
export interface World {
  readonly gate: SearchedGate;
  readonly policy: Policy;
  readonly acts: readonly {
    readonly goods: Goods;
    readonly sorted: Readonly<Record<PartyKind, SortedActs>>;
  }[];
}

/**
 * Returns everything anybody could do under a policy. Takes some seconds: about 200,000 acts are judged.
 *
 * @param gate - another gate than the real one, to see that the search finds what is wrong with it.
 * @param goods - fewer kinds of goods than there are.
 */
export function surveyActs(
  policy: Policy,
  {
    gate = THE_GATE,
    goods = ALL_GOODS,
  }: { readonly gate?: SearchedGate; readonly goods?: readonly Goods[] } = {},
): World {
  const valueMinor = bandsOf(policy).at(-1)?.toMinor ?? 1;
  const acts = goods.map((one) => {
    const sorted = (kind: PartyKind) => sortActs(kind, { gate, policy, goods: one, valueMinor });
    return {
      goods: one,
      sorted: { site: sorted('site'), carrier: sorted('carrier'), customer: sorted('customer') },
    };
  });
  return { gate, policy, acts };
}

/**
 * Returns, for each band of values, the fewest people other than the marker who can make a false return pass, and
 * whether that is what the policy demands. It searches every coalition of up to three people and every act of its
 * members.
 *
 * @param without - rules whose reasons are ignored: the search then shows what they are for.
 */
export function proveCollusion(world: World, without: readonly RemovableRule[] = []): CollusionProof {
  const { gate, policy } = world;
  const rules = { gate, policy, without };
  const goodsActs = world.acts.map(({ goods, sorted }): GoodsActs => {
    const acts = (kind: PartyKind) => worthTrying(sorted[kind], without);
    return { goods, acts: { site: acts('site'), carrier: acts('carrier'), customer: acts('customer') } };
  });
  const searches = bandsOf(policy).map((band) => ({
    band,
    byTruth: TRUTHS.map((truth) => ({
      truth,
      searched: probesOf(band).map((baseMinor) =>
        searchCheapestAttack({ truth, baseMinor, rules, goodsActs }),
      ),
    })),
  }));
  const bands = searches.map(({ band, byTruth }) => ({
    band,
    results: byTruth.map(({ truth, searched }): Result => {
      const attack = cheapestOf(searched.flatMap((one) => one.attack ?? []));
      const demanded = demandOf(policy, truth, band.fromMinor);
      return { truth, demanded, found: attack?.people ?? MAX_PEOPLE + 1, attack };
    }),
  }));
  const all = searches.flatMap(({ byTruth }) => byTruth.flatMap(({ searched }) => searched));
  const sorted = world.acts.flatMap((one) => Object.values(one.sorted));
  const claims = secondClaims(rules, policy.independentScanFromMinor);
  return {
    bands,
    secondClaims: claims,
    holds:
      bands.every(({ results }) => results.every(({ found, demanded }) => found >= demanded)) &&
      claims.every(({ line, stoppedBy }) => line === 'other' || stoppedBy.length > 0),
    overstatement: all.flatMap((one) => one.overstatement ?? [])[0] ?? null,
    acts: sorted.reduce((sum, { tried }) => sum + tried, 0),
    sorts: sorted.reduce((sum, { sorts }) => sum + sorts.length, 0),
    judged: all.reduce((sum, { judged }) => sum + judged, 0),
  };
}

/**
 * Returns the bands of a policy: each from one value at which a hard rule begins to the next. The last band ends
 * at the limit for automatic refunds; above it the gate pays nothing by itself.
 */
export function bandsOf(policy: Policy): readonly Band[] {
  const { independentScanFromMinor, takeoverFromMinor, content, collusion } = policy;
  const starts = [
    1,
    independentScanFromMinor,
    takeoverFromMinor,
    content.fromMinor,
    content.putAwayNotEnoughFromMinor,
    ...collusion.map(({ fromMinor }) => fromMinor),
  ];
  const limitMinor = valueLimitOf(policy, policy.base, [])?.reviewMinor ?? 0;
  const rising = [...new Set(starts)].filter((value) => value >= 1 && value <= limitMinor);
  return rising
    .toSorted((a, b) => a - b)
    .map((fromMinor, index, all) => ({ fromMinor, toMinor: (all[index + 1] ?? limitMinor + 1) - 1 }));
}

/**
 * Returns the values to try in a band: its threshold, just above it, and its end, which is just below the next
 * threshold.
 */
function probesOf({ fromMinor, toMinor }: Band): readonly number[] {
  return [...new Set([fromMinor, Math.min(fromMinor + 1, toMinor), toMinor])];
}

/**
 * Returns how many people the policy means to demand. If nothing came, or what came is too light, that is its collusion
 * number. For a sealed decoy of the right weight it is one, from the value at which a put-away no longer vouches for the content. Below that value decoys
 * are left to the probabilities.
 */
export function demandOf(policy: Policy, truth: Truth, baseMinor: number): number {
  const { fromMinor, putAwayNotEnoughFromMinor } = policy.content;
  switch (truth) {
    case 'nothing':
    case 'light_decoy':
      return requiredCollusion(policy, baseMinor);
    case 'decoy':
      return baseMinor >= Math.max(fromMinor, putAwayNotEnoughFromMinor) ? 1 : 0;
  }
}

function cheapestOf(attacks: readonly Attack[]): Attack | null {
  const [cheapest = null] = attacks.toSorted((a, b) => a.people - b.people);
  return cheapest;
}
