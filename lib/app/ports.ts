import type { OutboundEvent } from '../contracts/outbound-events.ts';
import type { EmployeeCase } from '../domain/cases/employee-case.ts';
import type { RemainingBudget } from '../domain/checks/findings.ts';
import type { Scan, SetAside, Trail } from '../domain/evidence/scan.ts';
import type { HistoryEntry } from '../domain/history/history.ts';
import type { Profile, SubjectDay, SubjectHistory } from '../domain/history/subject-history.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { Order } from '../domain/refund/order-claims.ts';
import type { Refund } from '../domain/refund/refund.ts';
import type { Stops } from '../domain/refund/stops.ts';
import type { Reserved, SubjectRef } from '../domain/refund/subject.ts';
import type { Baselines, PeerGroup } from '../domain/risk/peer-baselines.ts';

/** Whether a read must see every write confirmed before it (`strong`), or may lag a moment (`eventual`). */
export type Consistency = 'strong' | 'eventual';

/** The result of a conditional write: `moved` means that somebody else wrote first, and nothing was written. */
export type SaveResult = 'saved' | 'moved';

/** The result of appending a scan to a trail, and the refunds that wait for scans of that trail. */
export interface AppendResult {
  /**
   * `appended`: the scan is new, or a repeat of its event adds to it or corrects its time. `conflict`: the same event
   * id came before with other content. `overflow`: the trail is full. The trail is marked.
   */
  readonly result: 'appended' | 'repeated' | 'conflict' | 'overflow';
  readonly waiting: readonly string[];
}

/** The result of keeping a scan apart. `full`: enough are kept already, and this one is dropped. */
export type IgnoreResult = 'kept' | 'repeated' | 'full';

/** A day of a subject that waits to be rolled up. */
export interface DueRollUp {
  readonly subject: SubjectRef;
  readonly day: string;
  /** When it became due. Changes whenever the day changes. */
  readonly dueAt: string;
}

/** One use of a photo or document with a claim. */
export interface PhotoUse {
  readonly refundId: string;
  readonly orderId: string;
  /** When the refund was asked for. */
  readonly at: string;
}

/** The result of a reservation. `closed`: the day has been rolled up, so the remaining budget must be read again. */
export type ReserveResult = 'reserved' | 'repeated' | 'over_budget' | 'closed';

/** The refunds. */
export interface RefundStore {
  refund(refundId: string, consistency: Consistency): Promise<Refund | undefined>;
  /** Writes a refund that must not exist yet; `moved` when it does. */
  createRefund(refund: Refund): Promise<SaveResult>;
  /** Replaces a refund if it still has the version seen. */
  saveRefund(refund: Refund, seenVersion: number): Promise<SaveResult>;
  /** Ids of refunds whose `dueAt` has passed, oldest first. */
  refundsDue(now: Date, limit: number): Promise<readonly string[]>;
}

/** The scans of each return, and who waits for them. */
export interface TrailStore {
  /** The scans of a trail; an empty trail of version 0 when there are none. */
  trail(trailId: string, consistency: Consistency): Promise<Trail>;
  /** Adds a scan under its key, whatever the order of arrival, and returns the refunds that wait. */
  appendScan(trailId: string, scan: Scan): Promise<AppendResult>;
  /** Keeps a scan apart, only for people to see. The trail and its version stay as they are. */
  ignoreScan(trailId: string, scan: Scan, why: SetAside): Promise<IgnoreResult>;
  /** The scans of a trail that were kept apart for a reason. */
  ignoredScans(trailId: string, why: SetAside): Promise<readonly Scan[]>;
  /**
   * Registers a refund as waiting for evidence, if the trail still has the version judged. Who registers first has a
   * place. `full`: the trail has that version and all places are taken, so no scan will wake this refund.
   */
  awaitScans(trailId: string, refundId: string, seenVersion: number): Promise<SaveResult | 'full'>;
  /**
   * Binds a return to the order whose refund relies on it, and registers the refund for later scans if there is a
   * place. Returns `moved` if the return is bound to another order, and `scanned` if it has another version than the one
   * that was judged: a scan that came since would wake nobody.
   */
  bindTrail(
    trailId: string,
    leaning: { readonly orderId: string; readonly refundId: string; readonly seenVersion?: number },
  ): Promise<SaveResult | 'scanned'>;
}

/** What was shipped for each order, and what refunds claim of it. */
export interface OrderStore {
  order(orderId: string, consistency: Consistency): Promise<Order | undefined>;
  saveOrder(order: Order, seenVersion: number): Promise<SaveResult>;
}

/** What is known about customers, employees and the other subjects of a refund. */
export interface SubjectStore {
  /** A subject's profile and its days not yet rolled up, in one query, newest last. */
  subject(ref: SubjectRef): Promise<SubjectHistory>;
  profile(ref: SubjectRef, consistency: Consistency): Promise<Profile>;
  saveProfile(ref: SubjectRef, profile: Profile, seenVersion: number): Promise<SaveResult>;
}

