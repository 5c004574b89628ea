import type { Claim } from '../../domain/refund/refund-request.ts';
import type { Ineligibility, Verdict } from '../../domain/refund/review.ts';
import type { TAKEN } from '../queue-address.ts';

/** What each claim is called. */
export const CLAIM_WORDS: Readonly<Record<Claim, string>> = {
  returned: 'returned',
  not_received: 'not received',
  damaged: 'damaged',
  returnless: 'kept, no return asked for',
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

/** What each verdict says. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  genuine: 'Genuine: the claim is true',
  other: 'Other: see the note',
  nothing_arrived: 'Nothing arrived',
  wrong_goods: 'Wrong goods arrived',
  false_attestation: 'Somebody vouched for what they knew to be false',
};

/** The values of the filter by who has a refund. */
export const TAKEN_WORDS: Readonly<Record<(typeof TAKEN)[number], string>> = {
  free: 'nobody',
  mine: 'you',
};
