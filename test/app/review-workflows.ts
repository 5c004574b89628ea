import { REVIEW_SLA_SECONDS } from '../../lib/contracts/steps.ts';

interface Workflow {
  readonly refundId: string;
  token: string;
  /** When the step that waits for people is over, and asked again. */
  timeoutAt: number;
}

/** What the review workflows run. */
export interface WorkflowParts {
  readonly open: (step: { readonly refundId: string; readonly token: string }) => Promise<void>;
  readonly returnToGate: (refundId: string) => void;
}

/** Stands for the review state machine: one execution a name, one token a round of asking. */
export class ReviewWorkflows {
  readonly #parts: WorkflowParts;
  /** Names are taken for good, as on AWS. */
  readonly #names = new Set<string>();
  readonly #waiting: Workflow[] = [];
  #tokens = 0;
  #pending: Workflow[] = [];

  constructor(parts: WorkflowParts) {
    this.#parts = parts;
  }

  /** How many executions there ever were. */
  get started(): number {
    return this.#names.size;
  }

  start(name: string, refundId: string): void {
    if (this.#names.has(name)) return;
    this.#names.add(name);
    this.#pending.push({ refundId, token: '', timeoutAt: 0 });
  }

  /** Runs the next step that opens a review; answers whether there was one. One that fails ends its execution. */
  async openNext(now: Date, survives: (open: () => Promise<void>) => Promise<boolean>): Promise<boolean> {
    const late = this.#waiting.findIndex(({ timeoutAt }) => timeoutAt <= now.getTime());
    const workflow = late >= 0 ? this.#waiting.splice(late, 1)[0] : this.#pending.shift();
    if (workflow === undefined) return false;
    this.#tokens += 1;
    workflow.token = `token-${this.#tokens}`;
    workflow.timeoutAt = now.getTime() + REVIEW_SLA_SECONDS * 1000;
    this.#waiting.push(workflow);
    const { refundId, token } = workflow;
    if (!(await survives(() => this.#parts.open({ refundId, token })))) this.#drop(workflow);
    return true;
  }

  /** Ends the waiting of whoever holds the token; false when nobody does. */
  end(token: string): boolean {
    const workflow = this.#waiting.find((one) => one.token === token);
    if (workflow === undefined) return false;
    this.#drop(workflow);
    this.#parts.returnToGate(workflow.refundId);
    return true;
  }

  /** Every execution dies without a word. */
  die(): void {
    this.#waiting.length = 0;
    this.#pending = [];
  }

  nextTimeoutAt(): number {
    return Math.min(...this.#waiting.map(({ timeoutAt }) => timeoutAt));
  }

  #drop(workflow: Workflow): void {
    const at = this.#waiting.indexOf(workflow);
    if (at >= 0) this.#waiting.splice(at, 1);
  }
}
