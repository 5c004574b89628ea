import { rollUpSubjects, rollUpsDue } from '../../lib/app/history/roll-up.ts';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import { makeBaselines } from '../../lib/app/make-baselines.ts';
import { manageStops } from '../../lib/app/manage-stops.ts';
import { ContendedError } from '../../lib/app/optimistic-update.ts';
import type { PinnedPolicy, Store } from '../../lib/app/ports.ts';
import { NotApprovedError } from '../../lib/app/publish-release.ts';
import type { ReviewCommand } from '../../lib/app/review-refund.ts';
import type { Taken } from '../../lib/app/take-event.ts';
import { parseIntakeMessage } from '../../lib/contracts/intake-message.ts';
import type { OutboundEvent } from '../../lib/contracts/outbound-events.ts';
import { type ParsedEvent, parseEvent } from '../../lib/contracts/parse-event.ts';
import type { ReviewResult } from '../../lib/contracts/review-result.ts';
import type { DecidedStep, DecideStep } from '../../lib/contracts/step-contracts.ts';
import { REVIEW_SLA_SECONDS } from '../../lib/contracts/steps.ts';
import type { Refund } from '../../lib/domain/refund/refund.ts';
import { stopsCovering } from '../../lib/domain/refund/stops.ts';
import { type MemoryStore, memoryStore } from '../../lib/replay/store/memory-store.ts';
import { rulesOnly } from '../builders.ts';
import { START } from './events.ts';
import { type Burst, type FaultPoint, Faults, faultyStore, InjectedFault, noticingSaves } from './faults.ts';
import { Redeliveries } from './redeliveries.ts';
import { ReviewWorkflows } from './review-workflows.ts';
import { StaleReads } from './stale-reads.ts';
import { USE_CASES, type UseCases } from './use-cases.ts';
import { Watch } from './watch.ts';

const MINUTE_MS = 60_000;

/** The most rounds of judging again, and of waking, before a test calls it a loop. */
const MAX_ROUNDS = 200;

/** How often somebody who got no answer tries again. */
const MAX_INSISTED = 200;

/** What a gate in memory may be given. */
export interface HarnessOptions {
  readonly faults?: readonly FaultPoint[];
  readonly bursts?: readonly Burst[];
  /** How many versions eventual reads lag behind, in turn; none lags by default. */
  readonly lags?: readonly number[];
  /** After how many minutes an event whose handler crashed is delivered again, in turn; 3 by default, as on AWS. */
  readonly redeliveryMinutes?: readonly number[];
  /** Use cases with a defect, in place of the real ones. */
  readonly doubles?: Partial<UseCases>;
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
  readonly watch: Watch;
  readonly redeliveries: Redeliveries;
  readonly #use: UseCases;
  readonly #deployed: { readonly at: number; readonly policy: PinnedPolicy }[] = [];
  /** Gate runs asked for and not yet run. */
  queue: string[] = [];
  now: Date = START;
  /** Called with the refund between the checks and the decision, once. */
  beforeDecision: ((refundId: string) => Promise<void>) | undefined;
  readonly deps;

  constructor({
    faults = [],
    bursts = [],
    lags = [],
    redeliveryMinutes = [],
    doubles = {},
    wrap = (store) => store,
    policy = pinPolicy(rulesOnly()),
    shadow,
  }: HarnessOptions = {}) {
    this.faults = new Faults(faults, bursts);
    this.policy = policy;
    this.#deployed.push({ at: Number.NEGATIVE_INFINITY, policy });
    this.redeliveries = new Redeliveries(redeliveryMinutes);
    this.#use = { ...USE_CASES, ...doubles };
    this.watch = new Watch(this.memory);
    this.faults.notice = () => this.watch.crashed(this.now);
    const watched = this.watch.around(this.memory, () => this.policy);
    const lagging = new StaleReads(lags, () => this.now).around(watched);
    this.store = wrap(faultyStore(lagging, this.faults));
    this.workflows = new ReviewWorkflows({
      open: async (step) => {
        await this.#use.openReview(this.deps, step);
      },
      returnToGate: (refundId) => this.queue.push(refundId),
    });
    const present = (): PinnedPolicy => this.policy;
    this.deps = {
      store: this.store,
      get policy(): PinnedPolicy {
        return present();
      },
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
      consoleUrl: 'https://console.example',
      slaSeconds: REVIEW_SLA_SECONDS,
    };
  }

