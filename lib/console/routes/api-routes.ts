import type { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import type * as z from 'zod';
import { caseViewOf } from '../../app/case-view/case-view.ts';
import { listQueue } from '../../app/console/list-queue.ts';
import { lookAtRefund } from '../../app/console/look-at-refund.ts';
import { personOfCaller } from '../../app/console/person.ts';
import { reviewStepSchema } from '../../contracts/review-decided.ts';
import { stopCommandSchema } from '../../contracts/step-contracts.ts';
import type { Power } from '../../domain/people/powers.ts';
import { loginOfCaller } from '../../domain/refund/logins.ts';
import type { ConsoleContext, ConsoleDeps, ConsoleEnv } from '../console-deps.ts';
import { idIn } from '../id-in.ts';
import { readQueueAddress } from '../queue-address.ts';

const answerSchema = reviewStepSchema.omit({ reviewerId: true });
const stopSchema = stopCommandSchema.omit({ person: true });

/**
 * Adds what the command line uses: the same use cases as the pages, as JSON. AWS has checked the signature of each request
 * before it comes here; who the caller is, the directory says.
 */
export function addApiRoutes(app: Hono<ConsoleEnv>, deps: ConsoleDeps): void {
  app.use('/api/*', caller(deps));

  app.get('/api/queue', async (context) => {
    const address = readQueueAddress(new URL(context.req.url).searchParams);
    const { employeeId: personId } = context.get('person');
    return context.json(await listQueue(deps, { personId, ...address }));
  });

  app.get('/api/refund', async (context) => {
    const refundId = idIn(context.req.query('id'));
    const look = await lookAtRefund(deps, context.get('person'), refundId);
    if (look.result === 'not_found') return context.notFound();
    if (look.result === 'part_of_it') return context.json({ result: 'refused', why: look.why }, 403);
    return context.json({ view: await caseViewOf(deps.store, refundId, { now: deps.now() }) });
  });

  app.post('/api/refund/decide', needs('decide'), async (context) => {
    const answer = await bodyOf(context, answerSchema);
    if ('problem' in answer) return context.json({ problem: answer.problem }, 400);
    const person = context.get('person');
    const look = await lookAtRefund(deps, person, answer.data.refundId);
    if (look.result === 'not_found') return context.json({ result: 'unknown_refund' }, 404);
    if (look.result === 'part_of_it') return context.json({ result: 'refused', why: look.why }, 403);
    const result = await deps.review({ ...answer.data, reviewerId: person.employeeId });
    return context.json(result);
  });

  app.post('/api/stops', needs('decide'), async (context) => {
    const command = await bodyOf(context, stopSchema);
    if ('problem' in command) return context.json({ problem: command.problem }, 400);
    const { employeeId: person } = context.get('person');
    return context.json(await deps.changeStop({ ...command.data, person }));
  });

  app.all('/api/*', (context) => context.json({ problem: 'There is no such request.' }, 404));
}

function caller({ store }: ConsoleDeps) {
  return createMiddleware<ConsoleEnv>(async (context, next) => {
    const arn = context.env.event?.requestContext?.authorizer?.iam?.userArn;
    const login = arn === undefined ? undefined : loginOfCaller(arn);
    const person = login === undefined ? undefined : await personOfCaller(store, login);
    if (person === undefined) {
      const problem =
        login === undefined
          ? 'Sign the request as an IAM user or a role.'
          : `No active reviewer, supervisor or auditor in the directory has the login ${login}.`;
      return context.json({ problem }, 403);
    }
    context.set('person', person);
    return next();
  });
}

function needs(power: Power) {
  return createMiddleware<ConsoleEnv>(async (context, next) =>
    context.get('person').powers.includes(power)
      ? next()
      : context.json({ problem: 'Your role may look, but it may not do this.' }, 403),
  );
}

async function bodyOf<Body>(
  context: ConsoleContext,
  schema: z.ZodType<Body>,
): Promise<{ readonly data: Body } | { readonly problem: string }> {
  const json: unknown = await context.req.json().catch(() => undefined);
  const read = schema.safeParse(json);
  if (read.success) return { data: read.data };
  const [issue] = read.error.issues;
  return { problem: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}` };
}
