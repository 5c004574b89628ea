import type { JsonObject, JsonValue } from '../json.ts';
import type { HistoryEvent } from './execution-record.ts';
import type { LibraryEvent } from './run-execution.ts';

/**
 * Returns a library event in the shape of `GetExecutionHistory`, or undefined for one without a counterpart there.
 *
 * @param types each state's type in the deployed definition.
 */
export function toHistoryEvent(
  event: LibraryEvent,
  types: ReadonlyMap<string, string>,
  at: Date,
): HistoryEvent | undefined {
  const timestamp = at.getTime() / 1000;
  const described = (type: string, details: JsonObject): HistoryEvent => ({ timestamp, type, ...details });
  switch (event.type) {
    case 'StateEntered': {
      const details = { name: event.state.name, input: JSON.stringify(event.state.input) };
      return described(`${typeOf(event.state.name, types)}StateEntered`, {
        stateEnteredEventDetails: details,
      });
    }
    case 'StateExited': {
      const details = { name: event.state.name, output: JSON.stringify(event.state.output ?? null) };
      return described(`${typeOf(event.state.name, types)}StateExited`, { stateExitedEventDetails: details });
    }
    case 'StateFailed':
      // AWS has no such event for a Fail state, or for a state that fails because a state inside it failed.
      if (typeOf(event.state.name, types) !== 'Task') return undefined;
      return described('TaskFailed', {
        taskFailedEventDetails: { resource: event.state.name, resourceType: 'lambda', ...faultOf(event) },
      });
    case 'ExecutionStarted':
      return described('ExecutionStarted', {
        executionStartedEventDetails: { input: JSON.stringify(event.input) },
      });
    case 'ExecutionSucceeded':
      return described('ExecutionSucceeded', {
        executionSucceededEventDetails: { output: JSON.stringify(event.output) },
      });
    case 'ExecutionFailed':
      return described('ExecutionFailed', { executionFailedEventDetails: faultOf(event) });
    case 'ExecutionAborted':
      return described('ExecutionAborted', {});
    default:
      return undefined;
  }
}

function typeOf(state: string, types: ReadonlyMap<string, string>): string {
  return types.get(state) ?? 'Task';
}

function faultOf(fault: { readonly Error: string; readonly Cause: unknown }): Record<string, JsonValue> {
  return {
    error: fault.Error,
    cause: typeof fault.Cause === 'string' ? fault.Cause : JSON.stringify(fault.Cause),
  };
}
