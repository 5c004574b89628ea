import { checkEmployeeRisk } from '../../lib/app/check-employee-risk.ts';
import { checkScanEvidence } from '../../lib/app/check-scan-evidence.ts';
import { checkValueThresholds } from '../../lib/app/check-value-thresholds.ts';
import type { GateDeps } from '../../lib/app/gate-deps.ts';
import { subjectsOf } from '../../lib/app/history/reservations.ts';
import { rollUpSubjects, rollUpsDue } from '../../lib/app/history/roll-up.ts';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import { makeBaselines } from '../../lib/app/make-baselines.ts';
import type { Publish } from '../../lib/app/ports.ts';
import { type TakeEventDeps, takeEvent } from '../../lib/app/take-event.ts';
import { parseEvent } from '../../lib/contracts/parse-event.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { REVIEW_SLA_SECONDS } from '../../lib/contracts/steps.ts';
import { judgeRefund } from '../../lib/domain/decision/judge-refund.ts';
import { pastOf, type SubjectPast } from '../../lib/domain/history/decayed-past.ts';
import type { HistoryEntry } from '../../lib/domain/history/history.ts';
import type { SubjectKind, SubjectRef } from '../../lib/domain/refund/subject.ts';
import { employeeRisk } from '../../lib/domain/risk/employee-risk.ts';
import { peerGroupOf } from '../../lib/domain/risk/peer-group.ts';
import { ringRisk } from '../../lib/domain/risk/ring-risk.ts';
import { DAY_MS, dayOf, HOUR_MS } from '../../lib/domain/shared/calendar.ts';
import type { Reason, ReasonCode } from '../../lib/domain/shared/reasons.ts';
import { runGate } from '../../lib/replay/run-gate.ts';
import { type MemoryStore, memoryStore } from '../../lib/replay/store/memory-store.ts';
import type { Delivery } from './deliveries.ts';

/** What speaks of what was released before, in which order the machine came to it; everything else is facts. */
const OF_THE_ORDER_OF_RELEASES: ReadonlySet<ReasonCode> = new Set([
  'E08_RETURN_OF_ANOTHER_ORDER',
  'V04_UNIT_ALREADY_CLAIMED',
  'V07_LINKED_SUM_OVER_LIMIT',
]);

/** A gate in memory that is delivered a world, in virtual time, with nights that fold when they are told to. */
export class DeliveredWorld {
  readonly store: MemoryStore = memoryStore();
  readonly #deps: GateDeps & TakeEventDeps;
  readonly #refundIds = new Set<string>();
  #wakes: string[] = [];
  #now = new Date(0);

