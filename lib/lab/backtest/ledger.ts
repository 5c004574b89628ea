import type { InboundEvent } from '../../contracts/inbound-events.ts';
import { toTrailScan } from '../../contracts/scan-recorded.ts';
import { baseValueOf, type Policy } from '../../domain/policy/policy.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';
import { DAY_MS } from '../../domain/shared/calendar.ts';
import type { ReadDecision } from './read-output.ts';
import type { RefundRecord, StaffRecord } from './records.ts';
import { ScanNotes } from './scan-notes.ts';
import type { TruthBook } from './truth-book.ts';

/** What must be kept until a refund's scans are all in. */
interface Pending {
  readonly record: RefundRecord;
  readonly request: Pick<RefundRequest, 'claim' | 'rmaId' | 'orderId' | 'markedBy'>;
  readonly untilMs: number;
}

const NO_CODES: readonly string[] = [];

/** Writes down, for each refund, what was asked, what is true and what the gate decided. */
export class Ledger {
  readonly #truth: TruthBook;
  readonly #valuation: Policy;
  readonly #records = new Map<string, RefundRecord>();
  readonly #sites = new Map<string, string>();
  readonly #cases = new Map<string, number>();
  readonly #scans = new ScanNotes();
  readonly #codes = new Map<string, readonly string[]>();
  readonly #pending: Pending[] = [];
  #unvalued = 0;
  #untold = 0;

  /** @param valuation - the policy whose base currency and rates are used for all values. */
  constructor(truth: TruthBook, valuation: Policy) {
    this.#truth = truth;
    this.#valuation = valuation;
  }

  /** Takes an event of the world. */
  event(event: InboundEvent): void {
    switch (event.type) {
      case 'refundgate.refund.requested.v1':
        this.#requested(event.data, Date.parse(event.time));
        return;
      case 'refundgate.scan.recorded.v1':
        this.#scans.add(toTrailScan(event.data, event));
        return;
      case 'refundgate.employee.updated.v1':
        this.#sites.set(event.data.employeeId, event.data.siteId);
        return;
      default:
    }
  }

  /** Takes a decision of the gate. */
  decision({ refundId, outcome, atMs, by, codes, ...scores }: ReadDecision): void {
    const record = this.#records.get(refundId);
    if (record === undefined) return;
    const loss =
      scores.expectedLoss === null ? null : (baseValueOf(this.#valuation, scores.expectedLoss) ?? null);
    const hadVerdict = record.escalatedAtMs !== null || record.approvedAtMs !== null;
    record.firstLossMinor ??= loss;
    if (loss !== null) record.highestLossMinor = Math.max(loss, record.highestLossMinor ?? 0);
    if (!hadVerdict && (outcome === 'approved' || outcome === 'escalated')) {
      record.verdictLossMinor = loss;
      record.fraudProbability = scores.fraudProbability;
    }
    if (outcome === 'escalated' && record.escalatedAtMs === null) {
      record.escalatedAtMs = atMs;
      record.escalationCodes = this.#sharedCodes(codes);
    }
    if (outcome === 'denied') record.deniedAtMs ??= atMs;
    if (outcome === 'approved' && record.approvedAtMs === null) {
      record.approvedAtMs = atMs;
      record.approvedBy = by.startsWith('reviewer:') ? 'reviewer' : 'policy';
    }
  }

  /** Takes the opening of a case on an employee. */
  caseOpened(employeeId: string, atMs: number): void {
    if (!this.#cases.has(employeeId)) this.#cases.set(employeeId, atMs);
  }

  /** Returns what a refund may cost: the gate's expected loss, or its value if there is no model. */
  lossOf({ refundId, expectedLoss }: ReadDecision): number {
    const loss = expectedLoss === null ? undefined : baseValueOf(this.#valuation, expectedLoss);
    return loss ?? this.#records.get(refundId)?.valueMinor ?? 0;
  }

  /** Returns what was written down, once the world is over. */
  close(): {
    readonly refunds: readonly RefundRecord[];
    readonly employees: readonly StaffRecord[];
    readonly unvalued: number;
    readonly untold: number;
  } {
    for (const { record, request, untilMs } of this.#pending) {
      record.lacksScan = this.#scans.lacksScan(request, untilMs);
    }
    const employees = this.#truth.employees().map(({ employeeId, role, insider }) => ({
      employeeId,
      role,
      insider,
      siteId: this.#sites.get(employeeId) ?? null,
      caseOpenedAtMs: this.#cases.get(employeeId) ?? null,
    }));
    const refunds = [...this.#records.values()];
    return { refunds, employees, unvalued: this.#unvalued, untold: this.#untold };
  }

  /** Returns the same copy for equal lists of codes: there are few different ones. */
  #sharedCodes(codes: readonly string[]): readonly string[] {
    const key = codes.join(' ');
    const known = this.#codes.get(key);
    if (known !== undefined) return known;
    this.#codes.set(key, codes);
    return codes;
  }

  #requested(request: RefundRequest, requestedAtMs: number): void {
    const { refundId, amount, claim, rmaId, orderId, markedBy, trigger } = request;
    if (this.#records.has(refundId)) return;
    const truth = this.#truth.refund(refundId);
    if (truth === undefined) {
      this.#untold += 1;
      return;
    }
    const valueMinor = baseValueOf(this.#valuation, amount);
    if (valueMinor === undefined) this.#unvalued += 1;
    const { fraud, method, insiderIds } = truth;
    const record: RefundRecord = {
      refundId,
      requestedAtMs,
      valueMinor: valueMinor ?? 0,
      claim,
      markedBy: markedBy ?? null,
      fraud,
      method,
      insiderIds,
      lacksScan: false,
      firstLossMinor: null,
      highestLossMinor: null,
      verdictLossMinor: null,
      fraudProbability: null,
      escalationCodes: NO_CODES,
      escalatedAtMs: null,
      approvedAtMs: null,
      deniedAtMs: null,
      approvedBy: null,
    };
    this.#records.set(refundId, record);
    const untilMs = requestedAtMs + this.#valuation.holdDays[trigger] * DAY_MS;
    this.#pending.push({ record, request: { claim, rmaId, orderId, markedBy }, untilMs });
  }
}
