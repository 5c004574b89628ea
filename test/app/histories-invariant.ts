import { subjectsOf } from '../../lib/app/history/reservations.ts';
import type { Refund } from '../../lib/domain/refund/refund.ts';
import { type SubjectRef, sumsAllValue } from '../../lib/domain/refund/subject.ts';
import type { Harness } from './harness.ts';

/**
 * I9: each refund is in the history of each of its subjects once, as its row says, and what is reserved on a subject
 * whose value is summed is at least what was paid, and on no day more than all its refunds together.
 */
export async function wrongHistories(gate: Harness, rows: readonly Refund[]): Promise<readonly string[]> {
  const refs = new Map<string, SubjectRef>();
  for (const { request } of rows)
    for (const ref of subjectsOf(request)) refs.set(`${ref.kind} ${ref.id}`, ref);
  const found = await Promise.all([...refs].map(([name, ref]) => wrongHistory(gate, rows, { name, ref })));
  return found.flat();
}

async function wrongHistory(
  gate: Harness,
  rows: readonly Refund[],
  { name, ref }: { readonly name: string; readonly ref: SubjectRef },
): Promise<readonly string[]> {
  const days = await gate.memory.daysOf(ref, '0000-01-01', '9999-12-31');
  const entries = days.flatMap((day) => day.entries);
  const own = rows.filter(({ request }) =>
    subjectsOf(request).some(({ kind, id }) => kind === ref.kind && id === ref.id),
  );
  const counted = own.flatMap(({ refundId, history }) => {
    const { length } = entries.filter((entry) => entry.refundId === refundId);
    // A run that died may have added what the next one, whose checks failed, does not know of.
    const isRight = length === 1 || (length === 0 && history === null);
    return isRight ? [] : [`I9: ${refundId} is ${length} times in the history of ${name}`];
  });
  const sumOf = (some: readonly Refund[]) => some.reduce((sum, { baseMinor }) => sum + (baseMinor ?? 0), 0);
  const paid = sumOf(own.filter(({ status }) => status === 'published'));
  const reserved = days.map(({ valueMinor }) => valueMinor);
  const isEnough = !sumsAllValue(ref) || reserved.reduce((sum, valueMinor) => sum + valueMinor, 0) >= paid;
  // A run that died may have left its reservation on another day, which is the strict side.
  const isOnce = reserved.every((valueMinor) => valueMinor <= sumOf(own));
  return isEnough && isOnce
    ? counted
    : [...counted, `I9: ${reserved} is reserved on ${name}, ${paid} is paid`];
}
