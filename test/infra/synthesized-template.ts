import * as z from 'zod';

const resourceSchema = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.array(z.string()).optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});

const templateSchema = z.looseObject({ Resources: z.record(z.string(), resourceSchema) });

/** A resource of a synthesized template. */
export type SynthesizedResource = z.infer<typeof resourceSchema>;

/** A synthesized template, as far as the tests read it. */
export type SynthesizedTemplate = z.infer<typeof templateSchema>;

/** Returns a template from JSON; throws where it is none. */
export function parseTemplate(json: unknown): SynthesizedTemplate {
  return templateSchema.parse(json);
}

/** Returns all resources of a type, by their logical ids. */
export function resourcesOf(
  { Resources }: SynthesizedTemplate,
  type: string,
): readonly (readonly [string, SynthesizedResource])[] {
  return Object.entries(Resources).filter(([, resource]) => resource.Type === type);
}

/** Returns the one resource of a type that has this property; throws where there is none or more than one. */
export function theResource(
  template: SynthesizedTemplate,
  type: string,
  property: string,
  value: string,
): readonly [string, SynthesizedResource] {
  const found = resourcesOf(template, type).filter(([, { Properties }]) => Properties[property] === value);
  const [first] = found;
  if (first === undefined || found.length > 1) {
    throw new Error(`The template has ${found.length} of ${type} with ${property} "${value}", not one.`);
  }
  return first;
}

/**
 * Returns a value of the template with every intrinsic function as text: a reference is `${Id}`, an attribute `${Id.Name}`.
 * Throws at a function it does not know.
 */
export function resolveText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolveText);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[key, argument] = ['', undefined]] = entries;
  if (key === 'Ref') return `\${${String(argument)}}`;
  if (key === 'Fn::GetAtt') return `\${${z.array(z.string()).parse(argument).join('.')}}`;
  if (key === 'Fn::Join') return joinText(argument);
  if (key === 'Fn::Sub') return z.string().parse(argument);
  if (key.startsWith('Fn::')) throw new Error(`The tests do not know ${key}.`);
  return Object.fromEntries(entries.map(([name, inner]) => [name, resolveText(inner)]));
}

function joinText(argument: unknown): string {
  const [separator, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(argument);
  return z.array(z.string()).parse(parts.map(resolveText)).join(separator);
}
