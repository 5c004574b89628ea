import { compareText } from '../shared/compare-text.ts';
import type { ScopeFlag, Stop, Stops } from './stops.ts';
import type { FlagStatement } from './subject.ts';
import { flagAfter } from './subject-statements.ts';

/** The most flags on sites and SKUs at a time. They are counted apart: no producer may keep people from stopping. */
export const MAX_SCOPE_FLAGS = 200;

/**
 * The most bytes of these flags, as JSON: a flag with a long reason takes more of the item than others. Requests to lift them
 * may fill as much again.
 */
export const MAX_SCOPE_FLAGS_BYTES = 50_000;

/**
 * Returns the stops after one more statement about a flag, or undefined if it changes nothing. A lifted flag is kept
 * while there is space for it, so that an older event that arrives late does not set it again.
 */
export function withFlag(
  stops: Stops,
  { kind, id }: { readonly kind: 'site' | 'sku'; readonly id: string },
  heard: FlagStatement,
): Stops | 'too_many' | undefined {
  const scope: Stop['scope'] = `${kind}:${id}`;
  const flags = stops.entries.filter(isScopeFlag);
  const known = flags.find((stop) => stop.scope === scope);
  const flag = flagAfter(known?.flag, heard, id);
  if (flag === known?.flag) return undefined;
  const others = withSpace(flags.filter((stop) => stop !== known));
  const next: readonly ScopeFlag[] = [...others, { scope, origin: 'event', flag }];
  const bytes = new TextEncoder().encode(JSON.stringify(next)).length;
  const isFull = next.length > MAX_SCOPE_FLAGS || bytes > MAX_SCOPE_FLAGS_BYTES;
  if (isFull && heard.state === 'flagged') return 'too_many';
  if (isFull && known === undefined) return undefined;
  // Requests to lift a flag have space of their own: the second of them makes space for flags again.
  if (bytes > 2 * MAX_SCOPE_FLAGS_BYTES && flag.state === 'flagged') return 'too_many';
  return { ...stops, entries: [...stops.entries.filter((stop) => !isScopeFlag(stop)), ...next] };
}

function isScopeFlag(stop: Stop): stop is ScopeFlag {
  return stop.origin === 'event';
}

/** The most lifted flags that are kept. The number is small because every decision reads the stops. */
const MAX_CLEARED = 20;

/** Returns the flags, without the one that was lifted first if the flags or the lifted ones are at their limit. */
function withSpace(flags: readonly ScopeFlag[]): readonly ScopeFlag[] {
  const cleared = flags.filter(({ flag }) => flag.state === 'cleared');
  if (flags.length < MAX_SCOPE_FLAGS && cleared.length < MAX_CLEARED) return flags;
  const [oldest] = cleared.toSorted((a, b) => compareText(a.flag.at, b.flag.at));
  return flags.filter((stop) => stop !== oldest);
}
