import type { PreparedRollUp, RollUpBatch } from '../contracts/step-contracts.ts';
import {
  type RolledUp,
  type RollUpDeps,
  rollUpSubjects,
  rollUpsDue,
  type SubjectRollUps,
} from './history/roll-up.ts';

/** The most days that one listing names: with the longest ids, 200 KB of the 256 KiB that a state may return. */
const MAX_LISTED = 1_000;

/** The most days one batch rolls up, unless one subject alone has more: seconds of work. */
const MAX_BATCH = 100;

/** Returns what is to be rolled up now, in batches; writes nothing. */
export async function prepareRollUp(deps: Pick<RollUpDeps, 'store' | 'now'>): Promise<PreparedRollUp> {
  const { subjects, more } = await rollUpsDue(deps, MAX_LISTED);
  const batches: RollUpBatch['subjects'][] = [];
  let budget = 0;
  for (const { subject, rollUps } of subjects) {
    const listed = { ...subject, days: rollUps.map(({ day, dueAt }) => ({ day, dueAt })) };
    const last = batches.at(-1);
    if (last !== undefined && rollUps.length <= budget) {
      last.push(listed);
      budget -= rollUps.length;
    } else {
      batches.push([listed]);
      budget = MAX_BATCH - rollUps.length;
    }
  }
  return { batches: batches.map((batch) => ({ subjects: batch })), more };
}

/** Rolls up one batch. */
export function rollUpBatch(deps: RollUpDeps, { subjects }: RollUpBatch): Promise<RolledUp> {
  const rollUps = subjects.map(({ kind, id, days }): SubjectRollUps => {
    const subject = { kind, id };
    return { subject, rollUps: days.map((one) => ({ subject, ...one })) };
  });
  return rollUpSubjects(deps, rollUps);
}