/** The days of a subject: what was reserved on each, and the history entry of each refund. */
export interface DayStore {
  /**
   * Reserves value on the budget's day if the day's sums stay within the budget. Replaces what the refund reserved
   * there before. Writes an entry of the same day in the same write.
   */
  reserve(budget: RemainingBudget, reserved: Reserved, entry?: HistoryEntry): Promise<ReserveResult>;
  /** Writes what a refund adds to a subject's history on the entry's day, and has that day rolled up again. */
  contribute(ref: SubjectRef, entry: HistoryEntry): Promise<void>;
  /**
   * Gives back the unsupported value of a reservation, because evidence supports it now. The value stays reserved.
   */
  support(ref: SubjectRef, day: string, refundId: string): Promise<void>;
  /**
   * Takes back a reservation that was made for this version of the row or an earlier one. Changes nothing if there
   * is none, or if a later run made it. The history entry stays.
   */
  withdraw(ref: SubjectRef, day: string, made: Pick<Reserved, 'refundId' | 'version'>): Promise<void>;
  /** The days of a subject from the first to the last, rolled-up ones too, oldest first. */
  daysOf(ref: SubjectRef, first: string, last: string): Promise<readonly SubjectDay[]>;
  /** Closes a day for reservations. */
  closeDay(ref: SubjectRef, day: string): Promise<void>;
  /** Takes a rolled-up day off the roll-up's work list, unless it changed since it was read. */
  dropRollUp(rollUp: DueRollUp): Promise<void>;
  /** Postpones a day on the work list until an instant, unless it changed since it was read. */
  postponeRollUp(rollUp: DueRollUp, until: Date): Promise<void>;
  /** Subjects with a day waiting to be rolled up, oldest first. */
  rollUpsDue(now: Date, limit: number): Promise<readonly DueRollUp[]>;
}

/** The photos and documents that came with claims. */
export interface PhotoStore {
  /** Records a use of a photo or document, and returns all its known uses, at most twenty. */
  seePhoto(sha256: string, use: PhotoUse): Promise<readonly PhotoUse[]>;
  /** The known uses of a photo or document. Records nothing: looking at a refund is no use of its photos. */
  photoUses(sha256: string): Promise<readonly PhotoUse[]>;
}

/** Who works for the merchant, and what is known about their peers. */
export interface PeerStore {
  /** Puts an employee on the roster: the list of employees whose counts make the baselines. */
  enroll(employeeId: string): Promise<void>;
  /** The ids of all employees that the directory reported or a rolled-up refund named, in order. */
  roster(): Promise<readonly string[]>;
  /** Records that the directory reported an employee. Keeps the id of an employee who reviews. */
  noteInDirectory(employee: { readonly id: string; readonly reviews: boolean }): Promise<void>;
  /**
   * The ids of all employees who review or once reviewed, in order; undefined while the directory has reported
   * nobody. Sees every write confirmed before it.
   */
  reviewers(): Promise<readonly string[] | undefined>;
  /** What is known about a group's peers: the counts of its site, country and role, as far as there are any. */
  baselines(group: PeerGroup): Promise<Baselines>;
  /** Replaces the baselines by a new snapshot. */
  saveBaselines(baselines: Baselines): Promise<void>;
}

/** The cases on employees. */
export interface CaseStore {
  /** The last cases on an employee, the newest first. Sees every write confirmed before it. */
  casesOn(employeeId: string, limit: number): Promise<readonly EmployeeCase[]>;
  /** Replaces a case if it still has the version seen; version 0 means that it must not exist. */
  saveCase(one: EmployeeCase, seenVersion: number): Promise<SaveResult>;
  /** Returns the employees with an open case, the longest open first. */
  openCases(limit: number): Promise<readonly string[]>;
  /** The employees of cases with something in their outbox since an instant or longer, the oldest first. */
  casesUnfinished(now: Date, limit: number): Promise<readonly string[]>;
}

/** Who claimed a login last. */
export interface LoginClaim {
  readonly employeeId: string;
  /** How often the login was claimed. */
  readonly version: number;
}

/** The claims on logins. A claim alone gives nobody a login: the employee's record has to list it, in the same version. */
export interface LoginStore {
  /** The claim on a login, which sees every write confirmed before it; undefined if nobody ever claimed it. */
  loginOwner(login: string): Promise<LoginClaim | undefined>;
  /** Claims a login for an employee, in the version after the one seen; 0 if nobody had claimed it. */
  claimLogin(login: string, employeeId: string, seenVersion: number): Promise<SaveResult>;
}

/** The stops, and the policies that refunds are pinned to. */
export interface DocumentStore {
  stops(consistency: Consistency): Promise<Stops>;
  saveStops(stops: Stops, seenVersion: number): Promise<SaveResult>;

  policy(hash: string): Promise<Policy | undefined>;
  /** Keeps a policy under its hash. Changes nothing if it is kept already. */
  keepPolicy(hash: string, policy: Policy): Promise<void>;
}

/**
 * The state of the gate. Each fact lives in exactly one item. Each method that writes is one conditional write of
 * one item and safe to repeat. If the response to a write is lost, a strong read settles it: if it finds our own
 * write, the write counts as ours.
 */
export interface Store
  extends RefundStore,
    TrailStore,
    OrderStore,
    SubjectStore,
    DayStore,
    PhotoStore,
    PeerStore,
    CaseStore,
    LoginStore,
    DocumentStore {}

/** Publishes an event. */
export type Publish = (event: OutboundEvent) => Promise<void>;

/** Starts the gate for a refund. Only a hint: safe to repeat and safe to lose. */
export type StartGate = (refundId: string) => Promise<void>;

/**
 * Reports to the workflow that a review has ended. Returns false if it no longer listens; the sweeper then goes on.
 */
export type EndReview = (token: string) => Promise<boolean>;

/** A policy and the hash that names it. */
export interface PinnedPolicy {
  readonly hash: string;
  readonly policy: Policy;
}

/** Writes one line of log: ids, outcomes and codes, never an event, a name or a token. */
export type Log = (line: Readonly<Record<string, string | number | boolean | readonly string[]>>) => void;
