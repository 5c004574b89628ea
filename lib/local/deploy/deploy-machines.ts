import { readFile } from 'node:fs/promises';
import type { StackResource } from '../assembly/load-stack.ts';
import { isJsonObject, type JsonObject, objectAt, parseJsonObject, stringAt } from '../json.ts';
import type { StateMachineSpec } from '../states/state-machine-spec.ts';
import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';
import type { Deployment } from './deployment.ts';

/** Deploys the state machines. */
export async function deployMachines({ stack, assembly, services: { machines } }: Deployment): Promise<void> {
  const specs: StateMachineSpec[] = [];
  for (const resource of stack.resources('AWS::StepFunctions::StateMachine')) {
    const type = stringAt(resource.properties, 'StateMachineType') ?? 'STANDARD';
    if (type !== 'STANDARD' && type !== 'EXPRESS') {
      throw new UnsupportedFeatureError(resource.logicalId, `the type ${type}`, 'use STANDARD or EXPRESS');
    }
    const location = stringAt(objectAt(resource.properties, 'DefinitionS3Location'), 'Key');
    const file = location === undefined ? undefined : assembly.assetPath(location);
    const text = file === undefined ? undefined : await readFile(file, 'utf8');
    const { logicalId, name, ref: arn } = resource;
    specs.push({ name, arn, logicalId, type, definition: definitionOf(resource, text) });
  }
  machines.deploy(specs);
}

function definitionOf({ logicalId, properties }: StackResource, fileText: string | undefined): JsonObject {
  const inline = properties['Definition'];
  const text = isJsonObject(inline)
    ? JSON.stringify(inline)
    : (stringAt(properties, 'DefinitionString') ?? fileText);
  const substitutions = objectAt(properties, 'DefinitionSubstitutions');
  const substituted = (text ?? '').replaceAll(/\$\{(\w+)\}/g, (placeholder, key: string) => {
    const value = substitutions[key];
    return value === undefined ? placeholder : String(value);
  });
  const definition = parseJsonObject(substituted);
  if (definition) return definition;
  throw new UnsupportedFeatureError(
    logicalId,
    'a definition that is not JSON',
    'give States Language as JSON',
  );
}
