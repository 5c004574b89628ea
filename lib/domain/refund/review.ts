import { DAY_MS } from '../shared/calendar.ts';
import { givenTo } from './logins.ts';
import { mayReportTo, mayShareTeam } from './places.ts';
import type { RefundRequest } from './refund-request.ts';
import type { EmployeeRecord } from './subject.ts';

/** The verdicts that may go with an approval: the others say that the refund must not be paid. */
export const APPROVING_VERDICTS = ['genuine', 'other'] as const;

/** Every verdict; a denial may go with any of them. */
export const VERDICTS = [
  ...APPROVING_VERDICTS,
  'nothing_arrived',
  'wrong_goods',
  'false_attestation',
] as const;

/** What a reviewer found. */
export type Verdict = (typeof VERDICTS)[number];

/** One reviewer's answer. */
export interface Vote {
  readonly reviewerId: string;
  readonly decision: 'approve' | 'deny';
  readonly verdict: Verdict;
  readonly note?: string | undefined;
  readonly at: string;
}

/** The review of one escalated refund. */
export interface Review {
  /** Who may decide: 1 at first; one more each time nobody decided in time, up to the top tier. */
  readonly tier: number;
  /** How many approvals by different reviewers it takes, by the value alone. One denial always ends the review. */
  readonly quorum: number;
  readonly slaAt?: string | undefined;
  /** The workflow's task token: it only wakes the workflow and gives no authority. */
  readonly token?: string | undefined;
  readonly votes: readonly Vote[];
  /** How often it was asked again at the top tier, and when last; undefined before the first time. */
  readonly reminded?: { readonly times: number; readonly at: string } | undefined;
}

/** The tiers from which on supervisors may decide too: first those of other sites, then those of any site. */
const SUPERVISORS_FROM_TIER = 2;
const ANY_SITE_FROM_TIER = 3;

/** The tier after which asking again is only a reminder. */
export const TOP_TIER = ANY_SITE_FROM_TIER;

/** The roles that review. */
export const REVIEWING_ROLES: readonly EmployeeRecord['role'][] = ['reviewer', 'supervisor'];

/**
 * After this many days a role counts for refunds that came in before it was given. Until then the people who reviewed
 * before can decide, and see who was added; without an end nobody could decide where no reviewer was known in time.
 */
const NEW_ROLE_DAYS = 7;

/** Returns the latest time at which a role or login may have been given to count for a refund. */
export function rolesUntil({ receivedAt }: { readonly receivedAt: string }, now: Date): string {
  const settled = new Date(now.getTime() - NEW_ROLE_DAYS * DAY_MS).toISOString();
  return receivedAt > settled ? receivedAt : settled;
}

/** Returns a review as it opens: two reviewers above the policy's second limit. */
export function openReview(twoReviewers: boolean): Review {
  return { tier: 1, quorum: twoReviewers ? 2 : 1, votes: [] };
}

/** Returns a review one tier up: more people may decide, and as many approvals are needed as before. */
export function raiseReview(review: Review): Review {
  return { ...review, tier: review.tier + 1 };
}

/** Returns in words who may decide at a tier. People who are part of the refund may never decide it. */
export function whoMayDecide({ tier }: Pick<Review, 'tier'>): string {
  if (tier < SUPERVISORS_FROM_TIER) return 'reviewers';
  if (tier < ANY_SITE_FROM_TIER) return 'reviewers, and supervisors of other sites';
  return 'reviewers, and supervisors of any site';
}

/** Returns what it takes to decide a review, in words. */
export function quorumWords({ quorum }: Pick<Review, 'quorum'>): string {
  return `${quorum === 1 ? 'one approval' : `${quorum} approvals by different people`}, or one denial`;
}

/** Returns a review at the top tier that is asked again. */
export function remindReview(review: Review, at: string): Review {
  return { ...review, reminded: { times: (review.reminded?.times ?? 0) + 1, at } };
}

/** The reasons why a person may not decide a refund under review. */
export const INELIGIBILITIES = [
  'marked_the_return',
  'approved_the_refund',
  'attested_a_scan',
  'is_the_customer',
  'manages_a_witness',
  'is_in_a_witness_team',
  'reports_to_a_witness',
  'is_not_active',
  'has_no_reviewing_role',
  'has_a_new_role',
  'has_the_role_from_a_witness',
  'is_asked_later',
  'is_not_known',
] as const;

/** Why a person may not decide a refund under review. */
export type Ineligibility = (typeof INELIGIBILITIES)[number];

