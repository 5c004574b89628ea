import {
  liftStop,
  MAX_STOPS,
  parseScope,
  SCOPE_FORMS,
  type StopChange,
  setStop,
} from '../domain/refund/stops.ts';
import { canonicalId } from '../domain/shared/ids.ts';
import { withSpace } from './apply-subject-events.ts';
import type { Uses } from './gate-deps.ts';
import { updateItem } from './optimistic-update.ts';

/** A person's request to set or lift a kill switch. */
export interface StopCommand {
  readonly action: 'stop' | 'lift';
  readonly scope: string;
  readonly person: string;
  readonly reason?: string | undefined;
}

/** The result of the request, and a message that says it in words. */
export interface StopAnswer {
  readonly done: boolean;
  readonly result: StopChange['result'] | 'unknown_scope';
  readonly message: string;
}

/** Sets a kill switch when one person asks for it. Lifts one when two different people have asked for it. */
export async function manageStops(
  deps: Uses<'now', 'stops' | 'saveStops'>,
  command: StopCommand,
): Promise<StopAnswer> {
  const scope = parseScope(command.scope);
  if (scope === undefined) {
    const message = `"${command.scope}" is no scope; allowed: ${SCOPE_FORMS}.`;
    return { done: false, result: 'unknown_scope', message };
  }
  const { reason = '' } = command;
  const person = canonicalId(command.person);
  const result = await updateItem({
    what: 'the stops',
    read: () => deps.store.stops('strong'),
    change: (stops) => {
      const setAt = deps.now().toISOString();
      const change =
        command.action === 'stop'
          ? setStop(
              { ...stops, entries: withSpace(stops.entries) },
              { scope, setBy: person, setAt, reason, origin: 'person' },
            )
          : liftStop(stops, scope, person);
      return 'stops' in change ? { write: change.stops, result: change.result } : { result: change.result };
    },
    save: (next, seen) => deps.store.saveStops({ ...next, version: seen.version + 1 }, seen.version),
  });
  return {
    done: result !== 'not_set' && result !== 'needs_another_person' && result !== 'too_many',
    result,
    message: say(result, scope),
  };
}

function say(result: StopChange['result'], scope: string): string {
  switch (result) {
    case 'set':
      return `Stopped: nothing of ${scope} is released by the machine until two people lift it.`;
    case 'already_set':
      return `${scope} is stopped already.`;
    case 'lift_asked':
      return `1 of 2: the lift of ${scope} is asked for; a second person has to ask too.`;
    case 'lifted':
      return `Lifted: ${scope} is judged again as before.`;
    case 'not_set':
      return `${scope} is not stopped; nothing to lift.`;
    case 'needs_another_person':
      return `You asked for the lift of ${scope} already; a second person has to ask too.`;
    case 'too_many':
      return `There are ${MAX_STOPS} stops, as many as are allowed; stop a wider scope or lift some.`;
  }
}
