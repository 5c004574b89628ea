import { isJsonArray, isJsonObject, type JsonValue } from '../json.ts';

/** Texts that replace, in parameters, values that are known only when the task starts; see `runTask`. */
export const placeholders = {
  taskToken: '\u0000Task.Token',
  enteredTime: '\u0000State.EnteredTime',
  retryCount: '\u0000State.RetryCount',
} as const;

const perAttempt: Readonly<Record<string, string>> = {
  '$$.Task.Token': placeholders.taskToken,
  '$$.State.EnteredTime': placeholders.enteredTime,
  '$$.State.RetryCount': placeholders.retryCount,
};

/**
 * Returns a state in which the context paths are rewritten. Paths are the values of the keys `*.$`, `*Path` and
 * `Variable`.
 *
 * `$$.Execution` becomes `$$.Run`, because the library overwrites the input and start time of `$$.Execution`, in a
 * branch even with those of the branch. Context values about a state or a task become a constant, or a placeholder that
 * is filled in when the task starts.
 */
export function rewriteContextPaths(value: JsonValue, state: string, key = ''): JsonValue {
  if (isJsonArray(value)) return value.map((item) => rewriteContextPaths(item, state, key));
  if (isJsonObject(value))
    return Object.fromEntries(Object.entries(value).map((entry) => rewriteEntry(entry, state)));
  const isPath = key.endsWith('.$') || key.endsWith('Path') || key === 'Variable';
  if (typeof value !== 'string' || !isPath) return value;
  return value
    .replaceAll('$$.Execution.', () => '$$.Run.')
    .replaceAll('$$.State.Name', () => `'${state.replaceAll("'", "\\'")}'`);
}

function rewriteEntry([key, value]: [string, JsonValue], state: string): [string, JsonValue] {
  if (key.endsWith('.$')) {
    const constant = value === '$$.State.Name' ? state : perAttempt[String(value)];
    if (constant !== undefined) return [key.slice(0, -2), constant];
  }
  return [key, rewriteContextPaths(value, state, key)];
}
