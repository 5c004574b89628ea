import { describe, expect, test } from 'vitest';
import {
  formerPlacesAfter,
  MAX_FORMER_PLACES,
  managersOf,
  mayReportTo,
  mayShareTeam,
  withPlacesFor,
} from '../../../lib/domain/refund/places.ts';
import type { EmployeeRecord } from '../../../lib/domain/refund/subject.ts';
import { aRecord, NOW } from '../../builders.ts';

const AT = NOW.toISOString();
const day = (days: number): string => new Date(NOW.getTime() + days * 86_400_000).toISOString();

/** An employee who had these managers, one after the other. */
function under(...managers: readonly (string | undefined)[]): EmployeeRecord {
  let known = aRecord({ managerId: managers[0] });
  for (const managerId of managers.slice(1)) {
    known = { ...known, managerId, formerPlaces: formerPlacesAfter(known, { managerId }, AT) };
  }
  return known;
}

describe('where an employee was', () => {
  test('is kept when their manager or team changes, also to none', () => {
    expect(managersOf(under('a', 'b', undefined))).toStrictEqual(['a', 'b']);
    const moved = formerPlacesAfter(aRecord({ managerId: 'a', teamId: 't1' }), { managerId: 'a' }, AT);
    expect(moved).toStrictEqual([{ managerId: 'a', teamId: 't1', leftAt: AT }]);
  });

  test('is nothing new when nothing changes, or nothing was known', () => {
    expect(under('a', 'a').formerPlaces).toBeUndefined();
    expect(under(undefined, 'a').formerPlaces).toBeUndefined();
    expect(formerPlacesAfter(undefined, { managerId: 'a' }, AT)).toBeUndefined();
  });

  test('is kept once, however often they come and go', () => {
    const managers = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? 'a' : 'b'));
    expect(under(...managers).formerPlaces?.map(({ managerId }) => managerId)).toStrictEqual(['b', 'a']);
  });

  test('cannot be pushed out: who had too many managers may report to anybody', () => {
    const managers = Array.from({ length: MAX_FORMER_PLACES }, (_, at) => `m_${at}`);
    expect(mayReportTo(under('a', ...managers.slice(1)), 'x')).toBe(false);
    const restless = under('a', ...managers, 'z');
    expect(restless.formerPlaces).toHaveLength(MAX_FORMER_PLACES);
    expect([mayReportTo(restless, 'a'), mayReportTo(restless, 'x')]).toStrictEqual([true, true]);
  });

  test.each([
    [-91, []],
    [-90, ['a']],
    [0, ['a']],
    [3, ['a']],
  ])('counts for a refund if they left it %d days after it was asked for', (days, managers) => {
    const record = aRecord({ formerPlaces: [{ managerId: 'a', leftAt: day(days) }] });
    expect(managersOf(withPlacesFor(record, AT))).toStrictEqual(managers);
  });

  test('is shared by those who were in one team at any time', () => {
    const was = aRecord({ formerPlaces: [{ teamId: 't1', leftAt: AT }] });
    expect(mayShareTeam(was, aRecord({ teamId: 't1' }))).toBe(true);
    expect(mayShareTeam(aRecord({ teamId: 't1' }), was)).toBe(true);
    expect(mayShareTeam(was, aRecord({ teamId: 't2' }))).toBe(false);
    expect(mayShareTeam(aRecord(), aRecord())).toBe(false);
    expect(mayShareTeam(was, undefined)).toBe(false);
  });
});
