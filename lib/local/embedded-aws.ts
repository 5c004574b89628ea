import { loadStack } from './assembly/load-stack.ts';
import { readAssembly } from './assembly/read-assembly.ts';
import { deployStack } from './deploy/deploy-stack.ts';
import type { EmbeddedClock } from './embedded-clock.ts';
import type { BusEvent } from './events/bus-event.ts';
import { lockDataDir } from './lock-data-dir.ts';
import type { Mail } from './messages/mailbox.ts';
import type { MeterReading } from './meter.ts';
import { Services } from './services.ts';
import type { ExecutionRecord } from './states/execution-record.ts';
import { callerOf, routeRequest } from './wire/route-request.ts';
import type { WireRequest } from './wire/wire-message.ts';
import { WireServer } from './wire/wire-server.ts';
import { wireServices } from './wire/wire-services.ts';

export type { BusEvent } from './events/bus-event.ts';
export type { Mail } from './messages/mailbox.ts';
export type { MeterReading, MeterSnapshot } from './meter.ts';

/** How to start the embedded AWS. */
export interface EmbeddedAwsOptions {
  /** A synthesized cloud assembly with one stack, or how to make one: done once data folder and port are taken. */
  readonly assemblyDir: string | (() => Promise<string>);
  /** @default 0, any free port */
  readonly port?: number;
  /** Where tables, messages and executions are kept. @default in memory */
  readonly dataDir?: string;
  /** The folder that receives e-mails as `.eml` files. */
  readonly mailboxDir: string;
  /** The instant virtual time starts at. @default now */
  readonly startAt?: Date;
  /** The value of each secret that AWS would generate: fixed, so that each start has the same. @default 'embedded' */
  readonly generatedSecret?: string;
  /** Receives what functions print and what goes wrong, line by line. @default nowhere */
  readonly log?: (line: string) => void;
  /** Receives what a person has to act on, such as a full disk, a line each. @default standard error */
  readonly warn?: (line: string) => void;
  /** Sees every request before it is answered, with the access key id of who signed it. @default nobody */
  readonly onRequest?: (request: WireRequest, caller: string) => void;
}

/** A running embedded AWS. */
export interface EmbeddedAws {
  /** `http://127.0.0.1:PORT`, for any SDK or CLI. */
  readonly endpoint: string;
  /** The stack's outputs by their key. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Virtual time; see `EmbeddedClock` for what moving it fires. */
  readonly clock: Pick<EmbeddedClock, 'now' | 'advance' | 'advanceTo'>;
  /** Calls `listener` with every event any bus accepts, after its delivery. */
  onBusEvent(listener: (event: BusEvent) => void): void;
  /** Calls `listener` with every e-mail, once it is on disk. */
  onMail(listener: (mail: Mail) => void): void;
  /** Runs a schedule's target now, by the schedule's name or logical id. Rejects when the target fails. */
  invokeSchedule(name: string): Promise<void>;
  /** What was used so far. */
  readonly meter: MeterReading;
  /** The last executions of a machine, the latest first. */
  executions(machineArn: string): readonly ExecutionRecord[];
  /**
   * Resolves when nothing is in flight: no message in a mapped queue, no call of a function, no execution but those
   * that wait for a task token or the clock.
   *
   * @throws StalledError naming what is busy, when nothing of it has gone on for 30 seconds.
   */
  settle(): Promise<void>;
  /** Stops reading queues, waits briefly for what is in flight, ends the rest and closes the files. */
  stop(): Promise<void>;
}

/** After how long without anything done what is busy counts as stalled. */
const STALLED_MS = 30_000;

/**
 * Brings up a synthesized stack on a loopback port, and runs what is deployed: the stack's state machines, its bundled
 * functions on the real SDK clients, its queues, tables, rules and schedules.
 *
 * @throws AssemblyError when the folder holds no assembly, UnsupportedFeatureError when the template uses anything that
 * is not run here, DataDirInUseError when another process works in the data folder, DamagedFileError and DiskFullError
 * when what is in it cannot be used.
 */
export async function startEmbeddedAws(options: EmbeddedAwsOptions): Promise<EmbeddedAws> {
  const { assemblyDir } = options;
  const unlock = options.dataDir === undefined ? undefined : lockDataDir(options.dataDir);
  const server = new WireServer();
  let services: Services | undefined;
  const stop = async (): Promise<void> => {
    await services?.stopWork();
    await server.close();
    await services?.close();
    unlock?.();
  };
  try {
    const endpoint = await server.listen(options.port ?? 0);
    const assembly = await readAssembly(typeof assemblyDir === 'string' ? assemblyDir : await assemblyDir());
    const stack = loadStack(assembly, endpoint);
    const warn = (line: string): void => void process.stderr.write(`${line}\n`);
    services = await Services.open({ warn, ...options });
    await deployStack({ stack, assembly, endpoint, services });
    const wired = wireServices(services);
    server.serve((request) => {
      options.onRequest?.(request, callerOf(request));
      return routeRequest(request, wired);
    });
    services.startPolling();
    return describeRunning({ endpoint, outputs: stack.outputs, services, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

function describeRunning(running: {
  readonly endpoint: string;
  readonly outputs: EmbeddedAws['outputs'];
  readonly services: Services;
  readonly stop: () => Promise<void>;
}): EmbeddedAws {
  const { endpoint, outputs, services, stop } = running;
  return {
    endpoint,
    outputs,
    clock: services.clock,
    onBusEvent: (listener) => services.buses.onEvent(listener),
    onMail: (listener) => services.mailbox.onMail(listener),
    invokeSchedule: (name) => services.schedules.invoke(name),
    meter: services.meter,
    executions: (machineArn) => services.executionLog.list(machineArn),
    settle: () => services.settle(STALLED_MS),
    stop,
  };
}
