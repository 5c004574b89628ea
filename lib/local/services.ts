import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HttpApi } from './api/http-api.ts';
import { DynamoDbService } from './dynamodb/dynamodb-service.ts';
import { EmbeddedClock } from './embedded-clock.ts';
import { EventBuses } from './events/event-buses.ts';
import { createFunctionLog } from './function-log.ts';
import { FunctionHost } from './functions/function-host.ts';
import { Mailbox } from './messages/mailbox.ts';
import { MessageBroker } from './messages/message-broker.ts';
import { QueuePoller, type QueuePollerSpec } from './messages/queue-poller.ts';
import { Meter } from './meter.ts';
import { Schedules } from './schedules/schedules.ts';
import { SecretsService } from './secrets/secrets-service.ts';
import { settle } from './settle.ts';
import { ExecutionLog } from './states/execution-log.ts';
import { StateMachines } from './states/state-machines.ts';
import { checkDataDir, dataFiles } from './storage/check-data-dir.ts';
import { Troubles } from './storage/troubles.ts';

/** The options with which the services are opened. */
export interface ServicesOptions {
  readonly dataDir?: string;
  readonly mailboxDir: string;
  readonly startAt?: Date;
  readonly clockOffset: SharedArrayBuffer;
  readonly generatedSecret?: string;
  readonly log?: (line: string) => void;
  readonly warn: (line: string) => void;
}

/** How many milliseconds without progress make a step of the clock stop waiting for the work that it started. */
const CLOCK_STALLED_MS = 10_000;
/**
 * If this many runs wait for their turn, queues are not read and schedules do not run. The sweep restarts a run that
 * waits longer than the lease of its refund, so a long burst would otherwise add work faster than it is done.
 */
const MAX_RUNS_WAITING = 16;
/** How long a stop waits for work in flight. */
const STOP_TIMEOUT_MS = 2_000;

/** The services of one embedded AWS, connected with each other. */
export class Services {
  readonly api: HttpApi;
  readonly broker: MessageBroker;
  readonly buses: EventBuses;
  readonly clock: EmbeddedClock;
  readonly dynamodb: DynamoDbService;
  readonly executionLog: ExecutionLog;
  readonly functionLog: (functionName: string, text: string) => void;
  readonly functions: FunctionHost;
  /** The value of each secret that AWS would generate. */
  readonly generatedSecret: string;
  readonly log: (line: string) => void;
  readonly machines: StateMachines;
  readonly mailbox: Mailbox;
  readonly meter: Meter;
  /** The file that keeps the rules that clients add. */
  readonly rulesFile: string | undefined;
  readonly schedules: Schedules;
  readonly secrets = new SecretsService();
  readonly troubles: Troubles;
  readonly #pollers: QueuePoller[] = [];

