import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type JsonObject, numberAt, parseJsonObject, stringAt } from '../json.ts';
import type { Troubles } from '../storage/troubles.ts';
import type { ExecutionRecord, ExecutionStatus, HistoryEvent } from './execution-record.ts';

/** How many executions of one machine are remembered. */
const REMEMBERED_PER_MACHINE = 10_000;
/** How many histories are kept for all machines together. With every state's input and output, each has about 20 KB. */
const REMEMBERED_HISTORIES = 100;

/**
 * The past and running executions: the last 10,000 of each machine, and the histories of the last 100 of all machines.
 *
 * With a journal, executions are restored after a restart. Those that ran when the process ended are then ABORTED:
 * their tokens and timers are lost, and anything durable must be stored elsewhere. Histories are not in the journal.
 */
export class ExecutionLog {
  readonly #byMachine = new Map<string, Map<string, ExecutionRecord>>();
  readonly #histories = new Map<string, HistoryEvent[]>();
  readonly #journal: string | undefined;
  readonly #troubles: Troubles;
  /** True after a failed write, which may have left half a line. */
  #torn = false;

  constructor(journal: string | undefined, troubles: Troubles) {
    this.#journal = journal;
    this.#troubles = troubles;
    if (journal !== undefined && existsSync(journal)) this.#restore(journal);
  }

  /** Records that an execution has started, or how it has ended. */
  write(record: ExecutionRecord): void {
    this.#remember(record);
    const journal = this.#journal;
    if (journal === undefined) return;
    const line = `${this.#torn ? '\n' : ''}${JSON.stringify(record)}\n`;
    this.#torn = !this.#troubles.attempt(journal, () => appendFileSync(journal, line));
  }

  /** Adds an event to an execution's history and gives it an id. */
  addEvent(arn: string, event: HistoryEvent): void {
    const history = this.#histories.get(arn) ?? [];
    if (history.length === 0) {
      this.#histories.set(arn, history);
      if (this.#histories.size > REMEMBERED_HISTORIES) dropOldest(this.#histories);
    }
    history.push({ id: history.length + 1, previousEventId: history.length, ...event });
  }

  /** Returns an execution by its ARN. */
  find(arn: string): ExecutionRecord | undefined {
    for (const executions of this.#byMachine.values()) {
      const record = executions.get(arn);
      if (record) return record;
    }
    return undefined;
  }

  /** Returns the executions of a machine, latest first. */
  list(machineArn: string): readonly ExecutionRecord[] {
    return [...(this.#byMachine.get(machineArn)?.values() ?? [])].reverse();
  }

  /** Returns the history of an execution, in order; empty when it is no longer kept. */
  history(arn: string): readonly HistoryEvent[] {
    return this.#histories.get(arn) ?? [];
  }

  #remember(record: ExecutionRecord): void {
    const executions = this.#byMachine.get(record.machineArn) ?? new Map<string, ExecutionRecord>();
    this.#byMachine.set(record.machineArn, executions);
    executions.set(record.arn, record);
    if (executions.size > REMEMBERED_PER_MACHINE) dropOldest(executions);
  }

  /** Reads the journal, marks running executions as ABORTED, and writes the journal again without replaced lines. */
  #restore(journal: string): void {
    const lines = readFileSync(journal, 'utf8').split('\n');
    let damaged = 0;
    for (const [index, line] of lines.entries()) {
      const record = toRecord(line);
      if (record) this.#remember(record);
      // A killed process may leave half a line at the end, which does not count as damage.
      else if (line !== '' && index < lines.length - 1) damaged += 1;
    }
    if (damaged > 0) {
      const effect =
        'Runs they are about are missing from lists or shown as ABORTED; no decision rests on them.';
      this.#troubles.report(
        `damage of ${journal}`,
        `${journal} has ${damaged} damaged line(s), which are dropped. ${effect}`,
      );
    }
    const records = [...this.#byMachine.values()].flatMap((executions) => [...executions.values()]);
    for (const record of records) {
      if (record.status === 'RUNNING')
        this.#remember({ ...record, status: 'ABORTED', stoppedMs: record.startedMs });
    }
    const kept = [...this.#byMachine.values()].flatMap((executions) => [...executions.values()]);
    this.#troubles.attempt(journal, () => {
      writeFileSync(`${journal}.part`, kept.map((record) => `${JSON.stringify(record)}\n`).join(''));
      renameSync(`${journal}.part`, journal);
    });
  }
}

function dropOldest(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}

/** Returns the record in a line of the journal, or undefined for other lines, such as one torn by a killed process. */
function toRecord(line: string): ExecutionRecord | undefined {
  const parsed = parseJsonObject(line);
  const arn = parsed && stringAt(parsed, 'arn');
  const status = parsed && toStatus(parsed);
  if (!parsed || arn === undefined || status === undefined) return undefined;
  const stoppedMs = numberAt(parsed, 'stoppedMs');
  const texts = Object.fromEntries(
    ['output', 'error', 'cause'].flatMap((key) =>
      typeof parsed[key] === 'string' ? [[key, parsed[key]]] : [],
    ),
  );
  return {
    arn,
    name: stringAt(parsed, 'name') ?? '',
    machineArn: stringAt(parsed, 'machineArn') ?? '',
    machineName: stringAt(parsed, 'machineName') ?? '',
    startedMs: numberAt(parsed, 'startedMs') ?? 0,
    status,
    input: stringAt(parsed, 'input') ?? '{}',
    stateTransitions: numberAt(parsed, 'stateTransitions') ?? 0,
    ...(stoppedMs === undefined ? {} : { stoppedMs }),
    ...texts,
  };
}

function toStatus(record: JsonObject): ExecutionStatus | undefined {
  const statuses: readonly ExecutionStatus[] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];
  return statuses.find((status) => status === record['status']);
}
