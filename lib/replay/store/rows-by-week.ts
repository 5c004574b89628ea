import type { SubjectRow } from './subject-row.ts';

/** The subjects that have days in a week. Most have none in most weeks, so nothing has to loop over all subjects. */
export class RowsByWeek {
  readonly #rows = new Map<number, SubjectRow[]>();

  /** Files a subject once for each of its days. */
  file(row: SubjectRow, week: number): void {
    const rows = this.#rows.get(week);
    if (rows === undefined) this.#rows.set(week, [row]);
    else rows.push(row);
  }

  /** Removes and returns the subjects filed under this week or an earlier one. */
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