  private constructor(options: ServicesOptions, stores: Stores) {
    const { broker, dynamodb, meter, troubles } = stores;
    const log = options.log ?? (() => undefined);
    const file = (name: string): string | undefined => options.dataDir && join(options.dataDir, name);
    const { startAt, clockOffset: sharedOffset } = options;
    const clock = new EmbeddedClock({
      quiesce: () => this.#quiesce(),
      sharedOffset,
      ...(startAt === undefined ? {} : { startAt }),
    });
    const functions = new FunctionHost({ meter, log });
    const executionLog = new ExecutionLog(file(dataFiles.executions), troubles);
    const machines = new StateMachines({ log: executionLog, clock, functions, meter });
    this.api = new HttpApi({ clock, functions, meter, log });
    this.broker = broker;
    this.buses = new EventBuses({ broker, clock, meter });
    this.clock = clock;
    this.dynamodb = dynamodb;
    this.executionLog = executionLog;
    this.functionLog = createFunctionLog(log, file(dataFiles.logs), troubles);
    this.functions = functions;
    this.generatedSecret = options.generatedSecret ?? 'embedded';
    this.log = log;
    this.machines = machines;
    this.mailbox = new Mailbox({ dir: options.mailboxDir, clock, meter });
    this.meter = meter;
    this.rulesFile = file(dataFiles.rules);
    this.schedules = new Schedules({ clock, functions, machines, log, mayRun: () => this.#mayTakeWork() });
    this.troubles = troubles;
  }

  /**
   * Opens the stores, with the data that is in the data folder, and the services that use them.
   *
   * @throws DamagedFileError, DiskFullError.
   */
  static async open(options: ServicesOptions): Promise<Services> {
    const { dataDir } = options;
    if (dataDir !== undefined) checkDataDir(dataDir);
    const meter = new Meter();
    const troubles = new Troubles(options.warn);
    const queues = dataDir === undefined ? {} : { dataDir: join(dataDir, dataFiles.queues) };
    const tables = dataDir === undefined ? {} : { path: join(dataDir, dataFiles.tables) };
    const onFailure = (failure: Error): void => troubles.report('tables', failure.message);
    // The tables come first, because a folder that has queues but no tables has lost its tables.
    const ranBefore = dataDir !== undefined && existsSync(join(dataDir, dataFiles.executions));
    const dynamodb = await DynamoDbService.open({ meter, onFailure, ranBefore, ...tables });
    try {
      const broker = await MessageBroker.open({ meter, ...queues });
      return new Services(options, { broker, dynamodb, meter, troubles });
    } catch (error) {
      await dynamodb.stop();
      throw error;
    }
  }

  /** Adds a queue to read for a function. Reading starts with {@link startPolling}. */
  addPoller(spec: QueuePollerSpec): void {
    const { broker, clock, functions, log } = this;
    const mayTake = (): boolean => this.#mayTakeWork();
    this.#pollers.push(new QueuePoller({ spec, broker, clock, functions, log, mayTake }));
  }

  /** Starts to read the queues. */
  startPolling(): void {
    for (const poller of this.#pollers) poller.start();
  }

  /** Returns one line for each part that is busy. */
  busy(): readonly string[] {
    const polling = this.#pollers.flatMap((poller) => poller.busy());
    return [
      ...this.api.busy(),
      ...this.functions.busy(),
      ...this.machines.busy(),
      ...polling,
      ...this.schedules.busy(),
    ];
  }

  /**
   * Resolves when nothing is busy.
   * @throws StalledError when nothing was done for `stalledMs`.
   */
  async settle(stalledMs: number): Promise<void> {
    await settle({ busy: () => this.busy(), done: () => this.meter.total }, stalledMs);
  }

  /** Stops reading queues, waits briefly for work in flight and ends the rest. */
  async stopWork(): Promise<void> {
    this.clock.stop();
    // `done` stays 0, so that a stop waits no longer than this, even if there is progress.
    await settle({ busy: () => this.busy(), done: () => 0 }, STOP_TIMEOUT_MS).catch((error: unknown) =>
      this.log(`Stopping. ${String(error)}`),
    );
    const polling = Promise.all(this.#pollers.map((poller) => poller.stop()));
    this.broker.wakeAll();
    this.schedules.stop();
    await this.machines.stop();
    await this.functions.stop();
    await polling;
  }

  /** Closes the files. */
  async close(): Promise<void> {
    await this.broker.stop();
    await this.dynamodb.stop();
  }

  /** Returns false while too many started runs wait, or if the tables cannot be written: no new work is started. */
  #mayTakeWork(): boolean {
    return this.machines.waiting < MAX_RUNS_WAITING && !this.dynamodb.failed;
  }

  async #quiesce(): Promise<void> {
    await this.settle(CLOCK_STALLED_MS).catch((error: unknown) =>
      this.log(`The clock moves on. ${String(error)}`),
    );
  }
}

interface Stores {
  readonly broker: MessageBroker;
  readonly dynamodb: DynamoDbService;
  readonly meter: Meter;
  readonly troubles: Troubles;
}
