import type { OutboundEvent } from '../contracts/outbound-events.ts';
import type { RemainingBudget } from '../domain/checks/findings.ts';
import type { Scan, Trail } from '../domain/evidence/scan.ts';
import type { HistoryEntry } from '../domain/history/history.ts';
import type { Profile, SubjectDay, SubjectHistory } from '../domain/history/subject-history.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { Order } from '../domain/refund/order-claims.ts';
import type { Refund } from '../domain/refund/refund.ts';
import type { Stops } from '../domain/refund/stops.ts';
import type { Reserved, SubjectRef } from '../domain/refund/subject.ts';
import type { Baselines, PeerGroup } from '../domain/risk/peer-baselines.ts';

/** Whether a read must see every write answered before it (`strong`), or may lag a moment (`eventual`). */
export type Consistency = 'strong' | 'eventual';

/** What became of a conditional write: `moved` means that somebody else wrote first, and nothing was written. */
export type SaveResult = 'saved' | 'moved';

/** What became of a scan appended to a trail, and who waits for it. */
export interface AppendResult {
  /** `conflict`: the same event id came before with other content; `overflow`: the trail is full. Both are marked on it. */
  readonly result: 'appended' | 'repeated' | 'conflict' | 'overflow';
  readonly waiting: readonly string[];
}

/** A day of a subject that waits to be rolled up. */
export interface DueRollUp {
  readonly subject: SubjectRef;
  readonly day: string;
  /** When it became due: it changes whenever the day does. */
  readonly dueAt: string;
}

/** One use of a photo or document with a claim. */
export interface PhotoUse {
  readonly refundId: string;
  readonly orderId: string;
  /** When the refund was asked for. */
  readonly at: string;
}

/** What became of a reservation: `closed` means the day has been rolled up and the remaining budget must be read again. */
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
  /** Adds a scan under its key, whatever the order of arrival, and answers who waits. */
  appendScan(trailId: string, scan: Scan): Promise<AppendResult>;
  /** Registers a refund as waiting for evidence, if the trail still has the version judged. */
  awaitScans(trailId: string, refundId: string, seenVersion: number): Promise<SaveResult>;
  /**
   * Binds a return to the order whose refund leans on it, and registers the refund for scans that come later;
   * `moved` when another order has it.
   */
  bindTrail(
    trailId: string,
    leaning: { readonly orderId: string; readonly refundId: string },
  ): Promise<SaveResult>;
}

/** What was shipped of each order, and what is claimed of it. */
export interface OrderStore {
  order(orderId: string, consistency: Consistency): Promise<Order | undefined>;
  saveOrder(order: Order, seenVersion: number): Promise<SaveResult>;
}

/** What is known of customers, employees and the other subjects of a refund. */
export interface SubjectStore {
  /** A subject's profile and its days not yet rolled up, in one query, newest last. */
  subject(ref: SubjectRef): Promise<SubjectHistory>;
  profile(ref: SubjectRef, consistency: Consistency): Promise<Profile>;
  saveProfile(ref: SubjectRef, profile: Profile, seenVersion: number): Promise<SaveResult>;
}

