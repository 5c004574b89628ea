import type { Hono } from 'hono';
import { listStops } from '../../app/stops/list-stops.ts';
import { stopCommandSchema } from '../../contracts/step-contracts.ts';
import type { ConsoleContext, ConsoleDeps, ConsoleEnv } from '../console-deps.ts';
import { stopsPage } from '../pages/stops-page.ts';
import { withoutPower } from '../power.ts';

/** Adds the kill switches: the list, setting one, and lifting one by two people. */
export function addStopRoutes(app: Hono<ConsoleEnv>, deps: ConsoleDeps): void {
  app.get('/stops', (context) => {
    const message = SAID[context.req.query('said') ?? ''];
    return show(context, deps, { status: 200, message });
  });

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
    const { done, result, message } = await deps.changeStop(command.data);
    // Sent away, so that going back or loading again sends nothing twice.
    if (done) return context.redirect(`/stops?said=${encodeURIComponent(result)}`, 303);
    return show(context, deps, { message, status: 409, typed: form });
  });
}

/** What is said of a request that was done, by its result. */
const SAID: Readonly<Record<string, string>> = {
  set: 'Stopped: what it covers is not released by the machine until two people lift it.',
  already_set: 'It is stopped already, as the list says.',
  lift_asked: '1 of 2: you asked for the lift. It stays stopped until a second person asks too.',
  lifted: 'Lifted: what it covered is judged again as before.',
};

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
