import type { StepId } from '../contracts/steps.ts';

/** The beginning of an item's partition key; the whole key if it has no `#`. */
export type ItemKey =
  | 'REFUND#'
  | 'RETURN#'
  | 'ORDER#'
  | 'SUBJECT#'
  | 'PHOTO#'
  | 'MAILS#'
  | 'LOGIN#'
  | 'POLICY#'
  | 'STOPS'
  | 'ROSTER'
  | 'REVIEWERS'
  | 'SESSIONS#'
  | 'LEASES'
  | 'BASELINES'
  | 'CASE#'
  | 'OVERVIEW';

/** What a step may do with an item. No step may delete, scan or use batch calls. */
export type ItemVerb = 'get' | 'query' | 'put' | 'update';

/** Everything that one step may do on AWS, apart from writing its own log. */
export interface StepPermissions {
  /**
   * What it may do with items, by the beginning of their key.
   * @default - nothing
   */
  readonly items?: Partial<Record<ItemKey, readonly ItemVerb[]>>;
  /**
   * Whether it may list what is due.
   * @default false
   */
  readonly listsDue?: boolean;
  /**
   * Whether it may list the open reviews.
   * @default false
   */
  readonly listsReviews?: boolean;
  /**
   * The steps that it calls.
   * @default - none
   */
  readonly calls?: readonly StepId[];
  /**
   * Whether it may read the secret with which the console proves itself to the issuer, if there is one.
   * @default false
   */
  readonly readsClientSecret?: boolean;
  /**
   * Whether it may take messages from the intake queue.
   * @default false
   */
  readonly takesIn?: boolean;
  /**
   * The event types it may publish in the gate's name.
   * @default - none
   */
  readonly publishes?: readonly string[];
  /**
   * Whether it may start the gate machine.
   * @default false
   */
  readonly startsGate?: boolean;
  /**
   * Whether it may end the wait of a review.
   * @default false
   */
  readonly answersReview?: boolean;
  /**
   * Whether it may send the e-mail that asks people.
   * @default false
   */
  readonly asksPeople?: boolean;
  /**
   * Whether it may read the key of the audit sample.
   * @default false
   */
  readonly readsAuditKey?: boolean;
  /**
   * Whether a schedule runs it, so that nobody sees it fail: failed runs then go to a dead-letter queue.
   * @default false
   */
  readonly runsByClock?: boolean;
}

/** The table of permissions. Anything that is not listed is denied. */
export const PERMISSIONS: Record<StepId, StepPermissions> = {
  intake: {
    items: {
      'REFUND#': ['get', 'put'],
      'RETURN#': ['get', 'update'],
      'ORDER#': ['get', 'put'],
      'SUBJECT#': ['get', 'put'],
      'LOGIN#': ['get', 'put'],
      'POLICY#': ['get', 'put'],
      STOPS: ['get', 'put'],
      ROSTER: ['update'],
      REVIEWERS: ['update'],
    },
    takesIn: true,
    publishes: ['refundgate.event.rejected.v1'],
    startsGate: true,
  },
  'check-scan-evidence': {
    items: {
      'REFUND#': ['get'],
      'RETURN#': ['get'],
      'SUBJECT#': ['get'],
      'PHOTO#': ['get', 'update'],
      'POLICY#': ['get'],
    },
  },
  'check-value-thresholds': {
    items: { 'REFUND#': ['get'], 'ORDER#': ['get', 'put'], 'SUBJECT#': ['query'], 'POLICY#': ['get'] },
  },
  'check-employee-risk': {
    items: {
      'REFUND#': ['get'],
      'SUBJECT#': ['query'],
      'POLICY#': ['get'],
      STOPS: ['get'],
      BASELINES: ['get'],
    },
  },
  'decide-refund': {
    items: {
      'REFUND#': ['get', 'put'],
      'RETURN#': ['get', 'update'],
      'SUBJECT#': ['get', 'update'],
      'POLICY#': ['get'],
    },
    readsAuditKey: true,
  },
  'publish-release': {
    items: { 'REFUND#': ['get', 'put'], 'SUBJECT#': ['get', 'update'], 'POLICY#': ['get'], STOPS: ['get'] },
    publishes: ['refundgate.refund.approved.v1'],
  },
  'announce-outcome': {
    items: { 'REFUND#': ['get', 'put'], 'ORDER#': ['get', 'put'], 'POLICY#': ['get'] },
    publishes: ['refundgate.refund.held.v1', 'refundgate.refund.escalated.v1', 'refundgate.refund.denied.v1'],
  },
  'open-review': {
    items: {
      'REFUND#': ['get', 'put'],
      'RETURN#': ['get'],
      'SUBJECT#': ['get'],
      'POLICY#': ['get'],
      REVIEWERS: ['get'],
      'MAILS#': ['update'],
    },
    publishes: ['refundgate.refund.escalated.v1'],
    answersReview: true,
    asksPeople: true,
  },
  'review-refund': {
    items: {
      'REFUND#': ['get', 'put'],
      'RETURN#': ['get'],
      'ORDER#': ['get', 'put'],
      'SUBJECT#': ['get', 'update'],
      'POLICY#': ['get'],
      STOPS: ['get'],
      REVIEWERS: ['get'],
    },
    publishes: ['refundgate.review.decided.v1'],
    answersReview: true,
  },
  'manage-stops': {
    items: { STOPS: ['get', 'put'], 'SUBJECT#': ['get'], REVIEWERS: ['get'] },
  },
  // What the internet reaches may write nothing that decides: it calls the three steps that do.
  console: {
    items: {
      'REFUND#': ['get'],
      'RETURN#': ['get'],
      'ORDER#': ['get'],
      'SUBJECT#': ['get', 'query'],
      'PHOTO#': ['get'],
      'POLICY#': ['get'],
      STOPS: ['get'],
      REVIEWERS: ['get'],
      'LOGIN#': ['get'],
      'SESSIONS#': ['get', 'put'],
      LEASES: ['get', 'put'],
      'CASE#': ['query'],
      OVERVIEW: ['get'],
    },
    listsReviews: true,
    calls: ['review-refund', 'manage-stops', 'manage-cases'],
    readsClientSecret: true,
  },
  'manage-cases': {
    items: {
      'REFUND#': ['get'],
      'RETURN#': ['get'],
      'SUBJECT#': ['get', 'query', 'put'],
      'CASE#': ['query', 'put'],
      REVIEWERS: ['get'],
    },
    publishes: ['refundgate.employee.case-opened.v1', 'refundgate.employee.case-closed.v1'],
  },
  sweep: {
    items: { 'MAILS#': ['get', 'update'], OVERVIEW: ['get', 'put'] },
    listsDue: true,
    listsReviews: true,
    asksPeople: true,
    startsGate: true,
    runsByClock: true,
  },
  'prepare-roll-up': {
    listsDue: true,
  },
  'roll-up-subjects': {
    items: { 'SUBJECT#': ['get', 'query', 'put', 'update'], ROSTER: ['update'] },
  },
  'make-baselines': {
    items: {
      'SUBJECT#': ['get', 'query', 'put'],
      ROSTER: ['query'],
      BASELINES: ['get', 'query', 'put'],
      'CASE#': ['query', 'put'],
      OVERVIEW: ['get', 'put'],
    },
    listsDue: true,
    listsReviews: true,
    publishes: [
      'refundgate.employee.case-opened.v1',
      'refundgate.employee.case-closed.v1',
      'refundgate.account.case-opened.v1',
    ],
  },
};
