import type { Attestor } from '../../domain/evidence/scan.ts';
import type { SearchedGate } from './gate.ts';
import { BORROWED_LOGIN, CUSTOMER_DEVICE, HONEST, INSPECTION_MACHINE, type Party } from './parties.ts';

/** One way in which a party can sign a scan or an error declaration. */
export interface Identity {
  readonly attestor: Attestor;
  /** True for another person's login, used on the party's own device. */
  readonly isBorrowed: boolean;
}

const CAPTURES: readonly Attestor['capture'][] = ['scanned', 'keyed', 'api', undefined];

const known = new WeakMap<SearchedGate, Map<string, readonly Identity[]>>();

/** Returns every way in which a party can sign, as the gate reads it. Two parties of one kind have the same ways, in order. */
export function identitiesOf(party: Party, gate: SearchedGate): readonly Identity[] {
  const byParty = known.get(gate) ?? new Map<string, readonly Identity[]>();
  known.set(gate, byParty);
  const name = `${party.kind} ${party.id}`;
  const identities =
    byParty.get(name) ??
    sentBy(party).map((sent) => ({
      attestor: gate.readAttestor(sent),
      isBorrowed: sent.id === loginLentTo(party),
    }));
  byParty.set(name, identities);
  return identities;
}

/** Returns the device a party works on. */
export function stationOf(id: string): string {
  return `station_${id}`;
}

/** Returns an id in capitals: another spelling of the same id. */
export function inCapitals(id: string): string {
  return id.toUpperCase();
}

/** Returns an id whose first letter is full-width: one more spelling of the same id, percent-encoded as events need it. */
function inFullWidth(id: string): string {
  const [first = ''] = id;
  return encodeURIComponent(String.fromCodePoint((first.codePointAt(0) ?? 0) + 0xfe_e0)) + id.slice(1);
}

function loginLentTo({ id }: Party): string {
  return `lent_to_${id}`;
}

function sentBy(party: Party): readonly Attestor[] {
  const { id, kind } = party;
  const deviceId = stationOf(id);
  switch (kind) {
    case 'site':
      return [
        ...everyCapture({ class: 'site', id, deviceId, sessionId: `session_${id}` }),
        ...everyCapture({ class: 'site', id, deviceId: CUSTOMER_DEVICE }),
        { class: 'site', id: inCapitals(id), deviceId, capture: 'scanned' },
        { class: 'site', id: inFullWidth(id), deviceId, capture: 'scanned' },
        { class: 'site', id: loginLentTo(party), deviceId: inCapitals(deviceId), capture: 'scanned' },
        ...everyCapture({ class: 'sensor', id: INSPECTION_MACHINE }).filter(
          ({ capture }) => capture !== 'scanned',
        ),
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
        { class: 'site', id: inCapitals(id), deviceId: 'station_3', capture: 'scanned' },
        { class: 'site', id: BORROWED_LOGIN, deviceId: inCapitals(CUSTOMER_DEVICE), capture: 'scanned' },
      ];
  }
}

function everyCapture(attestor: Attestor): readonly Attestor[] {
  return CAPTURES.map((capture) => (capture === undefined ? attestor : { ...attestor, capture }));
}
