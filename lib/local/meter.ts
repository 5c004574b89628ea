/** What one kind of DynamoDB request used. */
export interface DynamoDbUsage {
  readonly requests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** What one function did. */
export interface FunctionUsage {
  readonly invocations: number;
  readonly errors: number;
  /** Real time of its calls on this machine, with loading, without waiting. It is not what AWS would bill. */
  readonly durationMs: number;
}

/** What one state machine did. */
export interface StateMachineUsage {
  readonly executions: number;
  /** States entered, including retries. AWS bills a STANDARD machine by them. */
  readonly stateTransitions: number;
}

/** Everything counted since the start or the last reset. */
export interface MeterSnapshot {
  /** By state machine name. */
  readonly stateMachines: Readonly<Record<string, StateMachineUsage>>;
  /** By function name. */
  readonly functions: Readonly<Record<string, FunctionUsage>>;
  /**
   * By `OPERATION TABLE PREFIX`, such as `UpdateItem refunds REFUND#`. The prefix is the partition key's value up to
   * and including its first `#`, or `(none)`.
   *
   * Units are as DynamoDB documents them. Reads count in steps of 4 KB, half if eventually consistent. Writes count in
   * steps of 1 KB of the larger of old and new item. Each global index that a write changes counts separately as
   * `IndexWrite TABLE/INDEX PREFIX`: one write for an entry added, removed or changed, two when its key changed, none
   * when the entry stays the same. A write refused by its condition counts one write unit.
   */
  readonly dynamodb: Readonly<Record<string, DynamoDbUsage>>;
  /** Events accepted, by bus name. */
  readonly busEvents: Readonly<Record<string, number>>;
  /** Queue requests by `QUEUE ACTION`. A receive without messages does not count: idle polls are no refund's cost. */
  readonly queueRequests: Readonly<Record<string, number>>;
  /** Requests to the HTTP API by route key, such as `ANY /api/{proxy+}`, or `(none)` for those that no route takes. */
  readonly apiRequests: Readonly<Record<string, number>>;
  /** E-mails written. */
  readonly mails: number;
}

/** The usage of the deployed system, for the costs in the benchmark. */
export interface MeterReading {
  /** Returns the counts so far. Later counting does not change the returned object. */
  snapshot(): MeterSnapshot;
  /** Sets all counts to zero. */
  reset(): void;
}

/** The counters behind {@link MeterReading}. The services increase them. */
export class Meter implements MeterReading {
  #stateMachines = new Map<string, StateMachineUsage>();
  #functions = new Map<string, FunctionUsage>();
  #dynamodb = new Map<string, DynamoDbUsage>();
  #busEvents = new Map<string, number>();
  #queueRequests = new Map<string, number>();
  #apiRequests = new Map<string, number>();
  #mails = 0;
  #total = 0;

  /** The number of all counts since the start. A reset does not change it. */
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
      apiRequests: Object.fromEntries(this.#apiRequests),
      mails: this.#mails,
    };
  }

  reset(): void {
    this.#stateMachines = new Map();
    this.#functions = new Map();
    this.#dynamodb = new Map();
    this.#busEvents = new Map();
    this.#queueRequests = new Map();
    this.#apiRequests = new Map();
    this.#mails = 0;
  }

  /** Counts an execution of a state machine that began. */
  countExecution(machine: string): void {
    this.#total += 1;
    const usage = this.#machine(machine);
    this.#stateMachines.set(machine, { ...usage, executions: usage.executions + 1 });
  }

  /** Counts a state that an execution entered or retried. */
  countStateTransition(machine: string): void {
    this.#total += 1;
    const usage = this.#machine(machine);
    this.#stateMachines.set(machine, { ...usage, stateTransitions: usage.stateTransitions + 1 });
  }

  /** Counts a call of a function that ended, with a result or an error. */
  countInvocation(name: string, durationMs: number, failed: boolean): void {
    this.#total += 1;
    const usage = this.#functions.get(name) ?? { invocations: 0, errors: 0, durationMs: 0 };
    this.#functions.set(name, {
      invocations: usage.invocations + 1,
      errors: usage.errors + (failed ? 1 : 0),
      durationMs: usage.durationMs + durationMs,
    });
  }

  /** Counts the units that a DynamoDB request, or an index it wrote, used. */
  countDynamoDb(kind: string, units: { readonly read?: number; readonly write?: number }): void {
    this.#total += 1;
    const usage = this.#dynamodb.get(kind) ?? { requests: 0, readUnits: 0, writeUnits: 0 };
    this.#dynamodb.set(kind, {
      requests: usage.requests + 1,
      readUnits: usage.readUnits + (units.read ?? 0),
      writeUnits: usage.writeUnits + (units.write ?? 0),
    });
  }

  /** Counts an event that a bus accepted. */
  countBusEvent(bus: string): void {
    this.#total += 1;
    this.#busEvents.set(bus, (this.#busEvents.get(bus) ?? 0) + 1);
  }

  /** Counts a request to a queue. */
  countQueueRequest(queue: string, action: string): void {
    this.#total += 1;
    const kind = `${queue} ${action}`;
    this.#queueRequests.set(kind, (this.#queueRequests.get(kind) ?? 0) + 1);
  }

  /** Counts a request to the HTTP API. */
  countApiRequest(routeKey: string): void {
    this.#total += 1;
    this.#apiRequests.set(routeKey, (this.#apiRequests.get(routeKey) ?? 0) + 1);
  }

  /** Counts an e-mail that was written. */
  countMail(): void {
    this.#total += 1;
    this.#mails += 1;
  }

  #machine(name: string): StateMachineUsage {
    return this.#stateMachines.get(name) ?? { executions: 0, stateTransitions: 0 };
  }
}
