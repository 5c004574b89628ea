import { caseViewOf } from '../../lib/app/case-view/case-view.ts';
import { describeCase } from '../../lib/app/case-view/describe-case.ts';
import type { CaseStore } from '../../lib/app/case-view/load-case.ts';
import { START } from './events.ts';

/** Returns what `refund-gate case` prints of a refund, or undefined if there is no such refund. */
export async function caseText(
  store: CaseStore,
  refundId = 're_1',
  now: Date = START,
): Promise<string | undefined> {
  const view = await caseViewOf(store, refundId, { now });
  return view === undefined ? undefined : describeCase(view);
}

/** Returns the lines of one part of what it prints, without their indent. */
export async function casePart(store: CaseStore, title: string): Promise<readonly string[]> {
  const lines = (await caseText(store))?.split('\n') ?? [];
  const from = lines.indexOf(title);
  if (from < 0) return [];
  const until = lines.indexOf('', from);
  return lines.slice(from + 1, until < 0 ? undefined : until).map((line) => line.slice(2));
}
