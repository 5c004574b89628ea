import type { CaseView } from '../../app/case-view/view.ts';
import type { Person } from '../../app/console/person.ts';
import type { SeenRefund } from '../../app/review-refund.ts';
import type { Lease } from '../../domain/refund/leases.ts';
import type { Ineligibility } from '../../domain/refund/review.ts';

/** What is said at the top of a page about the last request. */
export interface Notice {
  readonly text: readonly string[];
  /** The titles of the parts of the page that have changed since the person opened it. */
  readonly changed?: readonly string[] | undefined;
  /** What the person had seen when they answered, if the refund has changed since. */
  readonly newSince?: string | undefined;
}

/** What the page of a refund under review shows. */
export interface ReviewPageInput {
  readonly person: Person;
  readonly view: CaseView;
  /** What the person sees now: an answer counts only while it is still so. */
  readonly seen: SeenRefund;
  /** Why the person may not decide it; undefined if they may. */
  readonly why: Ineligibility | undefined;
  readonly taken: Lease | undefined;
  /** The scopes of the stops that cover it. */
  readonly stoppedBy: readonly string[];
  readonly notice: Notice | undefined;
  /** What the person had filled in. */
  readonly typed: Readonly<Record<string, unknown>>;
  /** Whether the person's answer was just taken. */
  readonly isAnswered: boolean;
  readonly now: Date;
}
