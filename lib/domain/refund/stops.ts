import { canonicalId, decodedId, encodedId, ID_PATTERN } from '../shared/ids.ts';
import type { RefundRequest } from './refund-request.ts';
import type { SubjectKind } from './subject.ts';

/** What a kill switch covers: everything, or one subject. */
export type StopScope = 'all' | `${SubjectKind}:${string}`;

/** One kill switch that is set, or a flag on a site or SKU. */
export interface Stop {
  readonly scope: StopScope;
  readonly setBy: string;
  readonly setAt: string;
  readonly reason: string;
  /** A flag's end, if it has one; kill switches have none. */
  readonly until?: string | undefined;
  /** Who asked for the lift first; a second person completes it. */
  readonly liftAskedBy?: string | undefined;
  /** `person` for a kill switch, `event` for a flag that an event set and an event clears. */
  readonly origin: 'person' | 'event';
}

/** All stops, as stored at one version. Flags that have ended may be among them. */
export interface Stops {
  readonly version: number;
  readonly entries: readonly Stop[];
}

/** No stops. */
export const NO_STOPS: Stops = { version: 0, entries: [] };

/** The most stops at a time: they are one item, read at every decision; 200 take about 25 KB. */
export const MAX_STOPS = 200;

const SCOPE_KINDS = [
  'employee',
  'customer',
  'address',
  'device',
  'instrument',
  'order',
  'site',
  'sku',
] as const;

/** Returns the scope that a person named, or undefined if the text is no scope (allowed: `all` or `kind:id`). */
export function parseScope(text: string): StopScope | undefined {
  if (text === 'all') return text;
  const colon = text.indexOf(':');
  const kind = SCOPE_KINDS.find((one) => one === text.slice(0, colon));
  const id = text.slice(colon + 1);
  if (kind === undefined || !ID_PATTERN.test(id) || decodedId(id) === undefined) return undefined;
  return `${kind}:${kind === 'order' ? id : canonicalId(id)}`;
}

/** The kinds of subject a stop can cover, for messages. */
export const SCOPE_FORMS = `all, or one of ${SCOPE_KINDS.join(', ')} followed by ":" and an id`;

/** Returns every scope that covers a refund. */
export function scopesOf(request: RefundRequest): ReadonlySet<StopScope> {
  const scopes = new Set<StopScope>(['all', `customer:${request.customerId}`, `order:${request.orderId}`]);
  for (const id of [request.markedBy, request.approvedBy]) if (id !== undefined) scopes.add(`employee:${id}`);
  for (const id of [request.session?.deviceId, request.links?.device]) {
    if (id !== undefined) scopes.add(`device:${id}`);
  }
  for (const id of [request.links?.instrument, request.payout?.instrument]) {
    if (id !== undefined) scopes.add(`instrument:${id}`);
  }
  if (request.siteId !== undefined) scopes.add(`site:${request.siteId}`);
  if (request.links?.address !== undefined) scopes.add(`address:${request.links.address}`);
  for (const { sku } of request.lines)
    if (sku !== undefined) scopes.add(`sku:${canonicalId(encodedId(sku))}`);
  return scopes;
}

/** Returns the stops that cover a refund now. */
export function stopsCovering(stops: Stops, request: RefundRequest, now: Date): readonly Stop[] {
  if (stops.entries.length === 0) return [];
  const scopes = scopesOf(request);
  return stops.entries.filter(
    (stop) => scopes.has(stop.scope) && (stop.until === undefined || now.getTime() < Date.parse(stop.until)),
  );
}

/** The result of a request to set or lift a stop. */
export type StopChange =
  | { readonly result: 'set' | 'lift_asked' | 'lifted'; readonly stops: Stops }
  | { readonly result: 'already_set' | 'not_set' | 'needs_another_person' | 'too_many' };

/** Returns the stops after one person set a kill switch. */
export function setStop(stops: Stops, stop: Stop): StopChange {
  const known = stops.entries.find((one) => one.scope === stop.scope && one.origin === stop.origin);
  if (known !== undefined && known.liftAskedBy === undefined) return { result: 'already_set' };
  const others = stops.entries.filter((one) => one !== known);
  if (others.length >= MAX_STOPS) return { result: 'too_many' };
  return { result: 'set', stops: { ...stops, entries: [...others, stop] } };
}

/**
 * Returns the stops after a person asked for a lift: the first request is recorded, a second person's request lifts.
 */
export function liftStop(stops: Stops, scope: StopScope, person: string): StopChange {
  const known = stops.entries.find((one) => one.scope === scope && one.origin === 'person');
  if (known === undefined) return { result: 'not_set' };
  const others = stops.entries.filter((one) => one !== known);
  if (known.liftAskedBy === undefined) {
    return {
      result: 'lift_asked',
      stops: { ...stops, entries: [...others, { ...known, liftAskedBy: person }] },
    };
  }
  if (known.liftAskedBy === person) return { result: 'needs_another_person' };
  return { result: 'lifted', stops: { ...stops, entries: others } };
}
