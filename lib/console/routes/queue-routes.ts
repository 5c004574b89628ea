import type { Hono } from 'hono';
import { findRefunds } from '../../app/console/find-refund.ts';
import { listQueue, nextInQueue } from '../../app/console/list-queue.ts';
import { lookAtRefund } from '../../app/console/look-at-refund.ts';
import { giveRefundBack, type Taking, takeRefund } from '../../app/console/take-refund.ts';
import { refundPath } from '../../contracts/console-addresses.ts';
import { idSchema } from '../../contracts/fields.ts';
import { placeIn } from '../../contracts/queue-answer.ts';
import type { LeaseChange } from '../../domain/refund/leases.ts';
import type { ConsoleContext, ConsoleDeps, ConsoleEnv } from '../console-deps.ts';
import { foundPage } from '../pages/found-page.ts';
import { messagePage } from '../pages/message-page.ts';
import { queuePage } from '../pages/queue-page.ts';
import { withoutPower, withoutSight } from '../power.ts';
import { queueHref, readQueueAddress } from '../queue-address.ts';
import { readOpenCounts } from '../read-open-counts.ts';
import { showRefund } from '../show-refund.ts';

/** Adds the queue: looking, searching, taking and giving back. */
export function addQueueRoutes(app: Hono<ConsoleEnv>, deps: ConsoleDeps): void {
  app.get('/queue', async (context) => {
    const person = context.get('person');
    const address = readQueueAddress(new URL(context.req.url).searchParams);
    const [page, counts] = await Promise.all([
      listQueue(deps, { personId: person.employeeId, ...address }),
      readOpenCounts(context, deps),
    ]);
    return context.html(queuePage({ person, address, page, counts, now: deps.now() }));
  });

  app.get('/find', async (context) => {
    const person = context.get('person');
    const id = (context.req.query('id') ?? '').trim();
    const ids = idSchema.safeParse(id).success ? await findRefunds(deps.store, id) : [];
    const looks = await Promise.all(ids.map((one) => lookAtRefund(deps, person, one)));
    const found = ids.filter((_, index) => looks[index]?.result !== 'not_found');
    const [only, ...others] = found;
    if (only !== undefined && others.length === 0) return context.redirect(refundPath(only));
    // No list leads from a return to its refunds: those under review are looked through, as far as the queue goes.
    if (only === undefined && id !== '') {
      const address = { filters: { rmaId: id }, after: undefined };
      const { rows, next } = await listQueue(deps, { personId: person.employeeId, ...address });
      const [row, ...more] = rows;
      if (row !== undefined && more.length === 0) return context.redirect(refundPath(row.refundId));
      if (row !== undefined || next !== undefined) return context.redirect(queueHref(address));
    }
    return context.html(foundPage({ person, id, found }), found.length === 0 ? 404 : 200);
  });

  app.get('/next', async (context) => {
    const person = context.get('person');
    const after = placeIn(context.req.query('after'));
    const row = await nextInQueue(deps, { personId: person.employeeId, after });
    if (row !== undefined) return context.redirect(refundPath(row.refundId));
    const text = ['Of the refunds looked at, none is free that you may decide.'];
    const link = { href: '/queue', text: 'To the queue' };
    return context.html(messagePage({ title: 'Nothing next', text, link, person }));
  });

  app.post('/refund/take', (context) => changeLease(context, deps, takeRefund));
  app.post('/refund/give-back', (context) => changeLease(context, deps, giveRefundBack));
}

async function changeLease(
  context: ConsoleContext,
  deps: ConsoleDeps,
  change: (deps: ConsoleDeps, taking: Taking) => Promise<LeaseChange>,
): Promise<Response> {
  const refused = withoutPower(context, 'decide');
  if (refused !== undefined) return refused;
  const person = context.get('person');
  const form = await context.req.parseBody();
  const refundId = idSchema.safeParse(form['id']);
  if (!refundId.success) return context.notFound();
  const look = await lookAtRefund(deps, person, refundId.data);
  if (look.result !== 'shown' || look.why !== undefined) return withoutSight(context, look);
  const result = await change(deps, { refundId: refundId.data, by: person.employeeId });
  const isDone = 'leases' in result || result.result === 'not_taken';
  // From the form of a decision: what was filled in is kept.
  if (isDone && 'stamp' in form)
    return showRefund(context, deps, { refundId: refundId.data, status: 200, typed: form });
  const back = String(form['back'] ?? '');
  const href = back === '/queue' || back.startsWith('/queue?') ? back : refundPath(refundId.data);
  if (isDone) return context.redirect(href, 303);
  const text = [
    'lease' in result
      ? `${result.lease.by} has this refund. You can look at it, and decide it all the same: taking is only a note for others.`
      : 'As many refunds as are allowed are taken at the moment, by you or by all. You can decide without taking it.',
  ];
  return context.html(messagePage({ title: 'Not taken', text, person, link: { href, text: 'Back' } }), 409);
}
