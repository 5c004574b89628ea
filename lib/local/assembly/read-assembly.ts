import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, objectAt, parseJson, stringAt } from '../json.ts';

/** A synthesized stack: its template, and the paths of the files that the template names. */
export interface Assembly {
  readonly stackName: string;
  readonly template: JsonObject;
  /** Returns the file or folder of an object key such as `HASH.zip`. */
  assetPath(objectKey: string): string | undefined;
}

/** Thrown when a folder is not a cloud assembly with exactly one stack. */
export class AssemblyError extends Error {
  readonly assemblyDir: string;

  constructor(assemblyDir: string, problem: string, options?: ErrorOptions) {
    super(`${assemblyDir} is not a cloud assembly the embedded AWS can run: ${problem}`, options);
    this.name = 'AssemblyError';
    this.assemblyDir = assemblyDir;
  }
}

/**
 * Returns the only stack of a cloud assembly that `cdk synth` wrote.
 *
 * @throws AssemblyError when the folder has no manifest, or not exactly one stack.
 */
export async function readAssembly(assemblyDir: string): Promise<Assembly> {
  const manifest = await readObject(assemblyDir, 'manifest.json');
  const artifacts = Object.entries(objectAt(manifest, 'artifacts')).filter(isObjectEntry);
  const stacks = artifacts.filter(([, artifact]) => artifact['type'] === 'aws:cloudformation:stack');
  const [stack] = stacks;
  if (!stack || stacks.length !== 1) {
    const names = stacks.map(([name]) => name).join(', ') || 'none';
    throw new AssemblyError(assemblyDir, `it must hold exactly one stack, got ${names}`);
  }
  const [artifactId, artifact] = stack;
  const properties = objectAt(artifact, 'properties');
  const templateFile = stringAt(properties, 'templateFile');
  if (!templateFile) throw new AssemblyError(assemblyDir, `stack ${artifactId} names no templateFile`);
  const manifests = artifacts.flatMap(([, candidate]) =>
    candidate['type'] === 'cdk:asset-manifest' ? [stringAt(objectAt(candidate, 'properties'), 'file')] : [],
  );
  const assets = await readAssets(assemblyDir, manifests);
  return {
    stackName: stringAt(properties, 'stackName') ?? artifactId,
    template: await readObject(assemblyDir, templateFile),
    assetPath: (objectKey) => assets.get(objectKey),
  };
}

/** Returns the absolute path of each object key, for every destination of every file asset. */
async function readAssets(
  assemblyDir: string,
  manifests: readonly (string | undefined)[],
): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  for (const file of manifests) {
    if (file === undefined) continue;
    const assets = await readObject(assemblyDir, file);
    for (const asset of Object.values(objectAt(assets, 'files'))) {
      if (!isJsonObject(asset)) continue;
      const path = stringAt(objectAt(asset, 'source'), 'path');
      for (const destination of Object.values(objectAt(asset, 'destinations'))) {
        const key = isJsonObject(destination) ? stringAt(destination, 'objectKey') : undefined;
        if (key !== undefined && path !== undefined) paths.set(key, join(assemblyDir, path));
      }
    }
  }
  return paths;
}

async function readObject(assemblyDir: string, file: string): Promise<JsonObject> {
  try {
    const value = parseJson(await readFile(join(assemblyDir, file), 'utf8'));
    if (isJsonObject(value)) return value;
  } catch (cause) {
    throw new AssemblyError(assemblyDir, `${file} cannot be read; run the synthesis first`, { cause });
  }
  throw new AssemblyError(assemblyDir, `${file} must hold a JSON object`);
}

function isObjectEntry(entry: [string, unknown]): entry is [string, JsonObject] {
  return typeof entry[1] === 'object' && entry[1] !== null && !Array.isArray(entry[1]);
}
