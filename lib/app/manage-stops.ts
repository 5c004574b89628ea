import {
  type KillSwitch,
  killSwitchOf,
  liftStop,
  MAX_KILL_SWITCHES,
  parseScope,
  SCOPE_FORMS,
  type StopChange,
  type Stops,
  setStop,
} from '../domain/refund/stops.ts';
import { canonicalId } from '../domain/shared/ids.ts';
import type { Uses } from './gate-deps.ts';
import { updateItem } from './optimistic-update.ts';
import { type LookUpDeps, type StopConflict, stopConflict } from './stops/may-manage-stops.ts';

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
  readonly result: StopChange['result'] | StopConflict | 'unknown_scope';
  readonly message: string;
}

/** The stops, and whether the person who asked first for the lift may still lift. */
interface ReadStops extends Stops {
  readonly mayFirstLift: boolean;
}

/** Sets a kill switch when one person asks for it. Lifts one when two different people, who still may, have asked for it. */
export async function manageStops(
  deps: Uses<'now', 'stops' | 'saveStops'> & LookUpDeps,
  command: StopCommand,
): Promise<StopAnswer> {
  const scope = parseScope(command.scope);
  if (scope === undefined) {
    const message = `"${command.scope}" is no scope; allowed: ${SCOPE_FORMS}.`;
    return { done: false, result: 'unknown_scope', message };
  }
  const { action, reason = '' } = command;
  const person = canonicalId(command.person);
  const conflict = await stopConflict(deps, person, action);
  if (conflict !== undefined) return { done: false, result: conflict, message: CONFLICTS[conflict] };
  const changed = ({ mayFirstLift, ...stops }: ReadStops): StopChange => {
    const at = deps.now().toISOString();
    if (action === 'lift') return liftStop(stops, scope, { by: person, at }, mayFirstLift);
    const stop: KillSwitch = { scope, setBy: person, setAt: at, reason, origin: 'person' };
    return setStop(stops, stop);
  };
  const change = await updateItem<ReadStops, StopChange>({
    what: 'the stops',
    read: async () => {
      const stops = await deps.store.stops('strong');
      const first = killSwitchOf(stops, scope)?.liftAsked?.by;
      const mayFirstLift = first === undefined || (await stopConflict(deps, first, 'lift')) === undefined;
      return { ...stops, mayFirstLift };
    },
    change: (read) => {
      const result = changed(read);
      return 'stops' in result
        ? { write: { ...result.stops, mayFirstLift: read.mayFirstLift }, result }
        : { result };
    },
    save: ({ entries }, { version }) => deps.store.saveStops({ version: version + 1, entries }, version),
  });
  return {
    done: 'stops' in change || change.result === 'already_set',
    result: change.result,
    message: say(change, scope, person),
  };
}

const CONFLICTS: Readonly<Record<StopConflict, string>> = {
  is_not_known: 'The directory does not know this person, and only people it knows lift a stop.',
  is_not_active: 'This person is not active in the directory, and neither sets nor lifts a stop.',
};

function say(change: StopChange, scope: string, person: string): string {
  switch (change.result) {
    case 'set':
      return `Stopped: nothing of ${scope} is released by the machine until two people lift it.`;
    case 'already_set':
      return `${scope} is stopped already.`;
    case 'lift_asked':
      return `1 of 2: ${person} asked for the lift of ${scope}. It stays stopped until a second person asks too.`;
    case 'lifted':
      return `Lifted: ${scope} is judged again as before.`;
    case 'not_set':
      return `${scope} is not stopped by a person; nothing to lift.`;
    case 'needs_another_person':
      return `${change.asked.by} asked for the lift of ${scope} first, at ${change.asked.at}; a second person has to ask too.`;
    case 'about_oneself':
      return `Nobody lifts a stop on themselves: two other people have to ask for the lift of ${scope}.`;
    case 'too_many':
      return `There are ${MAX_KILL_SWITCHES} stops, as many as are allowed; stop a wider scope, such as all, or lift some.`;
  }
}
