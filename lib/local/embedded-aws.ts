import { ApiServer } from './api/api-server.ts';
import { loadStack } from './assembly/load-stack.ts';
import { readAssembly } from './assembly/read-assembly.ts';
import { deployStack } from './deploy/deploy-stack.ts';
import type { EmbeddedClock } from './embedded-clock.ts';
import type { Endpoints } from './endpoints.ts';
import type { BusEvent } from './events/bus-event.ts';
import { lockDataDir } from './lock-data-dir.ts';
import type { Mail } from './messages/mailbox.ts';
import type { MeterReading } from './meter.ts';
import { Services } from './services.ts';
import type { ExecutionRecord } from './states/execution-record.ts';
import { createClockOffset } from './virtual-date.ts';
import { callerOf, routeRequest } from './wire/route-request.ts';
import type { WireRequest } from './wire/wire-message.ts';
import { WireServer } from './wire/wire-server.ts';
import { wireServices } from './wire/wire-services.ts';

export type { BusEvent } from './events/bus-event.ts';
export type { Mail } from './messages/mailbox.ts';
export type { MeterReading, MeterSnapshot } from './meter.ts';

/** What is known of an embedded AWS before its stack is. */
export interface EmbeddedPlace extends Endpoints {
  /** See {@link EmbeddedAws.clockOffset}. It is 0 until the services are opened. */
  readonly clockOffset: SharedArrayBuffer;
}

/** How to start the embedded AWS. */
export interface EmbeddedAwsOptions {
  /** A cloud assembly with one stack, or a function that makes it, called once data folder and ports are taken. */
  readonly assemblyDir: string | ((at: EmbeddedPlace) => Promise<string>);
  /** @default 0, any free port */
  readonly port?: number;
  /** The port of the stack's HTTP API. @default 0, any free port */
  readonly apiPort?: number;
  /** Where tables, messages and executions are kept. @default in memory */
  readonly dataDir?: string;
  /** The folder that receives e-mails as `.eml` files. */
  readonly mailboxDir: string;
  /** The instant at which virtual time starts. @default now */
  readonly startAt?: Date;
  /** The value of each secret that AWS would generate; it is the same at each start. @default 'embedded' */
  readonly generatedSecret?: string;
  /** Called with each line that functions print and each fault. @default - none */
  readonly log?: (line: string) => void;
  /** Called with each line that a person must act on, such as a full disk. @default - standard error */
  readonly warn?: (line: string) => void;
  /** Called with every request before it is handled, and the access key id of its signer. @default - none */
  readonly onRequest?: (request: WireRequest, caller: string) => void;
}

/** A running embedded AWS. */
export interface EmbeddedAws {
  /** `http://127.0.0.1:PORT`, for any SDK or CLI. */
  readonly endpoint: string;
  /** `http://127.0.0.1:PORT` of the stack's HTTP API, for browsers; undefined if the stack has none. */
  readonly apiEndpoint: string | undefined;
  /** The stack's outputs by key. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Virtual time. `EmbeddedClock` says what fires when it moves. */
  readonly clock: Pick<EmbeddedClock, 'now' | 'advance' | 'advanceTo'>;
  /** The clock's offset in shared memory. `installVirtualDate` of `virtual-date.ts` gives a worker thread its time. */
  readonly clockOffset: SharedArrayBuffer;
  /** Calls `listener` with every event that a bus accepts, after its delivery. */
  onBusEvent(listener: (event: BusEvent) => void): void;
  /** Calls `listener` with every e-mail, once it is on disk. */
  onMail(listener: (mail: Mail) => void): void;
  /** Runs a schedule's target now, by the schedule's name or logical id. Rejects when the target fails. */
  invokeSchedule(name: string): Promise<void>;
  /** The usage so far. */
  readonly meter: MeterReading;
  /** Returns the last executions of a machine, latest first. */
  executions(machineArn: string): readonly ExecutionRecord[];
  /**
   * Resolves when nothing is in flight: no message in a mapped queue, no call of a function, and no execution except
   * those that wait for a task token or the clock.
   *
   * @throws StalledError that names what is busy, when nothing has progressed for 30 seconds.
   */
  settle(): Promise<void>;
  /** Stops reading queues, waits briefly for work in flight, ends the rest and closes the files. */
  stop(): Promise<void>;
}

/** How many milliseconds without progress make busy work count as stalled. */
const STALLED_MS = 30_000;

/**
 * Deploys a synthesized stack on loopback and runs it: its state machines, its bundled functions with the real
 * SDK clients, its queues, tables, rules and schedules, and its HTTP API on a port of its own.
 *
 * @throws AssemblyError when the folder holds no assembly, UnsupportedFeatureError when the template uses anything that
 * is not supported here, DataDirInUseError when another process uses the data folder, DamagedFileError and
 * DiskFullError when the data folder cannot be used.
 */
export async function startEmbeddedAws(options: EmbeddedAwsOptions): Promise<EmbeddedAws> {
  const unlock = options.dataDir === undefined ? undefined : lockDataDir(options.dataDir);
  const server = new WireServer();
  const apiServer = new ApiServer();
  let services: Services | undefined;
  const stop = async (): Promise<void> => {
    apiServer.refuse();
    await services?.stopWork();
    await Promise.all([server.close(), apiServer.close()]);
    await services?.close();
    unlock?.();
  };
  try {
    const endpoint = await server.listen(options.port ?? 0);
    const apiEndpoint = await apiServer.listen(options.apiPort ?? 0);
    const place: EmbeddedPlace = { endpoint, apiEndpoint, clockOffset: createClockOffset() };
    const assembly = await readAssembly(await assemblyDirOf(options, place));
    const stack = loadStack(assembly, place);
    const warn = (line: string): void => void process.stderr.write(`${line}\n`);
    services = await Services.open({ warn, ...options, clockOffset: place.clockOffset });
    await deployStack({ stack, assembly, endpoint, services });
    serveServices(server, services, options);
    const { api } = services;
    if (api.deployed) apiServer.serve((request) => api.handle(request));
    else await apiServer.close();
    services.startPolling();
    return describeRunning({ place, outputs: stack.outputs, services, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemblyDirOf({ assemblyDir }: EmbeddedAwsOptions, place: EmbeddedPlace): Promise<string> {
  return typeof assemblyDir === 'string' ? assemblyDir : assemblyDir(place);
}

function serveServices(server: WireServer, services: Services, { onRequest }: EmbeddedAwsOptions): void {
  const wired = wireServices(services);
  server.serve((request) => {
    onRequest?.(request, callerOf(request));
    return routeRequest(request, wired);
  });
}

function describeRunning(running: {
  readonly place: EmbeddedPlace;
  readonly outputs: EmbeddedAws['outputs'];
  readonly services: Services;
  readonly stop: () => Promise<void>;
}): EmbeddedAws {
  const { place, outputs, services, stop } = running;
  return {
    endpoint: place.endpoint,
    apiEndpoint: services.api.deployed ? place.apiEndpoint : undefined,
    outputs,
    clock: services.clock,
    clockOffset: place.clockOffset,
    onBusEvent: (listener) => services.buses.onEvent(listener),
    onMail: (listener) => services.mailbox.onMail(listener),
    invokeSchedule: (name) => services.schedules.invoke(name),
    meter: services.meter,
    executions: (machineArn) => services.executionLog.list(machineArn),
    settle: () => services.settle(STALLED_MS),
    stop,
  };
}
