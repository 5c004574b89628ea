import type { Attestor } from '../evidence/scan.ts';
import type { HistoryVerdict } from '../history/history.ts';
import type { Claim } from './refund-request.ts';
import type { Ineligibility, Verdict, Vote } from './review.ts';
import type { RefundStatus } from './status.ts';
import type { SubjectKind } from './subject.ts';

/** What the customer says happened, in words. */
export const CLAIM_WORDS: Readonly<Record<Claim, string>> = {
  returned: 'The goods were sent back',
  not_received: 'The goods did not come',
  damaged: 'The goods came damaged',
  returnless: 'The customer keeps the goods',
};

/** The status of a refund in words. */
export const STATUS_WORDS: Readonly<Record<RefundStatus, string>> = {
  received: 'Not judged yet',
  held: 'Held: it waits for evidence',
  escalated: 'Under review: people decide',
  approved: 'Approved, and not released yet',
  published: 'Approved and released',
  denied: 'Denied',
};

/** What a change to a status says, in words. */
export const CHANGE_WORDS: Readonly<Record<RefundStatus, string>> = {
  received: 'Received',
  held: 'Held',
  escalated: 'People are asked',
  approved: 'Approved',
  published: 'Released',
  denied: 'Denied',
};

/** Returns who made a change, in words: `policy`, `timeout`, `request` or reviewers by their ids. */
export function deciderWords(by: string): string {
  if (by === 'policy') return 'by the policy';
  if (by === 'timeout') return 'as its time was over';
  if (by === 'request') return 'as the request came again with more fields';
  return `by ${by.replace(/^reviewer:/, 'reviewer ')}`;
}

/** What a reviewer found, in words. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  genuine: 'The claim is genuine',
  nothing_arrived: 'Nothing arrived',
  wrong_goods: 'Other goods arrived, or an empty box',
  false_attestation: 'An employee vouched for something false',
  other: 'Something else',
};

/** A reviewer's answer in words. */
export const DECISION_WORDS: Readonly<Record<Vote['decision'], string>> = {
  approve: 'approves',
  deny: 'denies',
};

/** Why a person may not decide a refund, after "You may not decide this refund:". */
export const INELIGIBLE_WORDS: Readonly<Record<Ineligibility, string>> = {
  marked_the_return: 'you marked the return',
  approved_the_refund: 'you approved the refund',
  attested_a_scan: 'you made a scan of this return',
  is_the_customer: 'you are the customer',
  manages_a_witness: 'a person whose work it rests on reports to you, or did',
  is_in_a_witness_team: 'you are, or were, in the team of a person whose work it rests on',
  reports_to_a_witness: 'you report, or reported, to a person whose work it rests on',
  has_the_role_from_a_witness: 'a person whose work it rests on gave you your role or login',
  is_not_active: 'the directory says that you are not active',
  is_not_known: 'the directory does not know you',
  has_no_reviewing_role: 'your role looks but does not decide',
  has_a_new_role: 'you got your role or login after it came in, less than seven days ago',
  is_asked_later: 'supervisors are asked later, if no reviewer has decided in time',
};

/** What people found about an earlier refund, in words. */
export const FOUND_WORDS: Readonly<Record<HistoryVerdict, string>> = {
  none: 'no person has judged it',
  genuine: 'found genuine',
  fraud: 'found false',
  false_attestation: 'found false, and vouched for falsely',
};

/** The classes of those who vouch for scans, in words. */
export const CLASS_WORDS: Readonly<Record<Attestor['class'], string>> = {
  carrier: 'carrier',
  site: 'employee',
  sensor: 'fixed device',
  organization: 'warehouse company',
  system: 'system',
  customer: 'customer',
};

/** How a scan was captured, in words. */
export const CAPTURE_WORDS: Readonly<Record<NonNullable<Attestor['capture']>, string>> = {
  scanned: 'scanned',
  keyed: 'keyed in',
  api: 'through an interface',
};

/** How two refunds may be linked, in words. */
export const LINK_WORDS: Readonly<Record<SubjectKind, string>> = {
  employee: 'same employee behind it',
  customer: 'same customer',
  address: 'same address',
  device: 'same device',
  instrument: 'same card or account',
  order: 'same order',
  tracking: 'same parcel',
  site: 'same site',
  sku: 'same article',
  producer: 'same system and site',
};
