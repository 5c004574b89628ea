import type * as z from 'zod';

/** Says that a value may not be what the schema wants: the schema itself has to look. */
export const UNSURE = Symbol('unsure');

/** Returns what the schema would make of a value that is valid for sure; else `UNSURE`. */
export type QuickParse = (value: unknown) => unknown;

/**
 * Returns a schema's `safeParse`, faster for values that are valid. The schema stays the only source: the quick
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
 * Returns a schema's quick way. A valid value comes back as itself where nothing is to be left out of it, not as a
 * copy, so a loose object keeps the order of its keys. A kind of schema it does not know is never sure.
 */
export function quickParser(schema: z.core.$ZodType): QuickParse {
  const parse = parserOfKind(schema);
  // One layer a check: a loop over them costs more than most of them do.
  return checksOf(schema).map(runs).reduce(thatHolds, parse);
}

function thatHolds(parse: QuickParse, holds: Holds): QuickParse {
  return (value) => {
    const parsed = parse(value);
    return parsed !== UNSURE && holds(parsed) ? parsed : UNSURE;
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
  /** Its place among the fields of its object. */
  readonly at: number;
  readonly isOptional: boolean;
  readonly parse: QuickParse;
}

function objectOf({ shape, catchall }: z.core.$ZodObjectDef): QuickParse {
  const isLoose = catchall?._zod.def.type === 'unknown';
  const fields = new Map(Object.entries(shape).map(([key, schema], at) => [key, fieldOf(schema, at)]));
  const isKnown = Object.getOwnPropertySymbols(shape).length === 0 && !Object.hasOwn(shape, '__proto__');
  if (!isKnown || (catchall !== undefined && !isLoose)) return neverSure;
  const keys = [...fields.keys()];
  const demanded = keys.filter((key) => fields.get(key)?.isOptional === false).length;
  return (value) => {
    if (typeof value !== 'object' || value === null) return UNSURE;
    if (Object.getPrototypeOf(value) !== Object.prototype) return UNSURE;
    const input = value as Record<string, unknown>;
    let changes: Record<string, unknown> | undefined;
    let found = 0;
    let last = -1;
    let isExact = true;
    // Over what is there, not over what could be: most fields are optional.
    for (const key in input) {
      const field = fields.get(key);
      if (field === undefined) {
        if (key === '__proto__') return UNSURE;
        isExact = false;
        continue;
      }
      const part = input[key];
      const parsed = part === undefined ? UNSURE : field.parse(part);
      if (parsed === UNSURE) return UNSURE;
      if (parsed !== part) {
        changes ??= {};
        changes[key] = parsed;
      }
      if (!field.isOptional) found += 1;
      if (field.at < last) isExact = false;
      last = field.at;
    }
    if (found < demanded) return UNSURE;
    if (isLoose) return changes === undefined ? input : { ...input, ...changes };
    return changes === undefined && isExact ? input : copyOf(input, keys, changes);
  };
}

function fieldOf(schema: z.core.$ZodType, at: number): Field {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const isOptional = def.type === 'optional' && checksOf(schema).length === 0;
  return { at, isOptional, parse: quickParser(isOptional ? def.innerType : schema) };
}

/** Returns an object without what its schema does not know, its keys in the schema's order. */
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
