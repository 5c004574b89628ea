import { type JsonObject, type JsonValue, stringAt } from '../json.ts';
import { localAccount } from '../local-account.ts';
import { AwsServiceError } from '../wire/aws-service-error.ts';
import type { ExecutionLog } from './execution-log.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { DeployedSpec } from './state-machine-spec.ts';
import type { StateMachines } from './state-machines.ts';

/**
 * Step Functions over HTTP.
 *
 * Unlike AWS it also lists and describes EXPRESS executions and shows their history, because there is no log group for
 * them here.
 */
export class StatesService {
  readonly #machines: StateMachines;
  readonly #log: ExecutionLog;

  constructor(machines: StateMachines, log: ExecutionLog) {
    this.#machines = machines;
    this.#log = log;
  }

  /**
   * Runs one operation and returns its result.
   * @throws AwsServiceError as Step Functions would.
   */
  async handle(operation: string, request: JsonObject): Promise<JsonObject> {
    switch (operation) {
      case 'StartExecution': {
        const started = this.#machines.start(request);
        return { executionArn: started.arn, startDate: started.startedMs / 1000 };
      }
      case 'StartSyncExecution':
        return describeSync(await this.#machines.startSync(request));
      case 'StopExecution':
        return this.#stop(request);
      case 'DescribeExecution':
        return describe(this.#machines.describe(stringAt(request, 'executionArn') ?? ''));
      case 'GetExecutionHistory':
        return this.#history(request);
      case 'ListExecutions':
        return this.#list(request);
      case 'ListStateMachines':
        return { stateMachines: this.#machines.list().map(summarizeMachine) };
      case 'DescribeStateMachine':
        return describeMachine(this.#machines.find(stringAt(request, 'stateMachineArn') ?? ''));
      default:
        return this.#token(operation, request);
    }
  }

  #token(operation: string, request: JsonObject): JsonObject {
    const token = stringAt(request, 'taskToken') ?? '';
    switch (operation) {
      case 'SendTaskSuccess':
        this.#machines.tokens.succeed(token, stringAt(request, 'output') ?? '');
        return {};
      case 'SendTaskFailure':
        this.#machines.tokens.fail(token, stringAt(request, 'error') ?? '', stringAt(request, 'cause') ?? '');
        return {};
      case 'SendTaskHeartbeat':
        this.#machines.tokens.heartbeat(token);
        return {};
      default:
        throw new AwsServiceError(
          'UnknownOperationException',
          `AWSStepFunctions.${operation} is not embedded.`,
        );
    }
  }

  async #stop(request: JsonObject): Promise<JsonObject> {
    const error = stringAt(request, 'error');
    const cause = stringAt(request, 'cause');
    const stopped = await this.#machines.stopExecution(stringAt(request, 'executionArn') ?? '', {
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    });
    return { stopDate: (stopped.stoppedMs ?? stopped.startedMs) / 1000 };
  }

  #list(request: JsonObject): JsonObject {
    const { arn } = this.#machines.find(stringAt(request, 'stateMachineArn') ?? '');
    const status = stringAt(request, 'statusFilter');
    const records = this.#log.list(arn).filter((record) => status === undefined || record.status === status);
    return page(records.map(summarize), request, 'executions');
  }

  #history(request: JsonObject): JsonObject {
    const { arn } = this.#machines.describe(stringAt(request, 'executionArn') ?? '');
    const events = this.#log.history(arn);
    return page(request['reverseOrder'] === true ? events.toReversed() : events, request, 'events');
  }
}

/** Returns a page of a list. The token is the index of the next page's first item. */
function page(items: readonly JsonValue[], request: JsonObject, field: string): JsonObject {
  const size =
    typeof request['maxResults'] === 'number' && request['maxResults'] > 0 ? request['maxResults'] : 100;
  const from = Number(stringAt(request, 'nextToken') ?? 0);
  const next = from + size;
  const answer = { [field]: items.slice(from, next) };
  return next < items.length ? { ...answer, nextToken: String(next) } : answer;
}

function summarize(record: ExecutionRecord): JsonObject {
  const summary = {
    executionArn: record.arn,
    stateMachineArn: record.machineArn,
    name: record.name,
    status: record.status,
    startDate: record.startedMs / 1000,
  };
  return record.stoppedMs === undefined ? summary : { ...summary, stopDate: record.stoppedMs / 1000 };
}

function describe(record: ExecutionRecord): JsonObject {
  const ending: Record<string, JsonValue> = {};
  if (record.output !== undefined) ending['output'] = record.output;
  if (record.error !== undefined) ending['error'] = record.error;
  if (record.cause !== undefined) ending['cause'] = record.cause;
  return { ...summarize(record), input: record.input, inputDetails: { included: true }, ...ending };
}

function describeSync(record: ExecutionRecord): JsonObject {
  const billing = { billedDurationInMilliseconds: (record.stoppedMs ?? record.startedMs) - record.startedMs };
  return { ...describe(record), billingDetails: { ...billing, billedMemoryUsedInMB: 64 } };
}

function summarizeMachine(spec: DeployedSpec): JsonObject {
  return { stateMachineArn: spec.arn, name: spec.name, type: spec.type, creationDate: spec.createdMs / 1000 };
}

function describeMachine(spec: DeployedSpec): JsonObject {
  return {
    ...summarizeMachine(spec),
    status: 'ACTIVE',
    definition: JSON.stringify(spec.definition),
    roleArn: `arn:aws:iam::${localAccount.accountId}:role/embedded`,
  };
}
