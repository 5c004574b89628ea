import type { Goods } from '../acts.ts';
import type { Attempt } from '../attempts.ts';
import { stationOf } from '../identities.ts';
import type { Rules } from '../judge.ts';
import type { Marking } from '../requests.ts';
import { type Attack, judgeAttempt, MAX_PEOPLE, needed } from '../search.ts';
import { type Deed, type HonestWorld, isTold, type Truth } from '../truths.ts';
import { askingsAt, type SentAsking } from './askings-at.ts';
import { type Cast, mixesOf, type Player } from './cast.ts';
import type { Repertoire } from './deeds-of.ts';
import { knownAt } from './directory.ts';
import { honestAt } from './honest-at.ts';
import type { Place } from './place.ts';

/** What everybody could do at a place with one kind of goods. */
export interface GoodsRepertoires {
  readonly goods: Goods;
  readonly of: (player: Player) => Repertoire;
}

/** What to search. */
export interface PlaceQuestion {
  readonly place: Place;
  readonly cast: Cast;
  readonly repertoires: readonly GoodsRepertoires[];
  readonly truth: Truth;
  /** The refund's value in minor units of the policy's base currency. */
  readonly baseMinor: number;
  readonly rules: Rules;
}

/** What a search of a place found. */
export interface SearchedPlace {
  /** Null if `MAX_PEOPLE` people or accounts cannot do it. */
  readonly attack: Attack | null;
  /** How many sets of scans were given to the gate's check. */
  readonly judged: number;
}

/** One way to ask, with the marker who has it asked for, what honest people do, and who could help. */
interface Chance {
  readonly asking: SentAsking;
  readonly marker: Player;
  readonly goodsRepertoires: GoodsRepertoires;
  readonly world: HonestWorld;
}

/**
 * Returns the cheapest attack at a place: mixes of employees and accounts in rising size, every request and every way each of
 * them could try. A request that does not pass if all of them help is left out first: what vouches never adds an objection.
 */
export function searchPlace(question: PlaceQuestion): SearchedPlace {
  const { cast } = question;
  const tally = { judged: 0 };
  const everybody = [...cast.employees, ...cast.accounts];
  const chances = chancesIn(question).filter(
    (chance) => passing(chance, everybody, question, tally) !== undefined,
  );
  for (let people = 0; people <= MAX_PEOPLE && chances.length > 0; people += 1) {
    for (const accomplices of mixesOf(cast, people)) {
      for (const chance of chances) {
        const attempt = passing(chance, accomplices, question, tally);
        if (attempt !== undefined) {
          const deeds = needed(attempt, question.rules);
          return { attack: { ...attempt, deeds, people }, ...tally };
        }
      }
    }
  }
  return { attack: null, ...tally };
}

/**
 * Returns the accounts that pass alone: nobody else makes any scan, whatever the marker has asked for. From R1's value on there is
 * none, as all comes from one group.
 */
export function passesAlone(question: PlaceQuestion): readonly Player[] {
  const tally = { judged: 0 };
  const chances = chancesIn(question);
  return question.cast.accounts.filter((account) =>
    chances.some(
      (chance) => passing(chance, [account], { ...question, isMarkerSilent: true }, tally) !== undefined,
    ),
  );
}

type Trying = Pick<PlaceQuestion, 'place' | 'rules'> & { readonly isMarkerSilent?: boolean };

/** Returns every way to ask at a place for which honest people do what they do. */
export function chancesIn({
  place,
  cast,
  repertoires,
  truth,
  baseMinor,
  rules,
}: PlaceQuestion): readonly Chance[] {
  const world = honestAt(place, truth, rules.gate);
  return cast.markers.flatMap((marker) => {
    const markings = world.markings.filter((marking) => marker.isEmployee || !NEEDS_CLERK.has(marking));
    return repertoires
      .filter(({ goods }) => isTold(truth, goods))
      .flatMap((goodsRepertoires) => {
        const asked = { baseMinor, goods: goodsRepertoires.goods, markings, marker, rules };
        return askingsAt(place, asked).map((asking) => ({ asking, marker, goodsRepertoires, world }));
      });
  });
}

/** Who works for another organization cannot have a name written into a request of the shop. */
const NEEDS_CLERK: ReadonlySet<Marking> = new Set(['by_name', 'made_up', 'by_honest']);

function passing(
  { asking, marker, goodsRepertoires, world }: Chance,
  accomplices: readonly Player[],
  { place, rules, isMarkerSilent = false }: Trying,
  tally: { judged: number },
): Attempt | undefined {
  const isInsider = asking.marking !== 'by_honest' && !isMarkerSilent;
  const players = isInsider ? [marker, ...accomplices] : accomplices;
  const also = players
    .filter(({ makesKnown }) => makesKnown)
    .map(({ name }) => `${name}: reports made-up employees`);
  const known = knownAt(place, { asking, source: asking.source, players });
  const repertoires = players.map(goodsRepertoires.of);
  for (const deeds of waysOf({ asking, marker, world, repertoires })) {
    const attempt = { asking, deeds, known, also };
    tally.judged += 1;
    if (judgeAttempt(attempt, rules).objections.length === 0) return attempt;
  }
  return undefined;
}

/**
 * Returns every set of deeds worth trying: nobody marks the return, or one of them does under one kind of name. All of them
 * vouch in every way they can, and declare wrong what contradicts the refund. The marker does so on their own device, or leaves it
 * out: what they do with it is linked to the rest.
 */
function* waysOf({
  asking,
  marker,
  world,
  repertoires,
}: {
  readonly asking: SentAsking;
  readonly marker: Player;
  readonly world: HonestWorld;
  readonly repertoires: readonly Repertoire[];
}): Generator<readonly Deed[]> {
  const voidsOf = ({ scan }: Deed) => repertoires.flatMap((one) => one.voidsOf(scan.id));
  const otherVoids = world.contradicting.flatMap(voidsOf);
  const marks = repertoires.flatMap((one) => (one.player === marker ? one.marks : one.marks.slice(0, 1)));
  for (const marked of [[], ...marks]) {
    const isOnRecord =
      asking.request.session?.deviceId === stationOf(marker.id) ||
      marked.some(({ by, isBorrowed }) => by === marker.name && isBorrowed !== true);
    const isLent = marked.some(({ by, isBorrowed }) => by === marker.name && isBorrowed === true);
    for (const hidesDevice of isLent ? [false] : [false, true]) {
      const vouching = repertoires.flatMap(({ player, ...one }) => [
        ...one.vouching,
        ...(player === marker && hidesDevice ? one.withoutDevice : one.own),
        // A login lent to the marker, used where nothing connects the marker with the device, is its owner's lie.
        ...(player !== marker || (isOnRecord && !hidesDevice) ? one.lent : []),
      ]);
      yield [...world.deeds, ...marked, ...otherVoids, ...vouching];
    }
  }
}
