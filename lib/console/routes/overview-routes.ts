import type { Hono } from 'hono';
import type { ConsoleDeps, ConsoleEnv } from '../console-deps.ts';
import { overviewPage } from '../pages/overview-page.ts';
import { readOpenCounts } from '../read-open-counts.ts';

/** Adds the overview: what is open, and what people decided. */
export function addOverviewRoutes(app: Hono<ConsoleEnv>, deps: ConsoleDeps): void {
  app.get('/overview', async (context) => {
    const [counts, decided] = await Promise.all([readOpenCounts(context, deps), deps.store.decidedDays()]);
    const person = context.get('person');
    const { baseCurrency, now } = deps;
    return context.html(overviewPage({ person, counts, decided, baseCurrency, now: now() }));
  });
}
