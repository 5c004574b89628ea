import { caseViewOf } from '../app/case-view/case-view.ts';
import { lookAtRefund } from '../app/console/look-at-refund.ts';
import { namesRefund } from '../app/console/names-refund.ts';
import type { Person } from '../app/console/person.ts';
import { leaseOf } from '../domain/refund/leases.ts';
import { stopsCovering } from '../domain/refund/stops.ts';
import type { ConsoleContext, ConsoleDeps } from './console-deps.ts';
import { idIn } from './id-in.ts';
import { reviewPage } from './pages/review-page.ts';
import type { Notice } from './pages/review-page-input.ts';
import { withoutSight } from './power.ts';

/** How the page of a refund is shown. */
export interface ShownRefund {
  readonly refundId: string;
  readonly status: 200 | 400 | 403 | 409;
  readonly notice?: Notice | undefined;
  /** What the person had filled in, which is kept. */
  readonly typed?: Readonly<Record<string, unknown>> | undefined;
}

/** Answers with the page of a refund, or with what a person may know of it. */
export async function showRefund(
  context: ConsoleContext,
  deps: ConsoleDeps,
  { refundId, status, notice, typed = {} }: ShownRefund,
): Promise<Response> {
  const person = context.get('person');
  const now = deps.now();
  const from = idIn(context.req.query('from'));
  const isLinked = from !== '' && (await isNamedBy(deps, person, { from, refundId }));
  const look = await lookAtRefund(deps, person, refundId, { isLinked });
  if (look.result !== 'shown') return withoutSight(context, look);
  const [view, leases, stops] = await Promise.all([
    caseViewOf(deps.store, refundId, { now }),
    deps.store.leases(),
    deps.store.stops('eventual'),
  ]);
  if (view === undefined) return context.notFound();
  const page = reviewPage({
    person,
    view,
    seen: { link: look.refund.audit.at(-1)?.hash ?? '', trailVersion: view.trailVersion },
    why: look.why,
    taken: leaseOf(leases, refundId, now),
    stoppedBy: stopsCovering(stops, look.refund.request, now).map(({ scope }) => scope),
    notice,
    typed,
    isAnswered: context.req.query('answered') !== undefined,
    now,
  });
  return context.html(page, status);
}

/** Returns true if a refund that the person may see names another one. */
async function isNamedBy(
  deps: ConsoleDeps,
  person: Person,
  { from, refundId }: { readonly from: string; readonly refundId: string },
): Promise<boolean> {
  const look = await lookAtRefund(deps, person, from);
  if (look.result !== 'shown') return false;
  const view = await caseViewOf(deps.store, from, { now: deps.now() });
  return view !== undefined && namesRefund(view, refundId);
}
