import type { SubjectRow } from './subject-row.ts';

/** Which subjects have days in a week: most have none in most weeks, so nobody need go over all of them. */
export class RowsByWeek {
  readonly #rows = new Map<number, SubjectRow[]>();

  /** Files a subject once for each of its days. */
  file(row: SubjectRow, week: number): void {
    const rows = this.#rows.get(week);
    if (rows === undefined) this.#rows.set(week, [row]);
    else rows.push(row);
  }

  /** Returns who was filed under a week or one before it, and files them no longer. */
  takeUpTo(lastWeek: number): readonly SubjectRow[] {
    const taken: SubjectRow[] = [];
    for (const [week, rows] of this.#rows) {
      if (week > lastWeek) continue;
      for (const row of rows) taken.push(row);
      this.#rows.delete(week);
    }
    return taken;
  }
}
