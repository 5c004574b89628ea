import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  liftsAsked,
  MAX_STATEMENTS,
  type Statement,
  type StatementRule,
  strictestOf,
  withStatement,
} from '../../../lib/domain/refund/statements.ts';

interface Level extends Statement {
  readonly level: number;
}

const PEOPLE: StatementRule<Level> = {
  strictness: ({ level }) => level,
  about: 'emp_7',
  sourcesCount: false,
};
const SOURCES: StatementRule<Level> = { ...PEOPLE, sourcesCount: true };

function said(level: number, minute: number, by?: string, source = 'hr'): Level {
  return { level, at: new Date(Date.UTC(2026, 10, 22, 10, minute)).toISOString(), by, source };
}

function after(statements: readonly Level[], rule = PEOPLE): readonly Level[] {
  return statements.reduce<readonly Level[]>((known, heard) => withStatement(known, heard, rule), []);
}

function inForce(statements: readonly Level[], rule = PEOPLE): number | undefined {
  return strictestOf(after(statements, rule), rule)?.level;
}

describe('what is in force', () => {
  test.each([
    ['the only statement', [said(1, 0, 'ana')], 1],
    ['the stricter one, at once', [said(0, 0, 'ana'), said(2, 1, 'ana')], 2],
    ['no milder one of one person', [said(2, 0, 'ana'), said(0, 1, 'ben')], 2],
    ['no milder one that one person repeats', [said(2, 0, 'ana'), said(0, 1, 'ben'), said(0, 2, 'ben')], 2],
    ['the milder one of two people', [said(2, 0, 'ana'), said(0, 1, 'ana'), said(0, 2, 'ben')], 0],
    ['the stricter of two milder ones', [said(3, 0, 'ana'), said(0, 1, 'ben'), said(1, 2, 'cat')], 1],
    ['no milder one that came before', [said(0, 0, 'ana'), said(2, 1, 'dan'), said(0, 2, 'ben')], 2],
    [
      'no milder one by the employee and another',
      [said(2, 0, 'ana'), said(0, 1, 'emp_7'), said(0, 2, 'ben')],
      2,
    ],
    ['no milder one without a name', [said(2, 0, 'ana'), said(0, 1), said(0, 2, undefined, 'shop')], 2],
    ['the stricter one of an instant', [said(0, 0, 'ana'), said(0, 0, 'ben'), said(2, 0, 'cat')], 2],
  ])('is %s', (_, statements, level) => {
    expect(inForce(statements)).toBe(level);
  });

  test.each([
    ['two sources count as two people', [said(2, 0), said(0, 1), said(0, 2, undefined, 'shop')], 0],
    ['one source that repeats itself does not', [said(2, 0), said(0, 1), said(0, 2)], 2],
    [
      'one person through two sources does not',
      [said(2, 0), said(0, 1, 'ana'), said(0, 2, 'ana', 'shop')],
      2,
    ],
  ])('where sources count: %s', (_, statements, level) => {
    expect(inForce(statements, SOURCES)).toBe(level);
  });

  test('keeps a request to lift it as it was asked, until it is set again', () => {
    const asked = said(0, 1, 'ben');
    const statements = after([said(2, 0, 'ana'), asked]);
    expect(liftsAsked(statements, PEOPLE)).toStrictEqual([asked]);
    expect(liftsAsked(withStatement(statements, said(2, 2, 'ana'), PEOPLE), PEOPLE)).toStrictEqual([]);
  });
});

test('a producer that gets milder forty times does not fill the item, and lifts nothing', () => {
  const statements = after(Array.from({ length: 40 }, (_, minute) => said(40 - minute, minute, 'ana')));
  expect(statements).toHaveLength(MAX_STATEMENTS);
  expect(strictestOf(statements, PEOPLE)?.level).toBe(40);
  expect(strictestOf(withStatement(statements, said(0, 50, 'ben'), PEOPLE), PEOPLE)?.level).toBe(1);
});

/** The rule as it is worded, over all that was ever said. */
function worded(all: readonly Level[], { about, sourcesCount }: StatementRule<Level>): number {
  const areTwo = (a: Level, b: Level): boolean => {
    if ([a.by, b.by].includes(about)) return false;
    return a.by !== undefined && b.by !== undefined ? a.by !== b.by : sourcesCount && a.source !== b.source;
  };
  const levels = all.map((one) => {
    const later = all.filter((other) => other.at > one.at);
    const agreed = later.flatMap((a) =>
      later.flatMap((b) => (areTwo(a, b) ? [Math.max(a.level, b.level)] : [])),
    );
    return Math.min(one.level, ...agreed);
  });
  return Math.max(...levels);
}

const statement = fc
  .tuple(
    fc.nat(3),
    fc.nat(12),
    fc.constantFrom(undefined, 'ana', 'ben', 'cat', 'emp_7'),
    fc.constantFrom('hr', 'shop'),
  )
  .map(([level, minute, by, source]) => said(level, minute, by, source));
const some = fc.array(statement, { minLength: 1, maxLength: 10 });

describe.each([
  ['people', PEOPLE],
  ['people and sources', SOURCES],
])('statements of %s', (_, rule) => {
  test('are kept only as far as they matter: what is in force is as if all were kept', () => {
    fc.assert(
      fc.property(some, (all) => {
        expect(inForce(all, rule)).toBe(worded(all, rule));
      }),
      { numRuns: 2000 },
    );
  });

  test('give the same whatever the order of arrival, and a repeat changes nothing', () => {
    const shuffled = some.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, again]) => {
        expect(inForce(again, rule)).toBe(inForce(all, rule));
      }),
    );
  });

  test('are limited, and too many of them loosen nothing', () => {
    const many = fc.array(
      fc.tuple(statement, fc.nat(1000)).map(([one, part]) => ({ ...one, level: one.level + part / 1000 })),
      { minLength: MAX_STATEMENTS + 1, maxLength: 3 * MAX_STATEMENTS },
    );
    fc.assert(
      fc.property(many, (all) => {
        const kept = after(all, rule);
        expect(kept.length).toBeLessThanOrEqual(MAX_STATEMENTS);
        expect(strictestOf(kept, rule)?.level).toBeGreaterThanOrEqual(worded(all, rule));
      }),
    );
  });
});
