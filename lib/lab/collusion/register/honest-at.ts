import type { Attestor } from '../../../domain/evidence/scan.ts';
import { DIRECTORY, type EvidenceWord, type Producer } from '../../../domain/producers/register.ts';
import { GOODS_GRAMS, type Shown } from '../acts.ts';
import type { SearchedGate } from '../gate.ts';
import { HONEST } from '../parties.ts';
import type { Deed, HonestWorld, Truth } from '../truths.ts';
import type { Place } from './place.ts';
import { readScan } from './read-scan.ts';
import { listedIds, wholeAttestor } from './voices.ts';

type Act = Partial<Omit<Shown, 'attestor'>> & { readonly by: string; readonly attestor: Attestor };

/**
 * Returns what honest parties do at a place, given the truth: what its register declares, and no more. As in open mode,
 * machines tell the truth, and a sealed decoy fools carriers and stowers.
 */
export function honestAt(place: Place, truth: Truth, gate: SearchedGate): HonestWorld {
  if (truth === 'nothing') {
    return {
      markings: ['by_name', 'nameless', 'made_up', 'program', 'instant'],
      deeds: [],
      contradicting: [],
    };
  }
  const grams = truth === 'light_decoy' ? GOODS_GRAMS / 4 : GOODS_GRAMS;
  const done = (acts: (producer: Producer) => readonly Act[]) =>
    place.scanners.flatMap((producer) =>
      acts(producer).flatMap((act, index) => deedOf(producer.source, act, index, { place, gate })),
    );
  const weighed = done((producer) => weighing(producer, grams));
  const stowed = truth === 'light_decoy' ? [] : done(stowing);
  return {
    markings: ['by_name', 'nameless', 'made_up', 'program', 'by_honest', 'instant'],
    deeds: [...done(arrival), ...weighed, ...stowed],
    contradicting: truth === 'light_decoy' ? weighed : [],
  };
}

/** Returns true if a machine at a place weighs parcels: elsewhere no decoy is too light. */
export function hasScale({ scanners }: Place): boolean {
  return scanners.some((producer) => weighing(producer, GOODS_GRAMS).length > 0);
}

/** Returns what an honest inspection of goods that came back shows: the register's own complete chain. */
export function inspectionsAt(place: Place, gate: SearchedGate): readonly Deed[] {
  return place.scanners.flatMap((producer) => {
    const shows = { step: 'inspecting', disposition: 'completeness_verified' };
    const passes = { step: 'inspecting', disposition: 'conformant' };
    const acts = (['site', 'sensor', 'organization'] as const).flatMap((of) =>
      honestOf(producer, of, HONEST.inspector).flatMap((attestor) => [
        ...(mayShow(producer, 'serial') ? [{ by: 'an inspector', attestor, ...shows }] : []),
        ...(mayShow(producer, 'condition') ? [{ by: 'an inspector', attestor, ...passes }] : []),
      ]),
    );
    return acts.flatMap((act, index) => deedOf(producer.source, act, index, { place, gate }));
  });
}

function arrival(producer: Producer): readonly Act[] {
  const carriers = honestOf(producer, 'carrier', HONEST.driver);
  const machines = honestOf(producer, 'sensor', HONEST.dock);
  return [
    ...on(producer, 'carrier_accept', carriers, { by: 'the carrier', step: 'accepting' }),
    ...on(producer, 'carrier_delivered', carriers, { by: 'the carrier', step: 'arriving' }),
    ...on(producer, 'dock', machines, { by: 'the dock’s scanner', step: 'unloading' }),
  ];
}

function weighing(producer: Producer, grams: number): readonly Act[] {
  const scales = [
    ...honestOf(producer, 'sensor', HONEST.scale, 1),
    ...honestOf(producer, 'carrier', HONEST.driver),
  ];
  return on(producer, 'weight', scales.slice(0, 1), { by: 'the scale', grams });
}

function stowing(producer: Producer): readonly Act[] {
  const stowers = (['site', 'organization'] as const).flatMap((of) => honestOf(producer, of, HONEST.stower));
  return on(producer, 'put_away', stowers, { by: 'a fooled stower', step: 'storing' });
}

function on(
  producer: Producer,
  word: EvidenceWord,
  attestors: readonly Attestor[],
  act: Omit<Act, 'attestor'>,
): readonly Act[] {
  return mayShow(producer, word) ? attestors.map((attestor) => ({ ...act, attestor })) : [];
}

function mayShow({ evidence = [] }: Producer, word: EvidenceWord): boolean {
  return evidence.includes(word);
}

/** Of those that a source lists, the honest one is the first or the second; of employees the last, as the first are bribed. */
function honestOf(producer: Producer, of: Attestor['class'], id: string, at = 0): readonly Attestor[] {
  if (of === 'site' && producer.attestors?.site === DIRECTORY) return [wholeAttestor('site', id)];
  const listed = listedIds(producer, of);
  const one = of === 'site' ? listed.at(-1) : (listed[at] ?? listed[0]);
  return one === undefined ? [] : [wholeAttestor(of, one)];
}

function deedOf(
  source: string,
  { by, attestor, step, disposition, serials, grams }: Act,
  index: number,
  { place, gate }: { readonly place: Place; readonly gate: SearchedGate },
): readonly Deed[] {
  const id = `honest-${source}-${step ?? 'weighing'}-${index}`;
  const scan = readScan({ id, source, attestor, step, disposition, serials, grams }, place, gate);
  return scan === undefined ? [] : [{ by, honest: true, does: 'vouch', scan }];
}
