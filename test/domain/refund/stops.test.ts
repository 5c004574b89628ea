import { describe, expect, test } from 'vitest';
import {
  type KillSwitch,
  type LiftRequest,
  liftStop,
  MAX_KILL_SWITCHES,
  NO_STOPS,
  parseScope,
  type ScopeFlag,
  type StopChange,
  type Stops,
  setStop,
} from '../../../lib/domain/refund/stops.ts';

const aStop = (overrides: Partial<KillSwitch> = {}): KillSwitch => ({
  scope: 'all',
  setBy: 'emp_90',
  setAt: '2026-11-22T10:00:00.000Z',
  reason: 'drill',
  origin: 'person',
  ...overrides,
});

const aFlag = (scope: ScopeFlag['scope']): ScopeFlag => ({
  scope,
  origin: 'event',
  flag: { state: 'flagged', at: '2026-11-22T10:00:00.000Z', until: '2026-12-01T00:00:00.000Z' },
});

const by = (person: string): LiftRequest => ({ by: person, at: '2026-11-22T11:00:00.000Z' });

function changed(change: StopChange): Stops {
  if (!('stops' in change)) throw new TypeError(`Expected a change; got ${change.result}.`);
  return change.stops;
}

const stopped = changed(setStop(NO_STOPS, aStop()));

describe('setting a stop', () => {
  test('takes one person', () => {
    expect(setStop(NO_STOPS, aStop())).toStrictEqual({
      result: 'set',
      stops: { version: 0, entries: [aStop()] },
    });
  });

  test('that is set already changes nothing', () => {
    expect(setStop(stopped, aStop({ setBy: 'emp_91' }))).toStrictEqual({ result: 'already_set' });
  });

  test('withdraws a lift that was only asked for, and keeps who set it and why', () => {
    const asked = changed(liftStop(stopped, 'all', by('emp_91')));
    const again = aStop({ setBy: 'emp_92', reason: 'set by mistake, please lift' });
    expect(setStop(asked, again)).toStrictEqual({ result: 'set', stops: stopped });
  });

  test('stands beside a flag of the same scope and other stops', () => {
    const flag = aFlag('site:site_3');
    const stops = { version: 4, entries: [flag] };
    const stop = aStop({ scope: 'site:site_3' });
    expect(changed(setStop(stops, stop)).entries).toStrictEqual([flag, stop]);
  });

  test('is refused when there are as many as allowed', () => {
    const many = (length: number) => ({
      version: 1,
      entries: Array.from({ length }, (_, index) => aStop({ scope: `sku:S${index}` })),
    });
    const site = aStop({ scope: 'site:site_3' });
    expect(setStop(many(MAX_KILL_SWITCHES - 1), site).result).toBe('set');
    expect(setStop(many(MAX_KILL_SWITCHES), site).result).toBe('too_many');
    expect(setStop(many(MAX_KILL_SWITCHES), aStop({ scope: 'all' })).result).toBe('set');
  });

  test('is not kept out by flags, however many', () => {
    const flags = Array.from({ length: 2 * MAX_KILL_SWITCHES }, (_, index) => aFlag(`sku:S${index}`));
    expect(setStop({ version: 1, entries: flags }, aStop({ scope: 'site:site_3' })).result).toBe('set');
  });
});

describe('lifting a stop', () => {
  test('is asked for by one person and done by a second', () => {
    const asked = liftStop(stopped, 'all', by('emp_91'));
    expect(asked).toStrictEqual({
      result: 'lift_asked',
      stops: { version: 0, entries: [aStop({ liftAsked: by('emp_91') })] },
    });
    expect(liftStop(changed(asked), 'all', by('emp_92'))).toStrictEqual({
      result: 'lifted',
      stops: { version: 0, entries: [] },
    });
  });

  test('is not done by the same person twice', () => {
    const asked = changed(liftStop(stopped, 'all', by('emp_91')));
    expect(liftStop(asked, 'all', by('emp_91'))).toStrictEqual({
      result: 'needs_another_person',
      asked: by('emp_91'),
    });
  });

  test('on an employee is neither asked for nor done by that employee', () => {
    const onOneself = changed(setStop(NO_STOPS, aStop({ scope: 'employee:emp_7' })));
    expect(liftStop(onOneself, 'employee:emp_7', by('emp_7'))).toStrictEqual({ result: 'about_oneself' });
    const asked = changed(liftStop(onOneself, 'employee:emp_7', by('emp_91')));
    expect(liftStop(asked, 'employee:emp_7', by('emp_7'))).toStrictEqual({ result: 'about_oneself' });
    expect(liftStop(asked, 'employee:emp_7', by('emp_92')).result).toBe('lifted');
  });

  test('of what is not set changes nothing', () => {
    expect(liftStop(stopped, 'sku:S1', by('emp_91'))).toStrictEqual({ result: 'not_set' });
  });

  test('does not touch a flag that an event set', () => {
    const flag = aFlag('sku:S1');
    const stops = { version: 1, entries: [flag] };
    expect(liftStop(stops, 'sku:S1', by('emp_91'))).toStrictEqual({ result: 'not_set' });
  });

  test('leaves the other stops alone', () => {
    const both = changed(setStop(stopped, aStop({ scope: 'sku:S1' })));
    const asked = changed(liftStop(both, 'all', by('emp_91')));
    expect(changed(liftStop(asked, 'all', by('emp_92'))).entries).toStrictEqual([aStop({ scope: 'sku:S1' })]);
  });
});

describe('a scope as people write it', () => {
  test.each(['all', 'employee:emp_7', 'site:site_3', 'sku:ipad-11', 'device:a:b', 'order:__proto__'])(
    '%s is one',
    (text) => {
      expect(parseScope(text)).toBe(text);
    },
  );

  test.each([
    ['employee:EMP_7', 'employee:emp_7'],
    ['sku:IPAD-11', 'sku:ipad-11'],
    ['order:O_1', 'order:O_1'],
  ])('%s is %s: only orders are compared as they are spelled', (text, scope) => {
    expect(parseScope(text)).toBe(scope);
  });

  test.each([
    '',
    'All',
    'all ',
    'employee:',
    'employee',
    'team:t_1',
    'tracking:1Z',
    'employee:emp 7',
    `sku:${'x'.repeat(129)}`,
    'sku:%41',
    'sku:а',
    'sku:x\n',
  ])('%j is none', (text) => {
    expect(parseScope(text)).toBeUndefined();
  });
});
