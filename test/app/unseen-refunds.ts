import { dayOf } from '../../lib/domain/shared/calendar.ts';
import { asked, unseen } from './events.ts';
import type { Harness } from './harness.ts';

/** The employee who marked all of them. */
export const CLERK = { kind: 'employee', id: 'emp_7' } as const;

/** Takes refunds of EUR 50.00 that nobody scanned, all marked by one employee. */
export async function takeUnseen(gate: Harness, ids: readonly string[]): Promise<void> {
  for (const id of ids) await gate.take(asked(unseen(id)));
  gate.queue = [];
}

/** Returns so many ids of refunds, none twice from one `from` to the next ten. */
export function idsOf(count: number, from = 0): readonly string[] {
  return Array.from({ length: count }, (_, index) => `re_${from + index + 100}`);
}

/** Returns what a subject has used up today. */
export async function sumToday(gate: Harness, kind: 'employee' | 'customer', id: string) {
  const { days } = await gate.memory.subject({ kind, id });
  const today = days.find(({ day }) => day === dayOf(gate.now));
  return { value: today?.valueMinor ?? 0, unsupported: today?.unsupportedMinor ?? 0 };
}
