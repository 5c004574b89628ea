import { expect, it } from 'vitest';
import { VersionError } from '../../lib/adapters/store-rules.ts';
import type { Store } from '../../lib/app/ports.ts';
import { aCase } from '../builders.ts';
import { afterNoon, HOSTILE_IDS, NOON } from './samples.ts';

/** Describes what a store does with cases on employees. */
export function describeCases(store: () => Store): void {
  it('keeps a case as it was written, and refuses a write that saw an older version', async () => {
    expect(await store().casesOn('emp_7', 1)).toStrictEqual([]);
    expect(await store().saveCase(aCase(), 0)).toBe('saved');
    expect(await store().saveCase(aCase({ openedAt: afterNoon(1).toISOString() }), 0)).toBe('moved');
    const statement = { by: 'sam', at: afterNoon(60).toISOString(), action: 'clear', note: 'ü "x"' } as const;
    const asked = aCase({
      version: 2,
      firstOpenedAt: NOON.toISOString(),
      said: [statement],
      clearAsked: { by: 'sam', at: statement.at },
      outbox: null,
    });
    expect(await store().saveCase(asked, 1)).toBe('saved');
    expect(await store().saveCase(asked, 1)).toBe('saved');
    expect(await store().saveCase(aCase({ version: 2 }), 1)).toBe('moved');
    expect(await store().casesOn('emp_7', 9)).toStrictEqual([asked]);
    await expect(store().saveCase(asked, 2)).rejects.toThrow(VersionError);
  });

  it('returns the last cases on one employee first, and those of nobody else', async () => {
    for (const number of [2, 10, 9, 1]) await store().saveCase(aCase({ number, id: `case.${number}` }), 0);
    await store().saveCase(aCase({ employeeId: 'emp_70', number: 11 }), 0);
    const numbers = (await store().casesOn('emp_7', 3)).map(({ number }) => number);
    expect(numbers).toStrictEqual([10, 9, 2]);
  });

  it('lists open cases, the longest open first, and no others', async () => {
    const opened = (employeeId: string, seconds: number) =>
      aCase({ employeeId, openedAt: afterNoon(seconds).toISOString() });
    await store().saveCase(opened('emp_2', 20), 0);
    await store().saveCase({ ...opened('emp_3', 30), firstOpenedAt: NOON.toISOString() }, 0);
    await store().saveCase(opened('emp_1', 10), 0);
    for (const status of ['cleared', 'watched', 'handed_over'] as const) {
      await store().saveCase({ ...opened(`emp_${status}`, 0), status }, 0);
    }
    expect(await store().openCases(9)).toStrictEqual(['emp_3', 'emp_1', 'emp_2']);
    expect(await store().openCases(2)).toStrictEqual(['emp_3', 'emp_1']);
    await store().saveCase({ ...opened('emp_1', 10), version: 2, status: 'watched' }, 1);
    expect(await store().openCases(9)).toStrictEqual(['emp_3', 'emp_2']);
  });

  it('lists what is in the outbox of cases until it is emptied', async () => {
    const closed = { by: 'sam', at: afterNoon(60).toISOString(), action: 'watch' } as const;
    await store().saveCase(
      aCase({ employeeId: 'emp_2', status: 'watched', said: [closed], outbox: 'watched' }),
      0,
    );
    await store().saveCase(aCase({ employeeId: 'emp_1' }), 0);
    await store().saveCase(aCase({ employeeId: 'emp_3', outbox: null }), 0);
    expect(await store().casesUnfinished(afterNoon(59), 9)).toStrictEqual(['emp_1']);
    expect(await store().casesUnfinished(afterNoon(60), 9)).toStrictEqual(['emp_1', 'emp_2']);
    expect(await store().casesUnfinished(afterNoon(60), 1)).toStrictEqual(['emp_1']);
    await store().saveCase(aCase({ employeeId: 'emp_1', version: 2, outbox: null }), 1);
    expect(await store().casesUnfinished(afterNoon(60), 9)).toStrictEqual(['emp_2']);
    expect(await store().refundsDue(afterNoon(60), 9)).toStrictEqual([]);
  });

  it('keeps cases on employees with hostile ids apart', async () => {
    for (const employeeId of HOSTILE_IDS) await store().saveCase(aCase({ employeeId }), 0);
    for (const employeeId of HOSTILE_IDS) {
      expect(await store().casesOn(employeeId, 2)).toStrictEqual([aCase({ employeeId })]);
    }
    expect((await store().openCases(100)).toSorted()).toStrictEqual(HOSTILE_IDS.toSorted());
  });
}