  /** Takes one event as the intake does. A fault is thrown. */
  take(event: unknown): Promise<Taken> {
    return this.#take(JSON.stringify(event), parseEvent(event));
  }

  async #take(body: string, parsed: ParsedEvent): Promise<Taken> {
    const delivery = this.watch.delivered(body, this.now);
    const before = this.#rejections();
    const taken = await this.#use.takeEvent(this.deps, parsed);
    delivery.takenAt ??= this.now.getTime();
    this.watch.took(delivery, { taken, recorded: this.#rejections() > before });
    return taken;
  }

  #rejections(): number {
    return this.published.filter(({ type }) => type === 'refundgate.event.rejected.v1').length;
  }

  /** Delivers a message of the queue. If its handler crashes it comes again, later, until it is taken. */
  async send(body: string): Promise<void> {
    const call = () => this.#take(body, parseIntakeMessage(body));
    if (!(await this.survives(call))) this.redeliveries.crashed(body, this.now);
  }

  /** Delivers events in turn, each again until it is taken, and lets all they wake run. */
  async deliver(...events: readonly unknown[]): Promise<void> {
    for (const event of events) {
      while (!(await this.survives(() => this.take(event)))) await this.run();
      await this.run();
    }
  }

  /** Returns what the three checks find, a check that fails as unknown. */
  async check(refundId: string): Promise<DecideStep['findings']> {
    return [
      await this.#use.checkScanEvidence(this.deps, refundId).catch(unknown('scan-evidence')),
      await this.#use.checkValueThresholds(this.deps, refundId).catch(unknown('value-thresholds')),
      await this.#use.checkEmployeeRisk(this.deps, refundId).catch(unknown('employee-risk')),
    ];
  }

  async decide(refundId: string, findings?: DecideStep['findings']): Promise<DecidedStep> {
    const step = { refundId, findings: findings ?? (await this.check(refundId)) };
    // What is written was judged, even if the run dies right after it.
    const judged = (): void => this.watch.judged(refundId, step.findings, this.now);
    const store = noticingSaves(this.store, judged);
    const decided = await this.#use.decideRefund({ ...this.deps, store }, step);
    if (decided.outcome !== 'again') judged();
    return decided;
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
    throw new Error(`I4: ${refundId} is judged again without end.`);
  }

  async followUp({ refundId, outcome, version, reviewExecution = '' }: DecidedStep): Promise<void> {
    if (outcome === 'approve') {
      const published = await this.#use.publishRelease(this.deps, refundId);
      if (published.outcome === 'hold') await this.announce(refundId, published.version);
    } else if (outcome === 'escalate') {
      await this.announce(refundId, version);
      this.workflows.start(reviewExecution, refundId);
    } else if (outcome === 'hold' || outcome === 'announce') {
      await this.announce(refundId, version);
    }
  }

  announce(refundId: string, version: number): Promise<void> {
    return this.#use.announceOutcome(this.deps, { refundId, version });
  }

  /** Deploys a policy: it is the present one from now on. */
  deploy(policy: PinnedPolicy): void {
    this.policy = policy;
    this.#deployed.push({ at: this.now.getTime(), policy });
  }

  /** Returns the policy that was the present one at an instant. */
  presentAt(at: Date): PinnedPolicy {
    return this.#deployed.findLast((one) => one.at <= at.getTime())?.policy ?? this.policy;
  }

