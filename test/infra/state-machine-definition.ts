import * as z from 'zod';
import { resolveText, type SynthesizedTemplate, theResource } from './synthesized-template.ts';

const catcherSchema = z.looseObject({ ErrorEquals: z.array(z.string()), Next: z.string() });

const choiceSchema = z.looseObject({ Next: z.string() });

const stateSchema = z.looseObject({
  // A type that is not here has transitions which nobody taught the walker.
  Type: z.enum(['Task', 'Pass', 'Choice', 'Parallel', 'Map', 'Succeed', 'Fail']),
  Next: z.string().optional(),
  End: z.boolean().optional(),
  Default: z.string().optional(),
  Choices: z.array(choiceSchema).optional(),
  Catch: z.array(catcherSchema).optional(),
  Retry: z.array(z.looseObject({ ErrorEquals: z.array(z.string()) })).optional(),
  TimeoutSeconds: z.number().optional(),
  Resource: z.string().optional(),
  ResultPath: z.string().nullable().optional(),
  Result: z.unknown().optional(),
  MaxConcurrency: z.number().optional(),
  get Branches() {
    return z.array(definitionSchema).optional();
  },
  get ItemProcessor() {
    return definitionSchema.optional();
  },
});

const definitionSchema = z.looseObject({
  StartAt: z.string(),
  TimeoutSeconds: z.number().optional(),
  States: z.record(z.string(), stateSchema),
});

/** A state of a definition in the Amazon States Language. */
export type State = z.infer<typeof stateSchema>;

/** A definition in the Amazon States Language: of a machine, of a branch of a Parallel or of a Map's processor. */
export type Definition = z.infer<typeof definitionSchema>;

/** Returns the definition of the machine with this name from a template, references turned into text. */
export function definitionOf(template: SynthesizedTemplate, machineName: string): Definition {
  const [, { Properties }] = theResource(
    template,
    'AWS::StepFunctions::StateMachine',
    'StateMachineName',
    machineName,
  );
  const text = z.string().parse(resolveText(Properties['DefinitionString']));
  return definitionSchema.parse(JSON.parse(text));
}

/** Returns a state by its name; throws where there is none. */
export function stateOf({ States }: Definition, name: string): State {
  const state = States[name];
  if (state === undefined) throw new Error(`There is no state "${name}".`);
  return state;
}
