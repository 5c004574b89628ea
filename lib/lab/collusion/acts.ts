import type { Attestor, Scan } from '../../domain/evidence/scan.ts';
import type { RefundLine } from '../../domain/refund/refund-request.ts';
import { BORROWED_LOGIN, CUSTOMER_DEVICE, HONEST, INSPECTION_MACHINE, type Party } from './parties.ts';

/** One scan a party could make, without its time. */
export type Act = Pick<Scan, 'attestor' | 'step' | 'disposition' | 'serials' | 'grams'>;

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

const CAPTURES: readonly Attestor['capture'][] = ['scanned', 'keyed', 'api', undefined];

/**
 * Returns every scan a party could make: each identity and capture they can use, with each step, disposition, set
 * of serial numbers and mass.
 */
export function everyActOf(party: Party): readonly Act[] {
  const acts: Act[] = [];
  for (const attestor of attestorsOf(party)) {
    for (const step of STEPS) {
      for (const disposition of DISPOSITIONS) {
        for (const serials of SERIALS) {
          for (const grams of MASSES) acts.push({ attestor, step, disposition, serials, grams });
        }
      }
    }
  }
  return acts;
}

/** Returns every identity and capture a party can put behind a scan or an error declaration. */
export function attestorsOf({ id, kind }: Party): readonly Attestor[] {
  switch (kind) {
    case 'site':
      return [
        ...everyCapture({ class: 'site', id, deviceId: 'station_1', sessionId: 'session_1' }),
        ...everyCapture({ class: 'site', id, deviceId: 'station_2', sessionId: 'session_2' }),
        ...everyCapture({ class: 'site', id, deviceId: CUSTOMER_DEVICE }),
        { class: 'sensor', id: INSPECTION_MACHINE, capture: 'keyed' },
        { class: 'sensor', id: HONEST.dock, capture: 'keyed' },
        { class: 'system', id: 'warehouse_system', capture: 'api' },
      ];
    case 'carrier':
      return everyCapture({ class: 'carrier', id });
    case 'customer':
      return [
        ...everyCapture({ class: 'customer', id }),
        ...everyCapture({ class: 'site', id, deviceId: 'station_3' }),
        ...everyCapture({ class: 'site', id: BORROWED_LOGIN, deviceId: CUSTOMER_DEVICE }),
      ];
  }
}

function everyCapture(attestor: Attestor): readonly Attestor[] {
  return CAPTURES.map((capture) => ({ ...attestor, capture }));
}

/** Returns an act as the gate keeps it. All acts have the same time: no hard rule reads the order of scans. */
export function scanOf(act: Act, id: string): Scan {
  return { key: `search ${id}`, id, eventId: id, at: '2026-11-20T08:00:00.000Z', ...act };
}
