import { describe, expect, it } from 'vitest';
import { employeeZScores } from '../../../lib/lab/backtest/score/employee-z-score.ts';
import { namedByGate, staffFigures } from '../../../lib/lab/backtest/score/insiders.ts';
import { aFraud, anEmployee, aRecord, many, onDay } from './records.ts';

const fraudsOf = (employeeId: string, count: number) =>
  many(count, (index) => aFraud({ requestedAtMs: onDay(index), insiderIds: [employeeId] }));

describe('the figures of the staff', () => {
  const employees = [
    anEmployee({ employeeId: 'b1', insider: 'bribed_clerk', caseOpenedAtMs: onDay(2) }),
    anEmployee({ employeeId: 'b2', insider: 'bribed_clerk', caseOpenedAtMs: onDay(3) - 1 }),
    anEmployee({ employeeId: 'b3', insider: 'adaptive_clerk', caseOpenedAtMs: onDay(90) }),
    anEmployee({ employeeId: 'b4', insider: 'bribed_clerk' }),
    anEmployee({ employeeId: 'b5', insider: 'bribed_clerk' }),
    anEmployee({ employeeId: 'a1', role: 'agent', insider: 'bribed_agent' }),
    ...many(8, (index) => anEmployee({ employeeId: `h${index}` })),
    anEmployee({ employeeId: 'h8', role: 'stower', caseOpenedAtMs: onDay(5) }),
    anEmployee({ employeeId: 'r1', role: 'reviewer', caseOpenedAtMs: onDay(5) }),
    anEmployee({ employeeId: 'p1', insider: 'phished', caseOpenedAtMs: onDay(5) }),
    anEmployee({ employeeId: 'p2', insider: 'phished' }),
  ];
  const refunds = [
    ...fraudsOf('b1', 6),
    ...fraudsOf('b2', 9),
    ...fraudsOf('b3', 7),
    ...fraudsOf('b4', 4),
    ...fraudsOf('a1', 2),
    aRecord({ insiderIds: ['b5'] }),
    ...many(2, () => aFraud({ requestedAtMs: onDay(4), method: 'phished_account', markedBy: 'p1' })),
    aFraud({ requestedAtMs: onDay(4), method: 'phished_account', markedBy: 'p2' }),
  ];
  const figures = staffFigures({ employees, refunds, days: 73, named: namedByGate(employees) });

  it('count the frauds asked for until the case opened, and those never found as later than any', () => {
    expect(figures.clerks).toStrictEqual({
      people: 4,
      found: 3,
      shareFound: 0.75,
      fraudsBefore: [3, 3, 7],
      medianFrauds: 3,
      p80Frauds: null,
    });
  });

  it('tell each kind of insider apart, and count nobody who did nothing', () => {
    expect(figures.adaptiveClerks).toMatchObject({ people: 1, found: 1, fraudsBefore: [7] });
    expect(figures.plainClerks).toMatchObject({ people: 3, found: 2, fraudsBefore: [3, 3], medianFrauds: 3 });
    expect(figures.agents).toMatchObject({ people: 1, found: 0, shareFound: 0, medianFrauds: null });
    expect(figures.supervisors).toMatchObject({ people: 0, shareFound: null });
  });

  it('tell apart whose account was used by others, and how many of them have a case', () => {
    expect(figures.phished).toMatchObject({ people: 2, found: 1, fraudsBefore: [2] });
  });

  it('tell the accused among the honest, owners of phished accounts too, by years of work; no reviewers', () => {
    expect(figures).toMatchObject({ honestPeople: 9, honestAccused: 1 });
    expect(figures.honestAccusedPerThousandYears).toBeCloseTo(2000 / (11 * 0.2), 9);
  });
});

describe('the naive rule on people', () => {
  const employees = ['e1', 'e2', 'e3'].map((employeeId) => anEmployee({ employeeId }));
  const marks = (employeeId: string, day: number, [lacking, all]: readonly [number, number]) =>
    many(all, (index) =>
      aRecord({ requestedAtMs: onDay(day), markedBy: employeeId, lacksScan: index < lacking }),
    );

  it('sets a share against that of the others of the site and role, as a binomial count', () => {
    const refunds = [...marks('e1', 0, [5, 20]), ...marks('e2', 0, [4, 50]), ...marks('e3', 0, [5, 49])];
    const { zOf, named } = employeeZScores(refunds, employees);
    const p = 9.5 / 100;
    expect(zOf(aRecord({ requestedAtMs: onDay(0), markedBy: 'e1' }))).toBeCloseTo(
      (5 - 20 * p) / Math.sqrt(20 * p * (1 - p)),
      12,
    );
    expect(named.size).toBe(0);
  });

  it('names whoever reaches three deviations, at the end of that day, and keeps the first day', () => {
    const days = [0, 1, 2];
    const refunds = days.flatMap((day) => [
      ...marks('e1', day, [day === 0 ? 0 : 12, 20]),
      ...marks('e2', day, [1, 50]),
      ...marks('e3', day, [1, 50]),
    ]);
    const { named } = employeeZScores(refunds, employees);
    expect([...named]).toStrictEqual([['e1', onDay(2)]]);
  });

  it('forgets what is 90 days old', () => {
    const others = (day: number) => [...marks('e2', day, [1, 50]), ...marks('e3', day, [1, 50])];
    const later = (day: number) =>
      employeeZScores(
        [...marks('e1', 0, [10, 10]), ...others(0), ...marks('e1', day, [0, 20]), ...others(day)],
        employees,
      ).zOf(aRecord({ requestedAtMs: onDay(day), markedBy: 'e1' }));
    expect(later(89)).toBeGreaterThan(3);
    expect(later(90)).toBeLessThan(0);
  });

  it('sets somebody without peers at the site against the role, and judges nobody by fewer than ten', () => {
    const alone = [anEmployee({ employeeId: 'e1', siteId: 'site_9' }), ...employees.slice(1)];
    const others = [...marks('e2', 0, [1, 50]), ...marks('e3', 0, [1, 50])];
    const { zOf } = employeeZScores([...marks('e1', 0, [10, 10]), ...others], alone);
    expect(zOf(aRecord({ requestedAtMs: onDay(0), markedBy: 'e1' }))).toBeGreaterThan(3);
    const few = employeeZScores([...marks('e1', 0, [9, 9]), ...others], alone);
    expect(few.zOf(aRecord({ requestedAtMs: onDay(0), markedBy: 'e1' }))).toBe(Number.NEGATIVE_INFINITY);
    expect(few.zOf(aRecord({ requestedAtMs: onDay(0), markedBy: null }))).toBe(Number.NEGATIVE_INFINITY);
  });
});
