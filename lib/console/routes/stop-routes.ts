import type { Hono } from 'hono';
import { listStops } from '../../app/stops/list-stops.ts';
import { stopCommandSchema } from '../../contracts/step-contracts.ts';
import type { ConsoleContext, ConsoleDeps, ConsoleEnv } from '../console-deps.ts';
import { stopsPage } from '../pages/stops-page.ts';
import { withoutPower } from '../power.ts';

/** Adds the kill switches: the list, setting one, and lifting one by two people. */
export function addStopRoutes(app: Hono<ConsoleEnv>, deps: ConsoleDeps): void {
  app.get('/stops', (context) => show(context, deps, { status: 200 }));

  app.post('/stops', async (context) => {
    const refused = withoutPower(context, 'decide');
    if (refused !== undefined) return refused;
    const person = context.get('person').employeeId;
    const form = await context.req.parseBody();
    const reason =
      typeof form['reason'] === 'string' && form['reason'].trim() !== '' ? form['reason'] : undefined;
    const scope = String(form['scope'] ?? '').replaceAll(/\s/g, '');
    const command = stopCommandSchema.safeParse({ action: form['action'], scope, person, reason });
    if (!command.success) {
      const message = 'The reason is too long, or has characters that nobody can see.';
      return show(context, deps, { message, status: 400, typed: form });
    }
    const { done, message } = await deps.changeStop(command.data);
    return show(context, deps, { message, status: done ? 200 : 409, typed: done ? {} : form });
  });
}

interface Showing {
  readonly message?: string | undefined;
  readonly status: 200 | 400 | 409;
  /** What the person had filled in, which is kept. */
  readonly typed?: Readonly<Record<string, unknown>> | undefined;
}

async function show(
  context: ConsoleContext,
  deps: ConsoleDeps,
  { message, status, typed = {} }: Showing,
): Promise<Response> {
  const person = context.get('person');
  const all = await listStops(deps);
  // Who is stopped does not read here that they are, and why.
  const stops = all.filter(({ scope }) => scope !== `employee:${person.employeeId}`);
  return context.html(stopsPage({ person, stops, message, typed }), status);
}
