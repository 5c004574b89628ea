import type { Endpoints } from '../endpoints.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectAt, stringAt } from '../json.ts';
import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';
import { identifyResource, type ResourceIdentity } from './identify-resource.ts';
import type { Assembly } from './read-assembly.ts';
import { resolveIntrinsics } from './resolve-intrinsics.ts';
import { enactedTypes, inertTypes } from './resource-catalogue.ts';

/** One resource to deploy. Every intrinsic function in its properties is resolved. */
export interface StackResource extends ResourceIdentity {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
}

/** A stack that is ready to be deployed. */
export interface LoadedStack {
  /** Returns the enacted resources of a type, in the template's order. */
  resources(type: string): readonly StackResource[];
  /** The stack's outputs by key. */
  readonly outputs: Readonly<Record<string, string>>;
}

const knownSections = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Conditions',
  'Rules',
  'Resources',
  'Outputs',
]);
const knownAttributes = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'Metadata',
  'DeletionPolicy',
  'UpdateReplacePolicy',
]);

/**
 * Returns the resources of a template that are enacted, checked against the catalogue and resolved.
 *
 * @throws UnsupportedFeatureError that names the logical id and the type, property or function that is not supported.
 */
export function loadStack(assembly: Assembly, endpoints: Endpoints): LoadedStack {
  const loader = new StackLoader(assembly, endpoints);
  return { resources: (type) => loader.resources(type), outputs: loader.outputs() };
}

class StackLoader {
  readonly #stackName: string;
  readonly #template: JsonObject;
  readonly #endpoints: Endpoints;
  readonly #declared = new Map<string, JsonObject>();
  readonly #identities = new Map<string, ResourceIdentity | 'resolving'>();
  readonly #resources: readonly StackResource[];

  constructor(assembly: Assembly, endpoints: Endpoints) {
    this.#stackName = assembly.stackName;
    this.#template = assembly.template;
    this.#endpoints = endpoints;
    for (const section of Object.keys(this.#template)) {
      if (!knownSections.has(section)) {
        const sections = `known are ${[...knownSections].join(', ')}`;
        throw new UnsupportedFeatureError(this.#stackName, `the template section ${section}`, sections);
      }
    }
    for (const [logicalId, resource] of Object.entries(objectAt(this.#template, 'Resources'))) {
      if (isJsonObject(resource) && this.#isPresent(resource)) this.#declared.set(logicalId, resource);
    }
    this.#resources = [...this.#declared].flatMap(([logicalId, resource]) => this.#load(logicalId, resource));
  }

  resources(type: string): readonly StackResource[] {
    return this.#resources.filter((resource) => resource.type === type);
  }

  outputs(): Readonly<Record<string, string>> {
    const outputs: Record<string, string> = {};
    for (const [key, output] of Object.entries(objectAt(this.#template, 'Outputs'))) {
      if (!isJsonObject(output) || !this.#isPresent(output)) continue;
      outputs[key] = String(this.#resolve(output['Value'] ?? null, `Outputs.${key}`));
    }
    return outputs;
  }

  #isPresent(declaration: JsonObject): boolean {
    const condition = stringAt(declaration, 'Condition');
    return condition === undefined || this.#condition(condition) === true;
  }

  #load(logicalId: string, resource: JsonObject): readonly StackResource[] {
    const type = stringAt(resource, 'Type') ?? '';
    const catalogued = enactedTypes[type];
    if (!catalogued) {
      if (inertTypes.some((inert) => inert.type.test(type))) return [];
      const types = `enacted are ${Object.keys(enactedTypes).join(', ')}`;
      throw new UnsupportedFeatureError(logicalId, `the resource type ${type}`, types);
    }
    for (const attribute of Object.keys(resource)) {
      if (!knownAttributes.has(attribute)) {
        const attributes = `known are ${[...knownAttributes].join(', ')}`;
        throw new UnsupportedFeatureError(logicalId, `the resource attribute ${attribute}`, attributes);
      }
    }
    const declared = objectAt(resource, 'Properties');
    const properties: [string, JsonValue][] = [];
    for (const [property, value] of Object.entries(declared)) {
      if (property in catalogued.inert) continue;
      if (!catalogued.enacted.includes(property)) {
        const allowed = `${type} is run with ${catalogued.enacted.join(', ')}`;
        throw new UnsupportedFeatureError(logicalId, `the property ${property}`, allowed);
      }
      properties.push([property, value]);
    }
    const resolved = this.#resolve(Object.fromEntries(properties), logicalId);
    const identity = this.#identity(logicalId);
    return isJsonObject(resolved) && identity ? [{ logicalId, type, properties: resolved, ...identity }] : [];
  }

  #identity(logicalId: string): ResourceIdentity | undefined {
    const known = this.#identities.get(logicalId);
    if (known === 'resolving') {
      throw new UnsupportedFeatureError(logicalId, 'a name that depends on itself', 'break the circle');
    }
    const resource = this.#declared.get(logicalId);
    if (known || !resource) return known;
    this.#identities.set(logicalId, 'resolving');
    const properties = objectAt(resource, 'Properties');
    const identity = identifyResource({
      type: stringAt(resource, 'Type') ?? '',
      logicalId,
      stackName: this.#stackName,
      endpoints: this.#endpoints,
      property: (name) => {
        const value = properties[name];
        const resolved = value === undefined ? undefined : this.#resolve(value, logicalId);
        return typeof resolved === 'string' ? resolved : undefined;
      },
    });
    this.#identities.set(logicalId, identity);
    return identity;
  }

  #condition(name: string): boolean | undefined {
    const expression = objectAt(this.#template, 'Conditions')[name];
    if (expression === undefined) return undefined;
    return this.#resolve({ 'Fn::And': [expression] }, `Conditions.${name}`) === true;
  }

  #parameter(name: string): JsonValue | undefined {
    const parameter = objectAt(this.#template, 'Parameters')[name];
    return isJsonObject(parameter) ? parameter['Default'] : undefined;
  }

  #resolve(value: JsonValue, where: string): JsonValue {
    return resolveIntrinsics(
      value,
      {
        stackName: this.#stackName,
        ref: (name) => this.#identity(name)?.ref ?? this.#parameter(name),
        attribute: (name, attribute) => this.#identity(name)?.attributes[attribute],
        condition: (name) => this.#condition(name),
      },
      where,
    );
  }
}
