import { type MemoryStore, memoryStore } from '../../lib/adapters/memory/memory-store.ts';
import { announceOutcome } from '../../lib/app/announce-outcome.ts';
import { checkEmployeeRisk } from '../../lib/app/check-employee-risk.ts';
import { checkScanEvidence } from '../../lib/app/check-scan-evidence.ts';
import { checkValueThresholds } from '../../lib/app/check-value-thresholds.ts';
import { decideRefund } from '../../lib/app/decide-refund.ts';
import { foldSubjects, foldsDue } from '../../lib/app/fold.ts';
import { makeBaselines } from '../../lib/app/make-baselines.ts';
import { manageStops } from '../../lib/app/manage-stops.ts';
import { openReview } from '../../lib/app/open-review.ts';
import { pinPolicy } from '../../lib/app/policies.ts';
import type { PinnedPolicy, Store } from '../../lib/app/ports.ts';
import { NotApprovedError, publishRelease } from '../../lib/app/publish-release.ts';
import type { Refund } from '../../lib/app/refund.ts';
import { type ReviewCommand, type ReviewResult, reviewRefund } from '../../lib/app/review-refund.ts';
import { sweep } from '../../lib/app/sweep.ts';
import { type Taken, takeEvent } from '../../lib/app/take-event.ts';
import { ContendedError } from '../../lib/app/update.ts';
import type { OutboundEvent } from '../../lib/contracts/outbound-events.ts';
import { parseEvent } from '../../lib/contracts/parse-event.ts';
import type { DecidedStep, DecideStep } from '../../lib/contracts/step-contracts.ts';
import { REVIEW_SLA_SECONDS } from '../../lib/contracts/steps.ts';
import { stopsCovering } from '../../lib/domain/stops.ts';
import { rulesOnly } from '../builders.ts';
import { START } from './events.ts';
import { type FaultPoint, Faults, faultyStore, InjectedFault } from './faults.ts';
import { ReviewWorkflows } from './review-workflows.ts';

const MINUTE_MS = 60_000;

/** The most rounds of judging again, and of waking, before a test calls it a loop. */
const MAX_ROUNDS = 200;

/** What a gate in memory may be given. */
export interface HarnessOptions {
  readonly faults?: readonly FaultPoint[];
  /** Puts something around the store, such as an interleaving of its calls. */
  readonly wrap?: (store: Store) => Store;
  /** The present policy; only the rules speak under the one a harness has by itself. */
  readonly policy?: PinnedPolicy;
  readonly shadow?: PinnedPolicy;
}

/**
 * A whole gate in memory: the real use cases over the real memory store, with the queue, the workflows, the
 * sweeper and the clock around them. A fault ends whatever ran, as a crash does; only redelivery and sweeps go on.
 */
export class Harness {
  readonly memory: MemoryStore = memoryStore();
  readonly faults: Faults;
  readonly store: Store;
  policy: PinnedPolicy;
  readonly published: OutboundEvent[] = [];
  readonly mails: { readonly subject: string; readonly text: string }[] = [];
  /** Every gate run ever asked for. */
  readonly started: string[] = [];
  readonly endedReviews: string[] = [];
  /** What was wrong at the moment a release went out; nothing ever should be. */
  readonly wrongReleases: string[] = [];
  readonly workflows: ReviewWorkflows;
  /** Gate runs asked for and not yet run. */
  queue: string[] = [];
  now: Date = START;
  /** Called with the refund between the checks and the decision, once. */
  beforeDecision: ((refundId: string) => Promise<void>) | undefined;
  readonly deps;

  constructor({
    faults = [],
    wrap = (store) => store,
    policy = pinPolicy(rulesOnly()),
    shadow,
  }: HarnessOptions = {}) {
    this.faults = new Faults(faults);
    this.policy = policy;
    this.store = wrap(faultyStore(this.memory, this.faults));
    this.workflows = new ReviewWorkflows({
      open: async (step) => {
        await openReview(this.deps, step);
      },
      returnToGate: (refundId) => this.queue.push(refundId),
    });
    this.deps = {
      store: this.store,
      policy,
      shadow,
      auditKey: 'test',
      now: () => this.now,
      publish: this.faults.around('publish', async (event: OutboundEvent) => {
        this.published.push(event);
        if (event.type === 'refundgate.refund.approved.v1') await this.#watchRelease(event.data.refundId);
      }),
      startGate: this.faults.around('startGate', async (refundId: string) => {
        this.started.push(refundId);
        this.queue.push(refundId);
      }),
      endReview: this.faults.around('endReview', async (token: string) => {
        this.endedReviews.push(token);
        return this.workflows.end(token);
      }),
      sendMail: this.faults.around(
        'sendMail',
        async (mail: { readonly subject: string; readonly text: string }) => {
          this.mails.push(mail);
        },
      ),
      caseUrl: 'https://cases.example',
      slaSeconds: REVIEW_SLA_SECONDS,
    };
  }

  /** Takes one event as the intake does. A fault is thrown. */
  take(event: unknown): Promise<Taken> {
    return takeEvent(this.deps, parseEvent(event));
  }

  /** Delivers events in turn, each again until it is taken, and lets all they wake run. */
  async deliver(...events: readonly unknown[]): Promise<void> {
    for (const event of events) {
      while (!(await this.survives(() => this.take(event)))) await this.run();
      await this.run();
    }
  }

  /** Answers what the three checks find, a check that fails as unknown. */
  async check(refundId: string): Promise<DecideStep['findings']> {
    return [
      await checkScanEvidence(this.deps, refundId).catch(unknown('scan-evidence')),
      await checkValueThresholds(this.deps, refundId).catch(unknown('value-thresholds')),
      await checkEmployeeRisk(this.deps, refundId).catch(unknown('employee-risk')),
    ];
  }