/** Who is part of a refund under review, to exclude conflicts of interest. */
export interface Involved {
  readonly request: RefundRequest;
  /** Everybody whose scan is on the trail. */
  readonly attestors: ReadonlySet<string>;
  /** What is known about the involved employees and the reviewer. */
  readonly employees: ReadonlyMap<string, EmployeeRecord>;
  /** True if the directory ever reported anybody. Then a name that it does not know belongs to nobody. */
  readonly knowsPeople: boolean;
  readonly tier: number;
  /** A role or login that was given later does not count, as {@link rolesUntil} says. */
  readonly rolesUntil: string;
}

/**
 * Returns why a person may not decide a refund under review, or undefined if nothing that is known excludes them.
 * Excluded are:
 * - the marker, the approver, every attestor and the customer;
 * - their managers, team members and reports, now or before;
 * - people who are not active or have no reviewing role, or got it or a login after the refund came in or from one of the above;
 * - supervisors until the tier that asks them;
 * - names that the directory does not know, if it knows anybody.
 */
export function ineligibility(reviewerId: string, involved: Involved): Ineligibility | undefined {
  const { request, attestors, employees } = involved;
  if (reviewerId === request.markedBy) return 'marked_the_return';
  if (reviewerId === request.approvedBy) return 'approved_the_refund';
  if (attestors.has(reviewerId)) return 'attested_a_scan';
  if (reviewerId === request.customerId) return 'is_the_customer';
  const reviewer = employees.get(reviewerId);
  if (reviewer !== undefined && reviewer.status !== 'active') return 'is_not_active';
  // Before the role: people who are part of a refund may not even look at it, whatever their role.
  for (const id of involvedIds(involved)) {
    const witness = employees.get(id);
    if (mayReportTo(witness, reviewerId)) return 'manages_a_witness';
    if (mayShareTeam(witness, reviewer)) return 'is_in_a_witness_team';
    if (mayReportTo(reviewer, id)) return 'reports_to_a_witness';
    if (givenTo(reviewer).some(({ by }) => by === id)) return 'has_the_role_from_a_witness';
  }
  if (reviewer !== undefined && !REVIEWING_ROLES.includes(reviewer.role)) {
    return 'has_no_reviewing_role';
  }
  if (givenTo(reviewer).some(({ at }) => at > involved.rolesUntil)) return 'has_a_new_role';
  if (reviewer === undefined) return involved.knowsPeople ? 'is_not_known' : undefined;
  return reviewer.role === 'supervisor' && !asksSupervisor(reviewer, involved) ? 'is_asked_later' : undefined;
}

/**
 * Returns true if a supervisor is asked at this tier. Supervisors of the sites where the return was handled come
 * last: they are the closest to the people who handled it.
 */
function asksSupervisor({ siteId }: EmployeeRecord, involved: Involved): boolean {
  const { request, employees, tier } = involved;
  if (tier >= ANY_SITE_FROM_TIER) return true;
  if (tier < SUPERVISORS_FROM_TIER || siteId === request.siteId) return false;
  return involvedIds(involved).every((id) => employees.get(id)?.siteId !== siteId);
}

/** Returns the employees a reviewer must be independent of. */
export function involvedIds({
  request,
  attestors,
}: Pick<Involved, 'request' | 'attestors'>): readonly string[] {
  const named = [request.markedBy, request.approvedBy].filter((id) => id !== undefined);
  return [...new Set([...named, ...attestors])];
}

/** Returns true if an answer approves a refund that its own verdict calls false. */
export function contradictsItself({ decision, verdict }: Pick<Vote, 'decision' | 'verdict'>): boolean {
  const approving: readonly Verdict[] = APPROVING_VERDICTS;
  return decision === 'approve' && !approving.includes(verdict);
}

/** What a vote does to a review. */
export type VoteResult =
  | { readonly result: 'approved' | 'denied' | 'needs_another'; readonly review: Review }
  | { readonly result: 'repeated'; readonly review: Review }
  | { readonly result: 'answered_differently'; readonly vote: Vote };

/**
 * Returns what a vote does: a denial ends the review, an approval ends it once enough distinct reviewers
 * approved. The same answer again changes nothing; a different second answer of one person is refused.
 */
export function castVote(review: Review, vote: Vote): VoteResult {
  const earlier = review.votes.find((one) => one.reviewerId === vote.reviewerId);
  if (earlier !== undefined) {
    return earlier.decision === vote.decision
      ? { result: 'repeated', review }
      : { result: 'answered_differently', vote: earlier };
  }
  const next = { ...review, votes: [...review.votes, vote] };
  if (vote.decision === 'deny') return { result: 'denied', review: next };
  const approvals = next.votes.filter((one) => one.decision === 'approve').length;
  return { result: approvals >= review.quorum ? 'approved' : 'needs_another', review: next };
}
