import type { RefundRequest } from '../domain/refund/refund-request.ts';
import { ATTESTORS, type BuiltScan, STORY_SITE } from './event-builders.ts';

/** Returns the claim: a clerk marks the return "returned". */
export function mark(rmaId: string, clerk: string): BuiltScan {
  return { rmaId, step: 'receiving', disposition: 'returned', attestor: { ...ATTESTORS.clerk, id: clerk } };
}

/** Returns the scans of a parcel on its way in and the clerk's mark, whatever is in the parcel. */
export function movement(rmaId: string, grams: number): readonly BuiltScan[] {
  return [
    { rmaId, step: 'accepting', attestor: ATTESTORS.carrier, grams },
    { rmaId, step: 'transporting', attestor: ATTESTORS.carrier },
    { rmaId, step: 'arriving', attestor: ATTESTORS.carrier },
    { rmaId, step: 'unloading', attestor: ATTESTORS.dock },
    mark(rmaId, 'emp_7'),
    { rmaId, step: 'receiving', disposition: 'in_progress', attestor: ATTESTORS.scale, grams },
  ];
}

/** Returns all scans of an honest return. */
export function fullChain(
  rmaId: string,
  { grams, serial }: { grams: number; serial: string },
): readonly BuiltScan[] {
  return [...movement(rmaId, grams), ...shelved(rmaId, serial)];
}

/** Returns the scans of goods that pass inspection and go back on the shelf. */
export function shelved(rmaId: string, serial: string): readonly BuiltScan[] {
  return [
    {
      rmaId,
      step: 'inspecting',
      disposition: 'conformant',
      attestor: ATTESTORS.inspector,
      serials: [serial],
    },
    { rmaId, step: 'storing', attestor: ATTESTORS.stower },
  ];
}

function request(
  name: string,
  amount: { currency: string; minor: number },
  line: Omit<RefundRequest['lines'][number], 'lineId' | 'quantity'> & { readonly quantity?: number },
): RefundRequest {
  const quantity = line.quantity ?? 1;
  return {
    refundId: `re_${name}`,
    orderId: `o_${name}`,
    rmaId: `rma_${name}`,
    customerId: `c_${name}`,
    country: 'US',
    claim: 'returned',
    amount,
    captured: amount,
    lines: [{ lineId: '1', shippedQuantity: quantity, ...line, quantity }],
    trigger: 'attested',
    markedBy: 'emp_7',
    siteId: 'site_3',
    session: { deviceId: 'station_12', newDevice: false, offShift: false, wrongSite: false },
    links: { address: `adr_${name}`, device: `dev_${name}`, instrument: `card_${name}` },
    payout: { instrument: `card_${name}`, original: true },
    customerOrders: 12,
  };
}

/** Returns a refund for headphones that came back. */
export function honest(): RefundRequest {
  return request(
    'honest',
    { currency: 'USD', minor: 32_900 },
    {
      sku: 'HEADPHONES-PRO',
      serials: ['HP-88213'],
      shippedWeightGrams: 400,
      category: 'audio',
    },
  );
}

/** Returns a refund for five iPads. No parcel with them was ever scanned. */
export function ipads(): RefundRequest {
  const serials = ['DMPX1A', 'DMPX1B', 'DMPX1C', 'DMPX1D', 'DMPX1E'];
  const line = { sku: 'IPAD-11', quantity: 5, serials, shippedWeightGrams: 2400, category: 'tablet' };
  return { ...request('ipads', { currency: 'USD', minor: 249_500 }, line), markedBy: 'emp_8' };
}

/** Returns a refund for a blender whose parcel is late. */
export function blender(): RefundRequest {
  return request(
    'late',
    { currency: 'USD', minor: 18_900 },
    { sku: 'BLENDER-900', shippedWeightGrams: 3100 },
  );
}

/** Returns a refund for a phone. A decoy of the same weight came back. */
export function decoy(): RefundRequest {
  return request(
    'decoy',
    { currency: 'EUR', minor: 89_900 },
    {
      sku: 'PHONE-12',
      serials: ['3526110'],
      shippedWeightGrams: 230,
      category: 'phone',
    },
  );
}

/** Returns a refund for a watch, marked by a suspended clerk. */
export function suspended(): RefundRequest {
  const line = { sku: 'WATCH-7', serials: ['SW-2201'], shippedWeightGrams: 300, category: 'watch' };
  return {
    ...request('susp', { currency: 'USD', minor: 27_900 }, line),
    refundId: 're_suspended',
    markedBy: 'emp_13',
  };
}

/** Returns a refund for headphones of which only the marker has seen anything. */
export function aliased(): RefundRequest {
  const line = { sku: 'HEADPHONES-PRO', serials: ['HP-90417'], shippedWeightGrams: 400, category: 'audio' };
  return request('alias', { currency: 'USD', minor: 32_900 }, line);
}

/** Returns scans that the marker `emp_7` makes under another spelling of the same login. */
export function scansByAlias(rmaId: string): readonly BuiltScan[] {
  const alias = { class: 'site', id: 'EMP_7', deviceId: 'gun_4', capture: 'scanned' } as const;
  return [
    { rmaId, step: 'arriving', attestor: ATTESTORS.carrier },
    { rmaId, step: 'inspecting', disposition: 'conformant', attestor: alias, serials: ['HP-90417'] },
    { rmaId, step: 'storing', attestor: alias },
  ];
}

/** Returns the scan of a dock that the warehouse system makes up. */
export function madeUpDock(rmaId: string): BuiltScan {
  return { rmaId, step: 'unloading', attestor: ATTESTORS.dock, source: `wms.${STORY_SITE}` };
}

/** Returns a refund for a lens paid in yen. */
export function yen(): RefundRequest {
  const line = { sku: 'LENS-50', serials: ['LENS-7714'], shippedWeightGrams: 520, category: 'camera' };
  return { ...request('yen', { currency: 'JPY', minor: 48_000 }, line), country: 'JP' };
}

/** Returns a refund for a T-shirt that nobody scanned, too cheap to ask a person about. */
export function small(): RefundRequest {
  return request('small', { currency: 'EUR', minor: 990 }, { sku: 'TSHIRT-M', shippedWeightGrams: 200 });
}
