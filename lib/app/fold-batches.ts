import type { FoldBatch, PreparedFold } from '../contracts/step-contracts.ts';
import { type FoldDeps, type Folded, foldSubjects, foldsDue, type SubjectFolds } from './history/fold.ts';

/** The most days one listing names: with the longest ids they take 200 KB of the 256 KiB a state may answer. */
const MAX_LISTED = 1_000;

/** The most days one batch folds, unless one subject alone has more: seconds of work. */
const MAX_BATCH = 100;

/** Answers what is to be folded now, in batches; writes nothing. */
export async function prepareFold(deps: Pick<FoldDeps, 'store' | 'now'>): Promise<PreparedFold> {
  const { subjects, more } = await foldsDue(deps, MAX_LISTED);
  const batches: FoldBatch['subjects'][] = [];
  let room = 0;
  for (const { subject, folds } of subjects) {
    const listed = { ...subject, days: folds.map(({ day, dueAt }) => ({ day, dueAt })) };
    const last = batches.at(-1);
    if (last !== undefined && folds.length <= room) {
      last.push(listed);
      room -= folds.length;
    } else {
      batches.push([listed]);
      room = MAX_BATCH - folds.length;
    }
  }
  return { batches: batches.map((batch) => ({ subjects: batch })), more };
}

/** Folds one batch. */
export function foldBatch(deps: FoldDeps, { subjects }: FoldBatch): Promise<Folded> {
  const folds = subjects.map(({ kind, id, days }): SubjectFolds => {
    const subject = { kind, id };
    return { subject, folds: days.map((one) => ({ subject, ...one })) };
  });
  return foldSubjects(deps, folds);
}
