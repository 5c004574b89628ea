import { isIntakeMark } from '../../../domain/evidence/scans-in-force.ts';
import { groupOf } from '../../../domain/producers/register.ts';
import { senderIn } from '../../../domain/shared/sender.ts';
import type { Shown } from '../acts.ts';
import { distinctOf, isHarmless } from '../distinct-acts.ts';
import { stationOf } from '../identities.ts';
import { judgeScans, type Rules, type ScanVerdict } from '../judge.ts';
import { HONEST } from '../parties.ts';
import type { Deed } from '../truths.ts';
import { askingsAt, type SentAsking } from './askings-at.ts';
import type { Player } from './cast.ts';
import { knownAt } from './directory.ts';
import { honestAt, inspectionsAt } from './honest-at.ts';
import type { KindsShown } from './kinds-shown.ts';
import { type Place, registerAt } from './place.ts';
import { readScan } from './read-scan.ts';
import type { Voice } from './voices.ts';

/** One scan that a player could make. */
interface PlayersDeed extends Deed {
  readonly voice: Voice;
  readonly shown: Omit<Shown, 'attestor'>;
}

/** What a player could do for a false return. */
export interface Repertoire {
  readonly player: Player;
  /** Marks by voice of one kind; a player makes those of one list or none. */
  readonly marks: readonly (readonly Deed[])[];
  /** Those under names and on devices that nobody connects with the player. */
  readonly vouching: readonly Deed[];
  /** Those under the own login on the own device, and those under it that leave the device out. */
  readonly own: readonly Deed[];
  readonly withoutDevice: readonly Deed[];
  /** Those under a lent login, on the own device. */
  readonly lent: readonly Deed[];
  readonly voidsOf: (eventId: string) => readonly Deed[];
}

/** What is searched: the place, the goods, and a value at which every rule applies. */
export interface Stage {
  readonly place: Place;
  readonly rules: Rules;
  readonly goods: SentAsking['goods'];
  readonly kinds: KindsShown;
  readonly valueMinor: number;
}

/** The voice and what it shows, of each scan worth making by players of one kind. */
export type WorthMaking = ReadonlySet<string>;

/**
 * Returns which scans of a kind of players are worth making: one of each sort that the gate distinguishes, if it neither adds an
 * objection nor takes support away, and lifts or supports something where there is a part of an honest chain. A scan that the
 * register does not let its source say is none.
 */
export function worthMaking(
  player: Player,
  stage: Stage,
): { readonly worth: WorthMaking; readonly tried: number } {
  const { policy, without } = stage.rules;
  const highest = askedFor(player, stage, stage.valueMinor);
  const lowest = askedFor(player, stage, policy.independentScanFromMinor);
  const marked = highest.filter(({ request }) => request.trigger === 'attested');
  const parts = partsOfChain(stage);
  const look = (askings: readonly SentAsking[], deeds: readonly Deed[], before: readonly Deed[] = []) =>
    askings.map((asking) => judgedOf(asking, [...before, ...deeds], player, stage));
  const harm = (deeds: readonly Deed[]) => [[], parts.flat()].flatMap((part) => look(marked, deeds, part));
  const help = (deeds: readonly Deed[]) =>
    [[], ...parts, parts.flat()].flatMap((part) => look([...lowest, ...highest], deeds, part));
  const [unharmed, unhelped] = [harm([]), help([])];
  const all = allDeedsOf(player, stage);
  const worth = distinctOf(all, (deeds) => look(marked, deeds)).filter(
    (deed) =>
      isHarmless(harm([deed]), unharmed, without) &&
      (deed.does === 'mark' || isHelpful(help([deed]), unhelped)),
  );
  return { worth: new Set(worth.map(keyOf)), tried: all.length };
}

/** Returns true if a scan lifts an objection, supports the refund or adds a witness in some context. */
function isHelpful(after: readonly ScanVerdict[], before: readonly ScanVerdict[]): boolean {
  return after.some(({ finding, objections }, context) => {
    const was = before[context];
    return (
      was !== undefined &&
      (was.objections.some((code) => !objections.includes(code)) ||
        (finding.supported && !was.finding.supported) ||
        finding.collusion.observed > was.finding.collusion.observed)
    );
  });
}

function judgedOf(
  asking: SentAsking,
  deeds: readonly Deed[],
  player: Player,
  { place, rules }: Stage,
): ScanVerdict {
  const scans = deeds.map(({ scan }) => scan);
  const known = knownAt(place, { asking, source: asking.source, players: [player] });
  return judgeScans(asking.request, scans, rules, known(scans));
}