/** The days of a subject that its profile has not taken in: what was reserved, and each refund's entry. */
export interface DayStore {
  /**
   * Reserves value on the budget's day on condition that the day's sums stay within it. What the refund has reserved
   * there before is replaced. An entry of the same day is set in the same write.
   */
  reserve(budget: RemainingBudget, reserved: Reserved, entry?: HistoryEntry): Promise<ReserveResult>;
  /** Sets what a refund adds to a subject's history, on the entry's day, and has that day rolled up again. */
  contribute(ref: SubjectRef, entry: HistoryEntry): Promise<void>;
  /** Gives back what was reserved unseen, the value staying reserved: it is supported now. */
  support(ref: SubjectRef, day: string, refundId: string): Promise<void>;
  /**
   * Takes a reservation back that was made for this version of the row or one before; one that is not there, or that a
   * later run has made, changes nothing. The history entry stays.
   */
  withdraw(ref: SubjectRef, day: string, made: Pick<Reserved, 'refundId' | 'version'>): Promise<void>;
  /** The days of a subject from the first to the last, rolled-up ones too, oldest first. */
  daysOf(ref: SubjectRef, first: string, last: string): Promise<readonly SubjectDay[]>;
  /** Closes a day for reservations. */
  closeDay(ref: SubjectRef, day: string): Promise<void>;
  /** Takes a rolled-up day off the roll-up's work list, unless it changed since it was read. */
  dropRollUp(rollUp: DueRollUp): Promise<void>;
  /** Puts a listed day off until an instant, unless it changed since it was read. */
  postponeRollUp(rollUp: DueRollUp, until: Date): Promise<void>;
  /** Subjects with a day waiting to be rolled up, oldest first. */
  rollUpsDue(now: Date, limit: number): Promise<readonly DueRollUp[]>;
}

/** The photos and documents that came with claims. */
export interface PhotoStore {
  /** Notes a use of a photo or document, and answers every use that is known of, at most twenty. */
  seePhoto(sha256: string, use: PhotoUse): Promise<readonly PhotoUse[]>;
}

/** Who works for the merchant, and what is known of their peers. */
export interface PeerStore {
  /** Puts an employee on the list of those whose counts make the baselines. */
  enroll(employeeId: string): Promise<void>;
  /** The ids of all employees the directory ever told of or a rolled-up refund named, in order. */
  roster(): Promise<readonly string[]>;
  /** Notes that the directory told of an employee, and keeps the id of one who reviews. */
  noteInDirectory(employee: { readonly id: string; readonly reviews: boolean }): Promise<void>;
  /**
   * The ids of all employees who review, or once did, in order; undefined as long as the directory told of nobody. It sees
   * every write answered before it.
   */
  reviewers(): Promise<readonly string[] | undefined>;
  /** What is known of a group's peers: the counts of its site, country and role, as far as there are any. */
  baselines(group: PeerGroup): Promise<Baselines>;
  /** Replaces the baselines by a new snapshot. */
  saveBaselines(baselines: Baselines): Promise<void>;
}

/** The stops, and the policies that decided. */
export interface DocumentStore {
  stops(consistency: Consistency): Promise<Stops>;
  saveStops(stops: Stops, seenVersion: number): Promise<SaveResult>;

  policy(hash: string): Promise<Policy | undefined>;
  /** Keeps a policy under its hash; one that is kept already changes nothing. */
  keepPolicy(hash: string, policy: Policy): Promise<void>;
}

/**
 * The state of the gate. Each fact lives in exactly one item; each method that writes is one conditional write
 * of one item and safe to repeat. An answer lost on the way is resolved by a strong read: our own write, found
 * again, counts as ours.
 */
export interface Store
  extends RefundStore,
    TrailStore,
    OrderStore,
    SubjectStore,
    DayStore,
    PhotoStore,
    PeerStore,
    DocumentStore {}

/** Where events go out. */
export type Publish = (event: OutboundEvent) => Promise<void>;

/** Starts the gate for a refund: a hint, safe to repeat, safe to lose. */
export type StartGate = (refundId: string) => Promise<void>;

/** Tells the workflow that a review has ended; false when it no longer listens, which the sweeper mends. */
export type EndReview = (token: string) => Promise<boolean>;

/** Sends an escalation to the reviewers. */
export type SendMail = (mail: { readonly subject: string; readonly text: string }) => Promise<void>;

/** A policy and the hash that names it. */
export interface PinnedPolicy {
  readonly hash: string;
  readonly policy: Policy;
}

/** Writes one line of log: ids, outcomes and codes, never an event, a name or a token. */
export type Log = (line: Readonly<Record<string, string | number | boolean | readonly string[]>>) => void;