  async decide(refundId: string, findings?: DecideStep['findings']): Promise<DecidedStep> {
    return decideRefund(this.deps, { refundId, findings: findings ?? (await this.check(refundId)) });
  }

  /** Runs the gate once, as the state machine does. A fault is thrown. */
  async runGate(refundId: string): Promise<void> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const findings = await this.check(refundId);
      const between = this.beforeDecision;
      this.beforeDecision = undefined;
      await between?.(refundId);
      const step = await this.decide(refundId, findings);
      if (step.outcome !== 'again') return this.followUp(step);
    }
    throw new Error(`${refundId} is judged again without end.`);
  }

  async followUp({ refundId, outcome, reviewExecution = '' }: DecidedStep): Promise<void> {
    if (outcome === 'approve') {
      if ((await publishRelease(this.deps, refundId)).outcome === 'hold') await this.announce(refundId);
    } else if (outcome === 'escalate') {
      await this.announce(refundId);
      this.workflows.start(reviewExecution, refundId);
    } else if (outcome === 'hold' || outcome === 'announce') {
      await this.announce(refundId);
    }
  }

  announce(refundId: string): Promise<void> {
    return announceOutcome(this.deps, refundId);
  }

  /** Runs everything that was asked for, and what that asks for. A run that meets a fault is gone. */
  async run(): Promise<void> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const next = this.queue.shift();
      if (next !== undefined) await this.survives(() => this.runGate(next));
      else if (!(await this.workflows.openNext(this.now, (open) => this.survives(open)))) return;
    }
    throw new Error('Runs wake each other without end.');
  }

  /** Lets time pass: reviews time out and the sweeper comes each minute in which something is due. */
  async pass(ms: number): Promise<void> {
    const until = this.now.getTime() + ms;
    for (let round = 0; round < MAX_ROUNDS * 10; round += 1) {
      const due = Math.min(
        this.memory.nextDueAt()?.getTime() ?? Number.POSITIVE_INFINITY,
        this.workflows.nextTimeoutAt(),
      );
      const next = Math.ceil(Math.max(due, this.now.getTime() + 1) / MINUTE_MS) * MINUTE_MS;
      if (next > until) {
        this.now = new Date(until);
        return;
      }
      this.now = new Date(next);
      await this.survives(() => this.sweep());
      await this.run();
    }
    throw new Error('Something is due without end.');
  }

  sweep() {
    return sweep(this.deps);
  }

  /** Folds what is due, as the machine at night does: the map over subjects, then the baselines. */
  async fold(): Promise<number> {
    const { subjects } = await foldsDue(this.deps);
    const { folded } = await foldSubjects(this.deps, subjects);
    await makeBaselines(this.deps);
    return folded;
  }

  review(command: Partial<ReviewCommand> & Pick<ReviewCommand, 'reviewerId'>): Promise<ReviewResult> {
    return reviewRefund(this.deps, {
      refundId: 're_1',
      decision: 'approve',
      verdict: command.decision === 'deny' ? 'nothing_arrived' : 'genuine',
      ...command,
    });
  }

  stop(scope: string) {
    return this.insist(() => manageStops(this.deps, { action: 'stop', scope, person: 'ops_1' }));
  }

  async lift(scope: string): Promise<void> {
    for (const person of ['ops_1', 'ops_2']) {
      await this.insist(() => manageStops(this.deps, { action: 'lift', scope, person }));
    }
  }

  /** Answers the row of a refund that has to be there. */
  async row(refundId = 're_1'): Promise<Refund> {
    const row = await this.memory.refund(refundId, 'strong');
    if (row === undefined) throw new Error(`There is no refund ${refundId}.`);
    return row;
  }

  /** Answers what was told of a refund so far: the last part of each event's type. */
  told(refundId = 're_1'): readonly string[] {
    return this.published.flatMap(({ type, data }) => {
      const parts = /^refundgate\.refund\.(\w+)\.v1$/.exec(type);
      return parts?.[1] !== undefined && 'refundId' in data && data.refundId === refundId ? [parts[1]] : [];
    });
  }

  /** Does what a person or a producer does who got no answer: tries again. */
  async insist<Result>(call: () => Promise<Result>): Promise<Result> {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      try {
        return await call();
      } catch (error) {
        if (!isCrash(error)) throw error;
      }
    }
    return call();
  }

  async #watchRelease(refundId: string): Promise<void> {
    const { status, request } = await this.row(refundId);
    if (status !== 'approved' && status !== 'published') this.wrongReleases.push(`${refundId} is ${status}`);
    for (const { scope } of stopsCovering(await this.memory.stops('strong'), request, this.now)) {
      this.wrongReleases.push(`${refundId} is stopped by ${scope}`);
    }
  }

  /** Runs something that may meet a fault, and answers whether it did not. */
  async survives(call: () => Promise<unknown>): Promise<boolean> {
    try {
      await call();
      return true;
    } catch (error) {
      if (isCrash(error)) return false;
      throw error;
    }
  }
}

/** What ends a run and is left to redelivery and sweeps: a fault, or another run that was faster. */
function isCrash(error: unknown): boolean {
  return (
    error instanceof InjectedFault || error instanceof ContendedError || error instanceof NotApprovedError
  );
}

function unknown<Check extends string>(check: Check): (error: unknown) => { check: Check; state: 'unknown' } {
  return (error) => {
    if (error instanceof InjectedFault) return { check, state: 'unknown' };
    throw error;
  };
}