/** Returns what honest people and machines show of goods that came back, by the group that reports it. */
function partsOfChain({ place, rules }: Stage): readonly (readonly Deed[])[] {
  const chain = [...honestAt(place, 'decoy', rules.gate).deeds, ...inspectionsAt(place, rules.gate)];
  const register = registerAt(place);
  return [...Map.groupBy(chain, ({ scan }) => groupOf(register, senderIn(scan.key).source)).values()];
}

/** The refund marked by somebody else, by the player, by nobody who is known, on the player's device, and at the carrier's first scan. */
function askedFor(player: Player, { place, rules, goods }: Stage, baseMinor: number): readonly SentAsking[] {
  const asked = { baseMinor, goods, marker: player, markings: ['by_honest'], rules } as const;
  const [whole] = askingsAt(place, asked).toReversed();
  if (whole === undefined) return [];
  const marked = [HONEST.receiver, player.id, undefined].map((markedBy) => ({ ...whole.request, markedBy }));
  const onOwnDevice = { ...whole.request, session: { deviceId: stationOf(player.id) } };
  const instant = { ...whole.request, markedBy: undefined, trigger: 'instant' } as const;
  return [...marked, onOwnDevice, instant].map((request) => ({ ...whole, request }));
}

/** Returns every scan that a player could make, none left out. */
export function allDeedsOf(player: Player, { place, rules, kinds }: Stage): readonly PlayersDeed[] {
  return player.voices.flatMap((voice, at) =>
    (kinds.get(voice.sent.class) ?? []).flatMap((shown, index): readonly PlayersDeed[] => {
      const id = `${player.id}-${at}-${index}`;
      const scan = readScan({ id, source: voice.source, attestor: voice.sent, ...shown }, place, rules.gate);
      if (scan === undefined) return [];
      const does = isIntakeMark(scan) ? 'mark' : 'vouch';
      return [
        { by: player.name, honest: false, does, isBorrowed: voice.kind === 'lent', scan, voice, shown },
      ];
    }),
  );
}

function keyOf({ voice, shown }: PlayersDeed): string {
  return JSON.stringify([voice.key, shown]);
}

/** Returns what a player could do, of the scans that are worth making by players of their kind. */
export function repertoireOf(player: Player, worth: WorthMaking, stage: Stage): Repertoire {
  const deeds = allDeedsOf(player, stage).filter((deed) => worth.has(keyOf(deed)));
  const marks = deeds.filter(({ does }) => does === 'mark');
  const vouching = deeds.filter(({ does }) => does === 'vouch');
  // One mark under each kind of name: all marks of an account would leave nobody to vouch.
  const lists = (['own', 'lent', 'made_up', 'typed'] as const).map((kind) =>
    marks.filter(({ voice }) => voice.kind === kind).slice(0, 1),
  );
  const by = (kind: Voice['kind']) => vouching.filter(({ voice }) => voice.kind === kind);
  const voids = new Map<string, readonly Deed[]>();
  return {
    player,
    marks: lists.filter((list) => list.length > 0),
    vouching: vouching.filter(({ voice }) => !['own', 'no_device', 'lent'].includes(voice.kind)),
    own: by('own'),
    withoutDevice: by('no_device'),
    lent: by('lent'),
    voidsOf: (eventId) => {
      const known = voids.get(eventId) ?? voidsBy(player, eventId, stage);
      voids.set(eventId, known);
      return known;
    },
  };
}

/** A machine does not declare wrong what it measured, whoever stands at its keyboard. */
function voidsBy(player: Player, eventId: string, { place, rules }: Stage): readonly Deed[] {
  const voices = player.voices.filter(({ kind }) => kind !== 'keyed');
  const named = voices.map(({ source, sent }) => ({ source, attestor: sent }));
  const nobody = voices.map(({ source }) => ({ source, attestor: undefined }));
  const distinct = new Map(
    [...named, ...nobody].map((one) => [`${one.source} ${one.attestor?.class} ${one.attestor?.id}`, one]),
  );
  return [...distinct.values()].flatMap(({ source, attestor }, index): readonly Deed[] => {
    const nothing = { step: undefined, disposition: undefined, serials: undefined, grams: undefined };
    const id = `${player.id}-void-${index}-${eventId}`;
    const scan = readScan({ id, source, attestor, voids: eventId, ...nothing }, place, rules.gate);
    return scan === undefined ? [] : [{ by: player.name, honest: false, does: 'void', scan }];
  });
}
