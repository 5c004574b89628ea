import { canonicalId, decodedId, encodedId, ID_PATTERN } from '../shared/ids.ts';
import type { RefundRequest } from './refund-request.ts';
import { isFlagged, type SubjectFlag, type SubjectKind } from './subject.ts';

/** What a kill switch covers: everything, or one subject. */
export type StopScope = 'all' | `${SubjectKind}:${string}`;

/** A person's request to lift a kill switch, which waits for a second person. */
export interface LiftRequest {
  readonly by: string;
  readonly at: string;
}

/** A kill switch that a person set and two people lift. */
export interface KillSwitch {
  readonly scope: StopScope;
  readonly origin: 'person';
  readonly setBy: string;
  readonly setAt: string;
  readonly reason: string;
  /** Who asked for the lift first; a second person completes it. */
  readonly liftAsked?: LiftRequest | undefined;
}

/** A flag on a site or SKU, which events set and lift. */
export interface ScopeFlag {
  readonly scope: StopScope;
  readonly origin: 'event';
  readonly flag: SubjectFlag;
}

/** One kill switch that is set, or a flag on a site or SKU. */
export type Stop = KillSwitch | ScopeFlag;

/** All stops, as stored at one version. Flags that have ended or were lifted may be among them. */
export interface Stops {
  readonly version: number;
  readonly entries: readonly Stop[];
}

/** No stops. */
export const NO_STOPS: Stops = { version: 0, entries: [] };

/**
 * The most kill switches at a time, apart from that on `all`, for which there is always space. They are one item with the
 * flags, read at every decision; 200 take about 25 KB.
 */
export const MAX_KILL_SWITCHES = 200;

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
    (stop) => scopes.has(stop.scope) && (stop.origin === 'person' || isFlagged(stop.flag, now)),
  );
}

/** The result of a request to set or lift a stop. */
export type StopChange =
  | { readonly result: 'set' | 'lift_asked' | 'lifted'; readonly stops: Stops }
  | { readonly result: 'needs_another_person'; readonly asked: LiftRequest }
  | { readonly result: 'already_set' | 'not_set' | 'about_oneself' | 'too_many' };

/** Returns the stops after one person set a kill switch. */
export function setStop(stops: Stops, stop: KillSwitch): StopChange {
  const known = killSwitchOf(stops, stop.scope);
  if (known !== undefined && known.liftAsked === undefined) return { result: 'already_set' };
  const others = stops.entries.filter((one) => one !== known);
  // Who takes back a lift leaves the stop as it was set, with its reason.
  const { liftAsked: _, ...kept } = known ?? stop;
  const switches = others.filter(({ origin }) => origin === 'person');
  if (stop.scope !== 'all' && switches.length >= MAX_KILL_SWITCHES) return { result: 'too_many' };
  return { result: 'set', stops: { ...stops, entries: [...others, kept] } };
}

/**
 * Returns the stops after a person asked for a lift: the first request is recorded, a second person's request lifts.
 * Nobody lifts a stop on themselves.
 * @param mayFirstLift - whether the person who asked first may still lift; otherwise the second is the first now.
 */
export function liftStop(
  stops: Stops,
  scope: StopScope,
  asked: LiftRequest,
  mayFirstLift = true,
): StopChange {
  const known = killSwitchOf(stops, scope);
  if (known === undefined) return { result: 'not_set' };
  if (isAbout(scope, asked.by)) return { result: 'about_oneself' };
  const others = stops.entries.filter((one) => one !== known);
  if (known.liftAsked === undefined || (!mayFirstLift && known.liftAsked.by !== asked.by)) {
    const entries = [...others, { ...known, liftAsked: asked }];
    return { result: 'lift_asked', stops: { ...stops, entries } };
  }
  if (known.liftAsked.by === asked.by) return { result: 'needs_another_person', asked: known.liftAsked };
  return { result: 'lifted', stops: { ...stops, entries: others } };
}

/** Returns the kill switch of a scope, if one is set. */
export function killSwitchOf({ entries }: Stops, scope: StopScope): KillSwitch | undefined {
  return entries.filter((one) => one.origin === 'person').find((one) => one.scope === scope);
}

function isAbout(scope: StopScope, person: string): boolean {
  return scope.slice(scope.indexOf(':') + 1) === person;
}
