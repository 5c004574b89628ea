import type { Scan } from '../../domain/evidence/scan.ts';
import type { RefundLine } from '../../domain/refund/refund-request.ts';
import type { SearchedGate } from './gate.ts';
import { type Identity, identitiesOf } from './identities.ts';
import type { Party } from './parties.ts';

/** What a scan shows, and who made it, without its time. */
export type Shown = Pick<Scan, 'attestor' | 'step' | 'disposition' | 'serials' | 'grams'>;

/** One scan a party could make. */
export interface Act extends Shown, Identity {
  /** Which of the party's identities made it, counted from 0. */
  readonly identity: number;
}

/** What was bought: whether its serial numbers and its weight are on the order's lines. */
export interface Goods {
  readonly serials: boolean;
  readonly weight: boolean;
}

/** Every kind of goods the search tries. */
export const ALL_GOODS: readonly Goods[] = [
  { serials: true, weight: true },
  { serials: true, weight: false },
  { serials: false, weight: true },
  { serials: false, weight: false },
];

const RIGHT_SERIALS = ['SN1', 'SN2'];

/** What the goods weigh, in grams; a careful decoy weighs the same. */
export const GOODS_GRAMS = 2000;

/** Returns the one order line of these goods: two units. */
export function linesOf({ serials, weight }: Goods): readonly RefundLine[] {
  return [
    {
      lineId: '1',
      sku: 'IPAD-11',
      quantity: 2,
      shippedQuantity: 2,
      ...(serials ? { serials: RIGHT_SERIALS } : {}),
      ...(weight ? { shippedWeightGrams: GOODS_GRAMS } : {}),
    },
  ];
}

/** Every business step the gate knows, one it does not, and none. */
const STEPS: readonly (string | undefined)[] = [
  'accepting',
  'shipping',
  'transporting',
  'departing',
  'arriving',
  'unloading',
  'receiving',
  'inspecting',
  'storing',
  'stocking',
  'cycle_counting',
  'retail_selling',
  'repairing',
  'packing',
  undefined,
];

/** Every disposition the gate knows, one it does not, and none. */
const DISPOSITIONS: readonly (string | undefined)[] = [
  undefined,
  'returned',
  'conformant',
  'completeness_verified',
  'damaged',
  'non_conformant',
  'mismatch_instance',
  'mismatch_class',
  'in_progress',
];

/** None, all units, one of two, and one that was never shipped. */
const SERIALS: readonly (readonly string[] | undefined)[] = [undefined, RIGHT_SERIALS, ['SN1'], ['SN9']];

const MASSES: readonly (number | undefined)[] = [undefined, GOODS_GRAMS, GOODS_GRAMS / 4];

/** Every set of step, disposition, serial numbers and mass. */
export const EVERYTHING_SHOWN: readonly Omit<Shown, 'attestor'>[] = STEPS.flatMap((step) =>
  DISPOSITIONS.flatMap((disposition) =>
    SERIALS.flatMap((serials) => MASSES.map((grams) => ({ step, disposition, serials, grams }))),
  ),
);

/**
 * Returns every scan a party could make: each identity and capture they can use, with each step, disposition, set
 * of serial numbers and mass.
 */
export function everyActOf(party: Party, gate: SearchedGate): readonly Act[] {
  return [...identitiesOf(party, gate).entries()].flatMap(([identity, one]) =>
    EVERYTHING_SHOWN.map((shown) => ({ ...one, identity, ...shown })),
  );
}

/** Returns an act of one party as the same act of another of its kind. */
export function actBy(party: Party, act: Act, gate: SearchedGate): Act {
  return { ...act, ...identitiesOf(party, gate)[act.identity] };
}

/** Returns an act as the gate keeps it. All acts have the same time: no hard rule reads the order of scans. */
export function scanOf({ attestor, step, disposition, serials, grams }: Shown, id: string): Scan {
  const key = `search ${id}`;
  return {
    key,
    id,
    eventId: id,
    at: '2026-11-20T08:00:00.000Z',
    attestor,
    step,
    disposition,
    serials,
    grams,
  };
}
