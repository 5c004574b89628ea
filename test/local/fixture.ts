import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedAws, type EmbeddedAwsOptions, startEmbeddedAws } from '../../lib/local/embedded-aws.ts';

/** A stack written by hand: its resources, its outputs, and the source of each function's module by a made-up hash. */
export interface FixtureStack {
  readonly resources: Readonly<Record<string, object>>;
  readonly outputs?: Readonly<Record<string, object>>;
  readonly conditions?: Readonly<Record<string, object>>;
  readonly parameters?: Readonly<Record<string, object>>;
  readonly modules?: Readonly<Record<string, string>>;
}

/** Writes a cloud assembly as `cdk synth` lays it out. */
export async function writeAssembly(dir: string, stack: FixtureStack): Promise<string> {
  await mkdir(dir, { recursive: true });
  const files: Record<string, object> = {};
  for (const [hash, source] of Object.entries(stack.modules ?? {})) {
    await mkdir(join(dir, `asset.${hash}`), { recursive: true });
    await writeFile(join(dir, `asset.${hash}`, 'index.mjs'), source);
    files[hash] = {
      source: { path: `asset.${hash}`, packaging: 'zip' },
      destinations: { current: { bucketName: 'assets', objectKey: `${hash}.zip` } },
    };
  }
  const json = (name: string, value: object): Promise<void> =>
    writeFile(join(dir, name), JSON.stringify(value));
  await json('Fixture.assets.json', { version: '48.0.0', files, dockerImages: {} });
  await json('Fixture.template.json', {
    Resources: stack.resources,
    Outputs: stack.outputs ?? {},
    Conditions: stack.conditions ?? {},
    Parameters: stack.parameters ?? {},
  });
  await json('manifest.json', {
    version: '48.0.0',
    artifacts: {
      'Fixture.assets': { type: 'cdk:asset-manifest', properties: { file: 'Fixture.assets.json' } },
      Fixture: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Fixture.template.json' } },
    },
  });
  return dir;
}

/** A function whose module is `modules[hash]`. */
export function lambda(hash: string, properties: object = {}): object {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: hash,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { S3Bucket: 'assets', S3Key: `${hash}.zip` },
      ...properties,
    },
  };
}

/** A state machine named after its logical id. */
export function machine(name: string, type: 'STANDARD' | 'EXPRESS', definition: object): object {
  return {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      StateMachineName: name,
      StateMachineType: type,
      DefinitionString: JSON.stringify(definition),
    },
  };
}

/** A table with a sparse index of keys, as a sweeper reads it. */
export const recordsTable = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: 'records',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: ['pk', 'queue', 'dueAt'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'due',
        KeySchema: [
          { AttributeName: 'queue', KeyType: 'HASH' },
          { AttributeName: 'dueAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  },
};

/** A rule that sends the shop's events to the stack's `Queue`. */
export const shopRule = {
  Type: 'AWS::Events::Rule',
  Properties: {
    EventPattern: { source: ['shop'] },
    Targets: [{ Id: '1', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
  },
};

/** The text of a statement for a module that writes a row of {@link recordsTable}; `item` is the text of an item. */
export function putRecord(item: string): string {
  return `await fetch(process.env.AWS_ENDPOINT_URL, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem', 'content-type': 'application/x-amz-json-1.0', authorization: '${signedFor('dynamodb')}' },
      body: JSON.stringify({ TableName: 'records', Item: ${item} }),
    })`;
}

/** The ARN of a fixture's function or machine. */
export const arnOf = {
  lambda: (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  machine: (name: string): string => `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`,
  queue: (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`,
  topic: (name: string): string => `arn:aws:sns:us-east-1:000000000000:${name}`,
};

/** A folder for one test file, and embedded AWSs that live in it until it is cleaned. */
export class FixtureHost {
  readonly dir: string;
  readonly #started: EmbeddedAws[] = [];

  private constructor(dir: string) {
    this.dir = dir;
  }

  static async create(): Promise<FixtureHost> {
    return new FixtureHost(await mkdtemp(join(tmpdir(), 'embedded-aws-')));
  }

  async start(stack: FixtureStack, options: Partial<EmbeddedAwsOptions> = {}): Promise<EmbeddedAws> {
    const assemblyDir = await writeAssembly(join(this.dir, `cdk.out-${this.#started.length}`), stack);
    const aws = await startEmbeddedAws({ assemblyDir, mailboxDir: join(this.dir, 'mail'), ...options });
    this.#started.push(aws);
    return aws;
  }

  async clean(): Promise<void> {
    for (const aws of this.#started) await aws.stop();
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** What an SDK client needs to reach an embedded AWS. */
export function clientOf(aws: EmbeddedAws) {
  return {
    endpoint: aws.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    disableHostPrefix: true,
  };
}

/** The header of a request signed for a service. Only its form is checked: the secret is the client's own. */
export function signedFor(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=x/20261122/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=x`;
}
