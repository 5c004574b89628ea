import type { Hono } from 'hono';
import * as z from 'zod';
import { caseViewOf } from '../../app/case-view/case-view.ts';
import { changedParts } from '../../app/case-view/stamp.ts';
import { lookAtRefund } from '../../app/console/look-at-refund.ts';
import type { ReviewCommand } from '../../app/review-refund.ts';
import { refundPath } from '../../contracts/console-addresses.ts';
import { reviewStepSchema } from '../../contracts/review-decided.ts';
import type { ReviewResult } from '../../contracts/review-result.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import type { ConsoleDeps, ConsoleEnv } from '../console-deps.ts';
import { idIn } from '../id-in.ts';
import { withoutPower, withoutSight } from '../power.ts';
import { noticeOf } from '../review-notice.ts';
import { type ShownRefund, showRefund } from '../show-refund.ts';

/** Adds the page of a refund under review, and deciding. */
export function addReviewRoutes(app: Hono<ConsoleEnv>, deps: ConsoleDeps): void {
  app.get('/refund', (context) =>
    showRefund(context, deps, { refundId: idIn(context.req.query('id')), status: 200 }),
  );

  app.post('/refund/decide', async (context) => {
    const refused = withoutPower(context, 'decide');
    if (refused !== undefined) return refused;
    const form = await context.req.parseBody();
    const refundId = idIn(String(form['id'] ?? ''));
    const read = readAnswer(form, context.get('person').employeeId);
    if ('problem' in read) {
      const notice = { text: [read.problem] };
      return showRefund(context, deps, { refundId, status: 400, notice, typed: form });
    }
    // Before anything is asked for: the answer to a person who may not see the refund says no more than its page.
    const look = await lookAtRefund(deps, context.get('person'), refundId);
    if (look.result !== 'shown') return withoutSight(context, look);
    const changed = await changesSince(deps, look.refund, read);
    const result = changed.length > 0 ? CHANGED : await deps.review(read.command);
    if (result.result === 'accepted') return context.redirect(`${refundPath(refundId)}&answered=1`, 303);
    const notice = noticeOf(result, { seenAt: String(form['seenAt'] ?? ''), changed });
    // What was ticked on what has changed has to be ticked again; the note is kept.
    const typed =
      result === CHANGED || result.result === 'changed_since_seen' ? { note: form['note'] } : form;
    return showRefund(context, deps, { refundId, status: statusOf(result), notice, typed });
  });
}

const CHANGED = { result: 'changed_since_seen' } as const;

/**
 * Returns what has changed since the person opened the page, apart from the row and its scans, which the review itself compares:
 * flags, stops, statuses, other refunds. Nothing for an answer that is in the row already, as after a double click.
 */
async function changesSince(
  { store, now }: ConsoleDeps,
  { refundId, status, review }: Refund,
  { command, stamp }: ReadAnswer,
): Promise<readonly string[]> {
  const isRepeat = review?.votes.some(({ reviewerId }) => reviewerId === command.reviewerId) === true;
  if (status !== 'escalated' || isRepeat) return [];
  const view = await caseViewOf(store, refundId, { now: now() });
  return view === undefined ? [] : changedParts(view, stamp);
}

const answerSchema = reviewStepSchema.omit({ seen: true }).extend({
  link: z.string().min(1),
  trailVersion: z.coerce.number().int(),
  stamp: z.string().max(200),
});

/** An answer that was filled in, and what the page showed. */
interface ReadAnswer {
  readonly command: ReviewCommand;
  readonly stamp: string;
}

function readAnswer(
  form: Readonly<Record<string, unknown>>,
  reviewerId: string,
): ReadAnswer | { readonly problem: string } {
  const note = typeof form['note'] === 'string' && form['note'].trim() !== '' ? form['note'] : undefined;
  const read = answerSchema.safeParse({ ...form, refundId: form['id'], reviewerId, note });
  if (read.success) {
    const { link, trailVersion, stamp, ...answer } = read.data;
    return { command: { ...answer, seen: { link, trailVersion } }, stamp };
  }
  const [field] = read.error.issues[0]?.path ?? [];
  return { problem: PROBLEMS[String(field)] ?? 'The form was not complete. Nothing was decided.' };
}

const PROBLEMS: Readonly<Record<string, string>> = {
  decision: 'Choose approve or deny. Nothing was decided.',
  verdict: 'Choose what you found. Nothing was decided.',
  note: 'The note is too long, or has characters that nobody can see. Nothing was decided.',
};

function statusOf({ result }: ReviewResult): ShownRefund['status'] {
  return result === 'refused' ? 403 : result === 'verdict_contradicts' ? 400 : 409;
}
