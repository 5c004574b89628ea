import type { Ineligibility } from './review.ts';

/** Whether a person may look at a refund under review that they may not decide, by the reason why they may not. */
const MAY_LOOK: Readonly<Record<Ineligibility, boolean>> = {
  marked_the_return: false,
  approved_the_refund: false,
  attested_a_scan: false,
  is_the_customer: false,
  manages_a_witness: false,
  is_in_a_witness_team: false,
  reports_to_a_witness: false,
  has_the_role_from_a_witness: false,
  is_not_active: false,
  is_not_known: false,
  has_no_reviewing_role: true,
  has_a_new_role: true,
  is_asked_later: true,
};

/** Returns true if a person may see what is known of a refund; people who are part of it see only that they are. */
export function mayLook(why: Ineligibility | undefined): boolean {
  return why === undefined || MAY_LOOK[why];
}
