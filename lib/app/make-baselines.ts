import type { DecayedCounts } from '../domain/history/decayed-history.ts';
import { pastOf } from '../domain/history/decayed-past.ts';
import { caseCountsOf, isAccountCase, thinkableGrounds } from '../domain/risk/case-criteria.ts';
import { baselinesOf, type PeerGroup } from '../domain/risk/peer-baselines.ts';
import { peerGroupOf } from '../domain/risk/peer-group.ts';
import { dayOf } from '../domain/shared/calendar.ts';
import { settleCase } from './cases/settle-case.ts';
import { canonicalJson, sha256 } from './digest.ts';
import type { Uses } from './gate-deps.ts';
import { openAccountCase } from './history/open-account-case.ts';
import { type OpenCaseDeps, openCase } from './history/open-employee-case.ts';
import { inBatches } from './in-batches.ts';
import { unlessUnreadable } from './unreadable-error.ts';

/** The most cases that one night finishes; more than a few never wait. */
const MAX_FINISHED = 100;

/** The snapshot's version, how many employees are in it, the cases opened on employees and accounts, and what could not be read. */
export interface MadeBaselines {
  readonly version: string;
  readonly employees: number;
  readonly cases: number;
  readonly accountCases: number;
  readonly unreadable: readonly string[];
}

/**
 * Makes the nightly snapshot of what peers do, over every employee on the roster. Then opens a case on each employee
 * whose numbers, compared with the new snapshot, call for one, and on each account that looks taken over. An employee
 * whose data cannot be read is left out and reported. First it finishes what people began with cases and a fault ended:
 * a cleared refund must not weigh in the new snapshot.
 */
export async function makeBaselines(
  deps: OpenCaseDeps & Uses<'policy' | 'now', 'roster' | 'subject' | 'saveBaselines' | 'casesUnfinished'>,
): Promise<MadeBaselines> {
  const { store, policy, now } = deps;
  const today = dayOf(now());
  const { halfLifeDays } = policy.policy.employeeRisk;
  const ids = await store.roster();
  const known: { readonly group: PeerGroup; readonly counts: DecayedCounts; readonly id: string }[] = [];
  const thinkable = new Set<string>();
  const takenOver = new Set<string>();
  const unreadable: string[] = [];
  await finishCases(deps, unreadable);
  await inBatches(ids, async (id) => {
    const history = await unlessUnreadable(unreadable, () => store.subject({ kind: 'employee', id }));
    if (history === undefined) return;
    const group = peerGroupOf(history);
    const past = pastOf(history, { today, halfLifeDays, without: undefined });
    known.push({ id, group, counts: past.counts });
    if (thinkableGrounds(caseCountsOf(past), policy.policy).length > 0) thinkable.add(id);
    if (isAccountCase(past, policy.policy)) takenOver.add(id);
  });
  const content = baselinesOf(today, known);
  const version = sha256(canonicalJson(content)).slice(0, 16);
  await store.saveBaselines({ version, ...content });
  const opened = async (asked: ReadonlySet<string>, open: typeof openCase): Promise<number> => {
    let count = 0;
    const looked = ids.filter((id) => asked.has(id));
    await inBatches(looked, async (id) => {
      if ((await unlessUnreadable(unreadable, () => open(deps, id))) === true) count += 1;
    });
    return count;
  };
  const cases = await opened(thinkable, openCase);
  const accountCases = await opened(takenOver, openAccountCase);
  return { version, employees: known.length, cases, accountCases, unreadable };
}

async function finishCases(
  deps: OpenCaseDeps & Uses<'now', 'casesUnfinished'>,
  unreadable: string[],
): Promise<void> {
  const ids = new Set(await deps.store.casesUnfinished(deps.now(), MAX_FINISHED));
  await inBatches([...ids], async (id) => {
    await unlessUnreadable(unreadable, async () => {
      const [last] = await deps.store.casesOn(id, 1);
      if (last !== undefined) await settleCase(deps, last);
    });
  });
}