  constructor(policy = DEFAULT_POLICY, publish: Publish = async () => undefined) {
    this.#deps = {
      store: this.store,
      policy: pinPolicy(policy),
      auditKey: 'test',
      now: () => this.#now,
      publish,
      startGate: async (refundId) => {
        this.#wakes.push(refundId);
      },
      endReview: async () => true,
      sendMail: async () => undefined,
      consoleUrl: '',
      slaSeconds: REVIEW_SLA_SECONDS,
    };
  }

  /** Takes all deliveries in turn; a night folds after each of these hours since the first one. */
  async deliver(deliveries: readonly Delivery[], foldHours: readonly number[]): Promise<void> {
    const firstMs = deliveries[0]?.atMs ?? 0;
    const nights = foldHours.map((hour) => firstMs + hour * HOUR_MS).toSorted((a, b) => a - b);
    for (const { event, atMs } of deliveries) {
      while (nights[0] !== undefined && nights[0] <= atMs) await this.#rollUpAt(nights.shift() ?? 0);
      await this.#passTo(atMs);
      const parsed = parseEvent(event);
      if (parsed.ok && parsed.event.type === 'refundgate.refund.requested.v1') {
        this.#refundIds.add(parsed.event.data.refundId);
      }
      await takeEvent(this.#deps, parsed);
      await this.#drain();
    }
  }

  /** Lets every wait and every budget's day pass, has every refund looked at once more, and folds the night. */
  async settle(atMs: number): Promise<void> {
    await this.#passTo(atMs - DAY_MS);
    // Twice: where a review's time is just over, the first run asks anew, and only the second looks.
    for (const refundId of [...this.#refundIds, ...this.#refundIds]) await this.#run(refundId);
    await this.#drain();
    await this.#rollUpAt(atMs);
  }

  /** Returns what every subject's history says: each refund's entry, and every number that is made of them. */
  async histories(): Promise<Readonly<Record<string, unknown>>> {
    const told: Record<string, unknown> = {};
    for (const { kind, id } of await this.#subjects()) {
      told[`${kind}:${id}`] = await this.#historyOf({ kind, id });
    }
    return told;
  }

  /** Returns what each refund would be decided now, on all facts, what was released of others left aside. */
  async judgements(): Promise<Readonly<Record<string, unknown>>> {
    const told: Record<string, unknown> = {};
    for (const refundId of [...this.#refundIds].toSorted())
      told[refundId] = await this.#judgementOf(refundId);
    return told;
  }

  async #historyOf(ref: SubjectRef) {
    const { policy } = this.#deps.policy;
    const today = dayOf(this.#now);
    const history = await this.store.subject(ref);
    const days = await this.store.daysOf(ref, '0000-01-01', '9999-12-31');
    const entries = days.flatMap((day) => day.entries).toSorted(byRefund);
    const reading = { today, without: undefined };
    if (ref.kind !== 'employee') {
      const past = pastOf(history, { ...reading, halfLifeDays: policy.ringRisk.halfLifeDays });
      return {
        entries,
        past: plain(ref.kind, past),
        risk: ringRisk({ kind: ref.kind, past, customerId: 'c_0', orders: 12 }, policy),
      };
    }
    const past = pastOf(history, { ...reading, halfLifeDays: policy.employeeRisk.halfLifeDays });
    const group = peerGroupOf(history);
    const baselines = await this.store.baselines(group);
    const risk = employeeRisk({ group, past }, baselines, policy);
    return { entries, past: plain(ref.kind, past), risk, peers: baselines };
  }

  async #judgementOf(refundId: string) {
    const refund = await this.store.refund(refundId, 'strong');
    if (refund === undefined) throw new Error(`There is no refund ${refundId}.`);
    const { pinned: scan } = await checkScanEvidence(this.#deps, refundId);
    const { pinned: value } = await checkValueThresholds(this.#deps, refundId);
    const { pinned: employee } = await checkEmployeeRisk(this.#deps, refundId);
    const findings = [
      { ...scan, reasons: ofFacts(scan.reasons) },
      { ...value, reasons: ofFacts(value.reasons), budgets: [] },
      { ...employee, budgets: [] },
    ] as const;
    const { request } = refund;
    const judgement = judgeRefund({
      request,
      findings,
      policy: this.#deps.policy.policy,
      receivedAt: this.#now,
      now: this.#now,
      sampleDraw: 999_999,
    });
    return { judgement, exceptionPermille: scan.exceptionPermille };
  }

  async #subjects(): Promise<readonly SubjectRef[]> {
    const refs = new Map<string, SubjectRef>();
    for (const refundId of this.#refundIds) {
      const refund = await this.store.refund(refundId, 'strong');
      for (const ref of refund === undefined ? [] : subjectsOf(refund.request)) {
        refs.set(`${ref.kind}:${ref.id}`, ref);
      }
    }
    return [...refs].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, ref]) => ref);
  }

  async #passTo(atMs: number): Promise<void> {
    for (
      let due = this.store.nextDueAt()?.getTime();
      due !== undefined && due <= atMs;
      due = this.store.nextDueAt()?.getTime()
    ) {
      this.#moveTo(due);
      for (const refundId of await this.store.refundsDue(this.#now, 1000)) await this.#run(refundId);
      await this.#drain();
    }
    this.#moveTo(atMs);
  }

  async #rollUpAt(atMs: number): Promise<void> {
    await this.#passTo(atMs);
    const { subjects } = await rollUpsDue(this.#deps);
    await rollUpSubjects(this.#deps, subjects);
    await makeBaselines(this.#deps);
  }

  #moveTo(atMs: number): void {
    if (atMs > this.#now.getTime()) this.#now = new Date(atMs);
  }

  async #drain(): Promise<void> {
    for (let next = this.#wakes.shift(); next !== undefined; next = this.#wakes.shift())
      await this.#run(next);
  }

  #run(refundId: string): Promise<void> {
    return runGate(this.#deps, refundId);
  }
}

function byRefund(a: HistoryEntry, b: HistoryEntry): number {
  return a.refundId < b.refundId ? -1 : 1;
}

/** Returns of a past, as plain values in order, what a judgement reads of a subject of this kind. */
function plain(kind: SubjectKind, past: SubjectPast) {
  const { counts, recent } = past;
  const isShared = kind === 'device' || kind === 'instrument';
  return {
    counts,
    recent,
    ...(kind === 'employee' ? namesOf(past) : {}),
    ...(isShared ? { customers: [...past.customers].toSorted() } : {}),
  };
}

function namesOf(past: SubjectPast) {
  const { reviewers, claimReviewers, falseDays, incidents, takenOver, takenOverReviewers } = past;
  return { reviewers, claimReviewers, falseDays, incidents, takenOver, takenOverReviewers };
}

function ofFacts(reasons: readonly Reason[]): readonly Reason[] {
  return reasons.filter(({ code }) => !OF_THE_ORDER_OF_RELEASES.has(code));
}
