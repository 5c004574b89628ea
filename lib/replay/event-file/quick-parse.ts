import type * as z from 'zod';

/** The quick parse is not sure that the value is valid: the schema itself has to check it. */
export const UNSURE = Symbol('unsure');

/** Returns what the schema would return for a value that is certainly valid, otherwise `UNSURE`. */
export type QuickParse = (value: unknown) => unknown;

/**
 * Returns a schema's `safeParse`, faster for valid values. The schema stays the only source: the quick parse is
 * derived from it. Any value the quick parse is not sure about goes to the schema, which also words every problem.
 */
export function quickly<Output>(schema: z.ZodType<Output>): (value: unknown) => z.ZodSafeParseResult<Output> {
  const quick = quickParser(schema);
  return (value) => {
    const data = quick(value);
    if (data === UNSURE) return schema.safeParse(value);
    // The schema's own rules have just accepted the value. They run from the schema's definitions, which carry no
    // types.
    return { success: true, data: data as Output };
  };
}

/**
 * Returns a schema's quick parse. It returns a valid value itself, not a copy, if nothing has to be left out of
 * it, so a loose object keeps the order of its keys. For a kind of schema it does not know, it returns `UNSURE`.
 */
export function quickParser(schema: z.core.$ZodType): QuickParse {
  const parse = parserOfKind(schema);
  // One function around another per check: a loop over the checks costs more than most checks do.
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
    // Loops over the keys of the value, not over the fields of the schema: most fields are optional and absent.
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

/** Returns a copy without the keys its schema does not know, in the schema's order. */
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

/** Returns a schema's checks. A schema such as `z.int()` is itself a check, and comes first. */
function checksOf(schema: z.core.$ZodType): readonly z.core.$ZodCheck<never>[] {
  const own = schema._zod.traits.has('$ZodCheck') ? [schema as unknown as z.core.$ZodCheck<never>] : [];
  return [...own, ...(schema._zod.def.checks ?? [])];
}

type Holds = (value: unknown) => boolean;

/**
 * Returns a function that runs the schema's own check. All its runs share one payload: a check that finds no issue
 * leaves the payload as it was.
 */
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
