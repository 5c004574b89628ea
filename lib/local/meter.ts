/** What one kind of DynamoDB request cost. */
export interface DynamoDbUsage {
  readonly requests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** What one function did. */
export interface FunctionUsage {
  readonly invocations: number;
  readonly errors: number;
  /** Wall-clock time of its calls on this machine, loading included, waiting not: not what AWS would bill. */
  readonly durationMs: number;
}

/** What one state machine did. */
export interface StateMachineUsage {
  readonly executions: number;
  /** States entered, retries included: what AWS bills a STANDARD machine by. */
  readonly stateTransitions: number;
}

/** Everything counted since the start or the last reset. */
export interface MeterSnapshot {
  /** By state machine name. */
  readonly stateMachines: Readonly<Record<string, StateMachineUsage>>;
  /** By function name. */
  readonly functions: Readonly<Record<string, FunctionUsage>>;
  /**
   * By `OPERATION TABLE PREFIX`, e.g. `UpdateItem refunds REFUND#`, where the prefix is the partition key's value up
   * to and with its first `#`, or `(none)`.
   *
   * Reads and the table's share of writes are what DynamoDB documents: 4 KB steps, halved when eventually consistent;
   * 1 KB steps of the larger of old and new item. Each global index a write touches counts on its own as
   * `IndexWrite TABLE/INDEX PREFIX`: one write for an entry added, removed or changed, two when its key moved,
   * none when the entry stays the same. A refused condition counts one write unit.
   */
  readonly dynamodb: Readonly<Record<string, DynamoDbUsage>>;
  /** Events accepted, by bus name. */
  readonly busEvents: Readonly<Record<string, number>>;
  /** Queue requests by `QUEUE ACTION`; a receive counts when it brought messages, for an idle poll costs no refund. */
  readonly queueRequests: Readonly<Record<string, number>>;
  /** E-mails written. */
  readonly mails: number;
}

/** Counts what the deployed system uses, for the benchmark's bill. */
export interface MeterReading {
  /** What was counted so far. Later counting does not change it. */
  snapshot(): MeterSnapshot;
  /** Starts again at nothing. */
  reset(): void;
}

/** The counters behind {@link MeterReading}; the services write into them. */
export class Meter implements MeterReading {
  #stateMachines = new Map<string, StateMachineUsage>();
  #functions = new Map<string, FunctionUsage>();
  #dynamodb = new Map<string, DynamoDbUsage>();
  #busEvents = new Map<string, number>();
  #queueRequests = new Map<string, number>();
  #mails = 0;
  #total = 0;

  /** How much was counted since the start, whatever it was; a reset leaves it. */
  get total(): number {
    return this.#total;
  }

  snapshot(): MeterSnapshot {
    return {
      stateMachines: Object.fromEntries(this.#stateMachines),
      functions: Object.fromEntries(this.#functions),
      dynamodb: Object.fromEntries(this.#dynamodb),
      busEvents: Object.fromEntries(this.#busEvents),
      queueRequests: Object.fromEntries(this.#queueRequests),
      mails: this.#mails,
    };
  }

  reset(): void {
    this.#stateMachines = new Map();
    this.#functions = new Map();
    this.#dynamodb = new Map();
    this.#busEvents = new Map();
    this.#queueRequests = new Map();
    this.#mails = 0;
  }

  /** An execution of a state machine began. */
  countExecution(machine: string): void {
    this.#total += 1;
    const usage = this.#machine(machine);
    this.#stateMachines.set(machine, { ...usage, executions: usage.executions + 1 });
  }

  /** An execution entered a state, or tried it again. */
  countStateTransition(machine: string): void {
    this.#total += 1;
    const usage = this.#machine(machine);
    this.#stateMachines.set(machine, { ...usage, stateTransitions: usage.stateTransitions + 1 });
  }

  /** A function answered, well or with an error. */
  countInvocation(name: string, durationMs: number, failed: boolean): void {
    this.#total += 1;
    const usage = this.#functions.get(name) ?? { invocations: 0, errors: 0, durationMs: 0 };
    this.#functions.set(name, {
      invocations: usage.invocations + 1,
      errors: usage.errors + (failed ? 1 : 0),
      durationMs: usage.durationMs + durationMs,
    });
  }

  /** A DynamoDB request, or an index it wrote, used units. */
  countDynamoDb(kind: string, units: { readonly read?: number; readonly write?: number }): void {
    this.#total += 1;
    const usage = this.#dynamodb.get(kind) ?? { requests: 0, readUnits: 0, writeUnits: 0 };
    this.#dynamodb.set(kind, {
      requests: usage.requests + 1,
      readUnits: usage.readUnits + (units.read ?? 0),
      writeUnits: usage.writeUnits + (units.write ?? 0),
    });
  }

  /** A bus accepted an event. */
  countBusEvent(bus: string): void {
    this.#total += 1;
    this.#busEvents.set(bus, (this.#busEvents.get(bus) ?? 0) + 1);
  }

  /** A request was made to a queue. */
  countQueueRequest(queue: string, action: string): void {
    this.#total += 1;
    const kind = `${queue} ${action}`;
    this.#queueRequests.set(kind, (this.#queueRequests.get(kind) ?? 0) + 1);
  }

  /** An e-mail was written. */
  countMail(): void {
    this.#total += 1;
    this.#mails += 1;
  }

  #machine(name: string): StateMachineUsage {
    return this.#stateMachines.get(name) ?? { executions: 0, stateTransitions: 0 };
  }
}
