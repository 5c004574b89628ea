import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { StackResource } from '../assembly/load-stack.ts';
import { arrayAt, numberAt, objectAt, stringAt } from '../json.ts';
import { localAccount } from '../local-account.ts';
import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';
import type { Deployment } from './deployment.ts';

/** The values AWS uses when the template gives none. */
const defaults = { timeoutSeconds: 3, memoryMb: 128, batchSize: 10 } as const;
/**
 * How many calls of one function run at a time if it reserves no number. More workers than cores add memory (some 25 MB
 * each) and no speed.
 */
const DEFAULT_CONCURRENCY = Math.min(Math.max(availableParallelism(), 2), 8);
/** How many batches of one queue the function handles at a time, if the mapping gives no number. */
const DEFAULT_BATCHES = 2;

/** Deploys the functions. */
export function deployFunctions(deployment: Deployment): void {
  const { stack, services } = deployment;
  const { clock, functionLog, functions } = services;
  for (const resource of stack.resources('AWS::Lambda::Function')) {
    const { logicalId, name, attributes, properties } = resource;
    const runtime = stringAt(properties, 'Runtime') ?? '';
    if (!runtime.startsWith('nodejs') || (stringAt(properties, 'PackageType') ?? 'Zip') !== 'Zip') {
      throw new UnsupportedFeatureError(
        logicalId,
        `the Runtime ${runtime}`,
        'functions are zipped nodejs modules',
      );
    }
    const { modulePath, handlerName } = locateHandler(resource, deployment);
    functions.add({
      name,
      arn: attributes['Arn'] ?? name,
      modulePath,
      handlerName,
      environment: environmentOf(resource, deployment.endpoint),
      timeoutMs: (numberAt(properties, 'Timeout') ?? defaults.timeoutSeconds) * 1000,
      memoryMb: numberAt(properties, 'MemorySize') ?? defaults.memoryMb,
      maxConcurrency: numberAt(properties, 'ReservedConcurrentExecutions') ?? DEFAULT_CONCURRENCY,
      clockOffset: clock.sharedOffset,
      log: (text) => functionLog(name, text),
    });
  }
}

function locateHandler(
  { logicalId, properties }: StackResource,
  { assembly }: Deployment,
): { readonly modulePath: string; readonly handlerName: string } {
  const key = stringAt(objectAt(properties, 'Code'), 'S3Key') ?? '';
  const folder = assembly.assetPath(key);
  if (folder === undefined) {
    throw new UnsupportedFeatureError(
      logicalId,
      `the code ${key || 'that is no asset'}`,
      'bundle it as a file asset',
    );
  }
  const [, file = '', handlerName = ''] = /^(.+)\.(\w+)$/.exec(stringAt(properties, 'Handler') ?? '') ?? [];
  const modulePath = [`${file}.mjs`, `${file}.js`]
    .map((name) => join(folder, name))
    .find((path) => existsSync(path));
  if (modulePath !== undefined) return { modulePath, handlerName };
  throw new UnsupportedFeatureError(
    logicalId,
    `the Handler ${file}.${handlerName}`,
    `${folder} must hold ${file}.mjs`,
  );
}

function environmentOf({ name, properties }: StackResource, endpoint: string): Record<string, string> {
  const declared = objectAt(objectAt(properties, 'Environment'), 'Variables');
  const logging = objectAt(properties, 'LoggingConfig');
  return {
    AWS_REGION: localAccount.region,
    AWS_DEFAULT_REGION: localAccount.region,
    // Identifies the caller, as a role does on AWS. The signature is not checked.
    AWS_ACCESS_KEY_ID: name,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: endpoint,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(numberAt(properties, 'MemorySize') ?? defaults.memoryMb),
    _HANDLER: stringAt(properties, 'Handler') ?? '',
    AWS_LAMBDA_LOG_FORMAT: stringAt(logging, 'LogFormat') ?? 'Text',
    AWS_LAMBDA_LOG_LEVEL: stringAt(logging, 'ApplicationLogLevel') ?? 'INFO',
    AWS_EXECUTION_ENV: `AWS_Lambda_${stringAt(properties, 'Runtime') ?? ''}`,
    TZ: ':UTC',
    ...Object.fromEntries(Object.entries(declared).map(([key, value]) => [key, String(value)])),
  };
}

/** Makes the functions read the queues that are mapped to them. */
export function deployQueueMappings({ stack, services }: Deployment): void {
  const { broker, functions } = services;
  for (const { logicalId, properties } of stack.resources('AWS::Lambda::EventSourceMapping')) {
    if (String(properties['Enabled']) === 'false') continue;
    const queueArn = stringAt(properties, 'EventSourceArn') ?? '';
    if (!broker.hasQueue(queueArn)) {
      throw new UnsupportedFeatureError(
        logicalId,
        `the source ${queueArn}`,
        'name an SQS queue of this stack',
      );
    }
    const functionName = stringAt(properties, 'FunctionName') ?? '';
    if (!functions.find(functionName)) {
      throw new UnsupportedFeatureError(
        logicalId,
        `the function ${functionName}`,
        'name a function of this stack',
      );
    }
    services.addPoller({
      queueArn,
      functionName,
      batchSize: numberAt(properties, 'BatchSize') ?? defaults.batchSize,
      maxConcurrency:
        numberAt(objectAt(properties, 'ScalingConfig'), 'MaximumConcurrency') ?? DEFAULT_BATCHES,
      reportsItemFailures: arrayAt(properties, 'FunctionResponseTypes').includes('ReportBatchItemFailures'),
    });
  }
}
