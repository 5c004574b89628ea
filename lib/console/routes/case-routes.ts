import type { Hono } from 'hono';
import { employeeCaseView } from '../../app/cases/employee-case-view.ts';
import { listOpenCases } from '../../app/cases/list-cases.ts';
import { caseCommandSchema } from '../../contracts/step-contracts.ts';
import { caseNotice } from '../case-notice.ts';
import type { ConsoleContext, ConsoleDeps, ConsoleEnv } from '../console-deps.ts';
import { casePage } from '../pages/case-page.ts';
import { casesPage } from '../pages/cases-page.ts';
import { withoutPower } from '../power.ts';

/** Adds the cases on employees, for supervisors alone: for everybody else there is no such page. */
export function addCaseRoutes(app: Hono<ConsoleEnv>, deps: ConsoleDeps): void {
  app.get('/cases', async (context) => {
    if (!isSupervisor(context)) return context.notFound();
    const person = context.get('person');
    const { cases, more } = await listOpenCases(deps);
    const others = cases.filter(({ employeeId }) => employeeId !== person.employeeId);
    return context.html(casesPage({ person, cases: others, more, now: deps.now() }));
  });

  app.get('/case', (context) => show(context, deps, context.req.query('employee') ?? '', undefined, 200));

  app.post('/case', async (context) => {
    if (!isSupervisor(context)) return withoutPower(context, 'supervise') ?? context.notFound();
    const person = context.get('person').employeeId;
    const form = await context.req.parseBody();
    const note = typeof form['note'] === 'string' && form['note'].trim() !== '' ? form['note'] : undefined;
    const command = caseCommandSchema.safeParse({ ...form, person, note });
    const employeeId = String(form['employeeId'] ?? '');
    if (!command.success) {
      return show(context, deps, employeeId, 'Choose an answer; a note has at most 2,000 characters.', 400);
    }
    const answer = await deps.answerCase(command.data);
    const { isKept, text } = caseNotice(answer);
    return show(context, deps, employeeId, text, isKept ? 200 : 409);
  });
}

function isSupervisor(context: ConsoleContext): boolean {
  return context.get('person').powers.includes('supervise');
}

async function show(
  context: ConsoleContext,
  deps: ConsoleDeps,
  employeeId: string,
  message: string | undefined,
  status: 200 | 400 | 409,
): Promise<Response> {
  const person = context.get('person');
  if (!isSupervisor(context)) return context.notFound();
  const view = await employeeCaseView(deps, { employeeId, person: person.employeeId });
  // Nobody looks at the case on themselves.
  if (view === undefined || view.conflict === 'is_the_employee') return context.notFound();
  return context.html(casePage({ person, view, message }), status);
}
