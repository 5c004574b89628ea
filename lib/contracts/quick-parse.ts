import type * as z from 'zod';

/** Says that a value may not be what the schema wants: the schema itself has to look. */
export const UNSURE = Symbol('unsure');

/** Answers what the schema would make of a value that is valid for sure; else `UNSURE`. */
export type QuickParse = (value: unknown) => unknown;

/**
 * Answers a schema's `safeParse`, faster for values that are valid. The schema stays the only source: the quick
 * way is derived from it, and whatever that cannot vouch for goes to the schema, which also words every problem.
 */
export function quickly<Output>(schema: z.ZodType<Output>): (value: unknown) => z.ZodSafeParseResult<Output> {
  const quick = quickParser(schema);
  return (value) => {
    const data = quick(value);
    if (data === UNSURE) return schema.safeParse(value);
    // The schema's own rules have just accepted it; they are run by their definitions, which carry no types.
    return { success: true, data: data as Output };
  };
}

/**
 * Answers a schema's quick way. A valid value comes back as itself where nothing is to be left out of it, not as a
 * copy, so a loose object keeps the order of its keys. A kind of schema it does not know is never sure.
 */
export function quickParser(schema: z.core.$ZodType): QuickParse {
  const parse = parserOfKind(schema);
  const checks = checksOf(schema).map(runs);
  if (checks.length === 0) return parse;
  return (value) => {
    const parsed = parse(value);
    if (parsed === UNSURE) return UNSURE;
    for (const holds of checks) if (!holds(parsed)) return UNSURE;
    return parsed;
  };
}

function parserOfKind(schema: z.core.$ZodType): QuickParse {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'unknown':
      return (value) => value;
    case 'string':
      return def.coerce === true ? neverSure : (value) => (typeof value === 'string' ? value : UNSURE);
    case 'number':
      return def.coerce === true ? neverSure : (value) => (Number.isFinite(value) ? value : UNSURE);
    case 'boolean':
      return def.coerce === true ? neverSure : (value) => (typeof value === 'boolean' ? value : UNSURE);
    case 'enum':
    case 'literal':
      return oneOf(schema._zod.values);
    case 'array':
      return arrayOf(quickParser(def.element));
    case 'object':
      return objectOf(def);
    default:
      return neverSure;
  }
}

function neverSure(): typeof UNSURE {
  return UNSURE;
}

function oneOf(values: ReadonlySet<unknown> | undefined): QuickParse {
  return (value) => (values?.has(value) === true ? value : UNSURE);
}

function arrayOf(parseElement: QuickParse): QuickParse {
  return (value) => {
    if (!Array.isArray(value)) return UNSURE;
    let copy: unknown[] | undefined;
    for (let index = 0; index < value.length; index += 1) {
      const element: unknown = value[index];
      const parsed = parseElement(element);
      if (parsed === UNSURE) return UNSURE;
      if (parsed !== element) {
        copy ??= value.slice();
        copy[index] = parsed;
      }
    }
    return copy ?? value;
  };
}

interface Field {
  readonly key: string;
  readonly isOptional: boolean;
  readonly parse: QuickParse;
}

function objectOf({ shape, catchall }: z.core.$ZodObjectDef): QuickParse {
  const isLoose = catchall?._zod.def.type === 'unknown';
  const fields = Object.entries(shape).map(([key, schema]): Field => fieldOf(key, schema));
  const isKnown = Object.getOwnPropertySymbols(shape).length === 0 && !Object.hasOwn(shape, '__proto__');
  if (!isKnown || (catchall !== undefined && !isLoose)) return neverSure;
  const keys = fields.map(({ key }) => key);
  return (value) => {
    if (typeof value !== 'object' || value === null) return UNSURE;
    if (Object.getPrototypeOf(value) !== Object.prototype) return UNSURE;
    const input = value as Record<string, unknown>;
    let changes: Record<string, unknown> | undefined;
    for (const { key, isOptional, parse } of fields) {
      const part = input[key];
      if (part === undefined) {
        if (!isOptional || key in input) return UNSURE;
        continue;
      }
      const parsed = parse(part);
      if (parsed === UNSURE) return UNSURE;
      if (parsed !== part) {
        changes ??= {};
        changes[key] = parsed;
      }
    }
    if (isLoose) {
      if (Object.hasOwn(input, '__proto__')) return UNSURE;
      return changes === undefined ? input : { ...input, ...changes };
    }
    return changes === undefined && hasOnly(input, keys) ? input : copyOf(input, keys, changes);
  };
}

function fieldOf(key: string, schema: z.core.$ZodType): Field {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const isOptional = def.type === 'optional' && checksOf(schema).length === 0;
  return { key, isOptional, parse: quickParser(isOptional ? def.innerType : schema) };
}

/** Answers whether an object has none but these keys, and those in this order. */
function hasOnly(input: object, keys: readonly string[]): boolean {
  let at = 0;
  for (const key in input) {
    while (at < keys.length && keys[at] !== key) at += 1;
    if (at === keys.length) return false;
    at += 1;
  }
  return true;
}

/** Answers an object without what its schema does not know, its keys in the schema's order. */
function copyOf(
  input: Record<string, unknown>,
  keys: readonly string[],
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key of keys) {
    const part = changes[key] ?? input[key];
    if (part !== undefined) copy[key] = part;
  }
  return copy;
}

/** A schema such as `z.int()` is a check itself, the first of its own. */
function checksOf(schema: z.core.$ZodType): readonly z.core.$ZodCheck<never>[] {
  const own = schema._zod.traits.has('$ZodCheck') ? [schema as unknown as z.core.$ZodCheck<never>] : [];
  return [...own, ...(schema._zod.def.checks ?? [])];
}

type Holds = (value: unknown) => boolean;

/** Runs the schema's own check. One payload serves all runs: a check that has nothing to say leaves it as it was. */
function runs(check: z.core.$ZodCheck<never>): Holds {
  const { def, check: run } = check._zod;
  let payload = emptyPayload();
  return (value) => {
    payload.value = value;
    if (def.when?.(payload) === false) return false;
    const pending = run(payload as z.core.ParsePayload<never>);
    if (pending === undefined && payload.issues.length === 0 && payload.value === value) return true;
    payload = emptyPayload();
    return false;
  };
}

function emptyPayload(): z.core.ParsePayload {
  return { value: undefined, issues: [] };
}