  /** Runs everything that was asked for, and what that asks for. A run that meets a fault is gone. */
  async run(): Promise<void> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const next = this.queue.shift();
      if (next !== undefined) await this.survives(() => this.runGate(next));
      else if (!(await this.workflows.openNext(this.now, (open) => this.survives(open)))) return;
    }
    throw new Error('I4: Runs wake each other without end.');
  }

  /** Moves to the next instant, in which nothing happens by itself. */
  async tick(): Promise<void> {
    const next = new Date(this.now.getTime() + 1000);
    await this.watch.timeMoves(this.now, next);
    this.now = next;
  }

  /** Lets time pass: reviews time out and the sweeper comes each minute in which something is due. */
  async pass(ms: number): Promise<void> {
    const until = this.now.getTime() + ms;
    for (let round = 0; round < MAX_ROUNDS * 10; round += 1) {
      const due = Math.min(
        this.memory.nextDueAt()?.getTime() ?? Number.POSITIVE_INFINITY,
        this.workflows.nextTimeoutAt(),
        this.redeliveries.nextAt(),
      );
      const next = Math.ceil(Math.max(due, this.now.getTime() + 1) / MINUTE_MS) * MINUTE_MS;
      await this.watch.timeMoves(this.now, new Date(Math.min(next, until)));
      if (next > until) {
        this.now = new Date(until);
        return;
      }
      this.now = new Date(next);
      for (const body of this.redeliveries.takeDue(this.now)) await this.send(body);
      await this.survives(() => this.sweep());
      await this.run();
    }
    throw new Error('I4: Something is due without end.');
  }

  sweep() {
    return this.#use.sweep(this.deps);
  }

  /** Rolls up what is due, as the machine at night does: the map over subjects, then the baselines. */
  async rollUp(): Promise<number> {
    const { subjects } = await rollUpsDue(this.deps);
    const { rolledUp } = await rollUpSubjects(this.deps, subjects);
    await makeBaselines(this.deps);
    return rolledUp;
  }

  async review(command: Partial<ReviewCommand> & Pick<ReviewCommand, 'reviewerId'>): Promise<ReviewResult> {
    const whole: ReviewCommand = {
      refundId: 're_1',
      decision: 'approve',
      verdict: command.decision === 'deny' ? 'nothing_arrived' : 'genuine',
      ...command,
    };
    const result = await this.#use.reviewRefund(this.deps, whole);
    await this.watch.answered(whole, result);
    return result;
  }

  stop(scope: string) {
    return this.insist(() => manageStops(this.deps, { action: 'stop', scope, person: 'ops_1' }));
  }

  async lift(scope: string): Promise<void> {
    for (const person of ['ops_1', 'ops_2']) {
      await this.#enlist(person);
      await this.insist(() => manageStops(this.deps, { action: 'lift', scope, person }));
    }
  }

  /** Puts a person into the directory, without an event: only people whom it knows lift a stop. */
  async #enlist(id: string): Promise<void> {
    const ref = { kind: 'employee', id } as const;
    const profile = await this.memory.profile(ref, 'strong');
    const at = START.toISOString();
    const place = { role: 'agent', siteId: 'site_0', country: 'DE', status: 'active' } as const;
    const employee = { ...place, roleGiven: { by: 'hr_1', at }, at };
    if (profile.employee === undefined) {
      await this.memory.saveProfile(
        ref,
        { ...profile, employee, version: profile.version + 1 },
        profile.version,
      );
    }
  }

  /** Returns the row of a refund that has to be there. */
  async row(refundId = 're_1'): Promise<Refund> {
    const row = await this.memory.refund(refundId, 'strong');
    if (row === undefined) throw new Error(`There is no refund ${refundId}.`);
    return row;
  }

  /** Returns what was told of a refund so far: the last part of each event's type. */
  told(refundId = 're_1'): readonly string[] {
    return this.published.flatMap(({ type, data }) => {
      const parts = /^refundgate\.refund\.(\w+)\.v1$/.exec(type);
      return parts?.[1] !== undefined && 'refundId' in data && data.refundId === refundId ? [parts[1]] : [];
    });
  }

  /** Does what a person or a producer does who got no answer: tries again. */
  async insist<Result>(call: () => Promise<Result>): Promise<Result> {
    for (let attempt = 0; attempt < MAX_INSISTED; attempt += 1) {
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
      if (!isCrash(error)) throw error;
      this.watch.crashed(this.now);
      return false;
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
