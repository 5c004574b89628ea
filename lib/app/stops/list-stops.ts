import { liftsAsked } from '../../domain/refund/statements.ts';
import type { StopScope } from '../../domain/refund/stops.ts';
import { isFlagged } from '../../domain/refund/subject.ts';
import { flagRule, statementsOf } from '../../domain/refund/subject-statements.ts';
import type { Uses } from '../gate-deps.ts';

/** A stop, as a page shows it. */
export interface ListedStop {
  readonly scope: StopScope;
  /** A kill switch that a person set, or a flag on a site or SKU that an event set. */
  readonly origin: 'person' | 'event';
  /** Missing if the event named nobody. */
  readonly setBy?: string | undefined;
  readonly setAt: string;
  readonly reason?: string | undefined;
  /** When a flag ends by itself. */
  readonly until?: string | undefined;
  /** Who asked for the lift, or for an earlier end; a second person, or for a flag a second source, completes it. */
  readonly liftAsked: readonly { readonly by?: string | undefined; readonly at: string }[];
}

/**
 * Returns the stops in force, the newest first: kill switches, and flags of sites and SKUs. It reads one item. Flags of
 * other subjects are in their profiles, and are shown with their refunds.
 */
export async function listStops({ store, now }: Uses<'now', 'stops'>): Promise<readonly ListedStop[]> {
  const { entries } = await store.stops('strong');
  const at = now();
  const listed = entries.flatMap((stop): ListedStop[] => {
    const { scope, origin } = stop;
    if (origin === 'person') {
      const { setBy, setAt, reason, liftAsked } = stop;
      return [{ scope, origin, setBy, setAt, reason, liftAsked: liftAsked === undefined ? [] : [liftAsked] }];
    }
    const { flag } = stop;
    if (!isFlagged(flag, at)) return [];
    const about = scope.slice(scope.indexOf(':') + 1);
    const asked = liftsAsked(statementsOf(flag), flagRule(about));
    return [
      {
        scope,
        origin,
        setBy: flag.by,
        setAt: flag.at,
        reason: flag.reason,
        until: flag.until,
        liftAsked: asked.map((one) => ({ by: one.by, at: one.at })),
      },
    ];
  });
  return listed.toSorted((a, b) => (a.setAt < b.setAt ? 1 : -1));
}
