import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../../lib/contracts/policy-document.ts';
import type { Attempt } from '../../../../lib/lab/collusion/attempts.ts';
import { THE_GATE } from '../../../../lib/lab/collusion/gate.ts';
import { stationOf } from '../../../../lib/lab/collusion/identities.ts';
import type { Rules } from '../../../../lib/lab/collusion/judge.ts';
import { askingsAt } from '../../../../lib/lab/collusion/register/askings-at.ts';
import { castOf, mixesOf, type Player } from '../../../../lib/lab/collusion/register/cast.ts';
import { allDeedsOf, repertoireOf, type Stage } from '../../../../lib/lab/collusion/register/deeds-of.ts';
import { knownAt } from '../../../../lib/lab/collusion/register/directory.ts';
import { honestAt } from '../../../../lib/lab/collusion/register/honest-at.ts';
import { kindsShown } from '../../../../lib/lab/collusion/register/kinds-shown.ts';
import { placesOf } from '../../../../lib/lab/collusion/register/place.ts';
import { judgeAttempt } from '../../../../lib/lab/collusion/search.ts';
import type { Truth } from '../../../../lib/lab/collusion/truths.ts';
import { aRegister } from '../../../registers.ts';

/** The shop promises nothing here, so that every request may be made. */
const REGISTER = aRegister({ 'shop.refunds': { always: undefined } });
const POLICY = { ...DEFAULT_POLICY, producers: REGISTER };
const RULES: Rules = { gate: THE_GATE, policy: POLICY, without: [] };
const GOODS = { serials: true, weight: true };
const [PLACE] = placesOf(POLICY, REGISTER);
if (PLACE === undefined) throw new Error('The story has a site.');
const place = PLACE;
const valueMinor = 500_000;
const STAGE: Stage = {
  place,
  rules: RULES,
  goods: GOODS,
  valueMinor,
  kinds: kindsShown(GOODS, { gate: THE_GATE, policy: POLICY, valueMinor }),
};
const CAST = castOf(place);
const DEEDS = new Map(
  [...CAST.markers, ...CAST.employees, ...CAST.accounts].map((player) => {
    const { voidsOf } = repertoireOf(player, new Set(), STAGE);
    return [player, { all: allDeedsOf(player, STAGE), voidsOf }];
  }),
);

/** Values from which the story demands something, with the largest mix that must not get through. */
const TOO_FEW = [
  { truth: 'nothing', baseMinor: 15_000, people: 1 },
  { truth: 'nothing', baseMinor: 200_000, people: 1 },
  { truth: 'decoy', baseMinor: 200_000, people: 0 },
  { truth: 'light_decoy', baseMinor: 15_000, people: 0 },
] as const satisfies readonly { truth: Truth; baseMinor: number; people: number }[];

/** Any request, any mix of this size, and any number of any scans that the register lets them make. */
function anyAttempt(one: (typeof TOO_FEW)[number]): fc.Arbitrary<Attempt> {
  const world = honestAt(place, one.truth, THE_GATE);
  const [marker] = CAST.markers;
  if (marker === undefined) throw new Error('There is a marker.');
  const askings = askingsAt(place, { ...one, goods: GOODS, markings: world.markings, marker, rules: RULES });
  const mixes = mixesOf(CAST, one.people);
  return fc.tuple(fc.constantFrom(...askings), fc.constantFrom(...mixes)).chain(([asking, accomplices]) => {
    const players: readonly Player[] =
      asking.marking === 'by_honest' ? accomplices : [marker, ...accomplices];
    const known = knownAt(place, { asking, source: asking.source, players });
    const all = players.flatMap((player) => DEEDS.get(player)?.all ?? []);
    const telling = all.filter(({ scan }) => ['inspecting', 'storing'].includes(scan.step ?? ''));
    if (telling.length === 0) return fc.constant({ asking, deeds: world.deeds, known });
    const voids = world.contradicting.flatMap(({ scan }) =>
      players.flatMap((player) => DEEDS.get(player)?.voidsOf(scan.id) ?? []),
    );
    const deed = fc.oneof(fc.constantFrom(...all), fc.constantFrom(...telling));
    return fc.tuple(fc.uniqueArray(deed, { maxLength: 30 }), fc.subarray(voids)).map(([drawn, taken]) => {
      // What is done under a lent login on a device that nothing connects with the marker is its owner's lie.
      const isOnRecord =
        asking.request.session?.deviceId === stationOf(marker.id) &&
        drawn.every(({ by, voice }) => by !== marker.name || voice.kind !== 'no_device');
      const deeds = drawn.filter(
        ({ by, isBorrowed }) => by !== marker.name || isBorrowed !== true || isOnRecord,
      );
      return { asking, deeds: [...world.deeds, ...deeds, ...taken], known };
    });
  });
}

describe('an attack on the register of the story by too few', () => {
  test.each(TOO_FEW)('never passes, whatever they do: $truth, $baseMinor, $people', (one) => {
    fc.assert(
      fc.property(anyAttempt(one), (attempt) => {
        expect(judgeAttempt(attempt, RULES).objections).not.toStrictEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('passes if there is one more', () => {
    const found = fc.sample(anyAttempt({ truth: 'nothing', baseMinor: 15_000, people: 2 } as never), 3000);
    expect(found.some((attempt) => judgeAttempt(attempt, RULES).objections.length === 0)).toBe(true);
  });
});
