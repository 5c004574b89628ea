import { describe, expect, test } from 'vitest';
import { type EmployeeFacts, judgeEmployeeRisk } from '../../../lib/domain/checks/judge-employee-risk.ts';
import type { RefundRequest } from '../../../lib/domain/refund/refund-request.ts';
import { type KillSwitch, NO_STOPS, parseScope } from '../../../lib/domain/refund/stops.ts';
import type { EmployeeRecord } from '../../../lib/domain/refund/subject.ts';
import { NO_BASELINES } from '../../../lib/domain/risk/peer-baselines.ts';
import { because } from '../../../lib/domain/shared/reasons.ts';
import { aDay, aHistory, aPolicy, aRecord, aRefund, eur, NOW, TODAY } from '../../builders.ts';

function check(overrides: Partial<RefundRequest> = {}, facts: Partial<EmployeeFacts> = {}) {
  const producer = aHistory({ kind: 'producer', id: 'shop site_3' });
  const nothing = { stops: NO_STOPS, employees: [], producer, baselines: NO_BASELINES, added: undefined };
  const read = { ...nothing, ...facts };
  return judgeEmployeeRisk(aRefund(overrides), read, aPolicy(), NOW);
}

function codes(...of: Parameters<typeof check>): readonly string[] {
  return check(...of).reasons.map(({ code }) => code);
}

const worker = (id: string, status: EmployeeRecord['status'] = 'active') =>
  aHistory({ kind: 'employee', id }, { employee: aRecord({ role: 'clerk', status, at: NOW.toISOString() }) });

function stopOf(text: string, overrides: Partial<KillSwitch> = {}): KillSwitch {
  const scope = parseScope(text);
  if (scope === undefined) throw new TypeError(`Expected a scope; got ${text}.`);
  return { scope, setBy: 'emp_90', setAt: NOW.toISOString(), reason: '', origin: 'person', ...overrides };
}

describe('R0, a kill switch', () => {
  const request = {
    approvedBy: 'emp_9',
    session: { deviceId: 'station_12' },
    links: { address: 'adr_1', device: 'dev_1', instrument: 'ins_1' },
    payout: { instrument: 'ins_2' },
  };

  test.each([
    'all',
    'employee:emp_7',
    'employee:emp_9',
    'customer:c_1',
    'address:adr_1',
    'device:station_12',
    'device:dev_1',
    'instrument:ins_1',
    'instrument:ins_2',
    'order:o_1',
    'site:site_3',
    'sku:ipad-11',
  ])('on %s stops the refund', (scope) => {
    const stops = { version: 1, entries: [stopOf(scope)] };
    expect(check(request, { stops }).reasons).toStrictEqual([because('S01_STOPPED', { scope })]);
  });

  test.each([
    'employee:c_1',
    'customer:c_2',
    'device:station_13',
    'instrument:ins_3',
    'order:o_2',
    'site:site_4',
    'sku:ipad-12',
  ])('on %s does not', (scope) => {
    expect(codes(request, { stops: { version: 1, entries: [stopOf(scope)] } })).toStrictEqual([]);
  });

  test('still stops while one person has asked for its lift', () => {
    const stops = {
      version: 1,
      entries: [stopOf('all', { liftAsked: { by: 'emp_90', at: NOW.toISOString() } })],
    };
    expect(codes(request, { stops })).toStrictEqual(['S01_STOPPED']);
  });

  test.each([
    ['2026-11-22T10:00:00.001Z', ['S01_STOPPED']],
    ['2026-11-22T10:00:00.000Z', []],
  ])('or a flag on a site that ends at %s leaves %j', (until, expected) => {
    const flag = { state: 'flagged', at: '2026-11-01T00:00:00.000Z', until } as const;
    const stops = { version: 1, entries: [{ scope: 'site:site_3', origin: 'event', flag } as const] };
    expect(codes(request, { stops })).toStrictEqual(expected);
  });
});

describe('R0, the people', () => {
  test.each([
    ['active', []],
    ['suspended', ['S02_EMPLOYEE_NOT_ACTIVE']],
    ['compromised', ['S02_EMPLOYEE_NOT_ACTIVE']],
    ['confirmed_insider', ['S02_EMPLOYEE_NOT_ACTIVE']],
  ] as const)('who are %s leave %j', (status, expected) => {
    expect(codes({}, { employees: [worker('emp_7', status)] })).toStrictEqual(expected);
    expect(codes({}, { employees: [worker('emp_7'), worker('emp_9', status)] })).toStrictEqual(expected);
  });

  test('nobody heard of are not held against the refund', () => {
    expect(codes({}, { employees: [aHistory({ kind: 'employee', id: 'emp_7' })] })).toStrictEqual([]);
  });

  test('work on a device that may be flagged', () => {
    const flag = { state: 'flagged', at: '2026-11-01T00:00:00.000Z' } as const;
    const sessionDevice = aHistory({ kind: 'device', id: 'station_12' }, { flag });
    expect(check({}, { sessionDevice }).reasons).toStrictEqual([
      because('S03_SUBJECT_FLAGGED', { kind: 'device', id: 'station_12' }),
    ]);
    const cleared = aHistory({ kind: 'device', id: 'station_12' }, { flag: { ...flag, state: 'cleared' } });
    expect(codes({}, { sessionDevice: cleared })).toStrictEqual([]);
  });
});

describe('R3, a takeover', () => {
  const truth = [false, true].flatMap((newDevice) =>
    [false, true].flatMap((offShift) =>
      [false, true].map((wrongSite) => ({ newDevice, offShift, wrongSite })),
    ),
  );

  test.each(truth)('is suspected from 400.00 on for a new device off shift or elsewhere: %j', (session) => {
    const suspected = session.newDevice && (session.offShift || session.wrongSite);
    expect(codes({ session, amount: eur(39_999) })).toStrictEqual([]);
    for (const minor of [40_000, 40_001]) {
      expect(codes({ session, amount: eur(minor) })).toStrictEqual(
        suspected ? ['T01_TAKEOVER_SUSPECTED'] : [],
      );
    }
  });

  test('is suspected whatever the amount when its value is not known', () => {
    const session = { newDevice: true, offShift: true };
    expect(codes({ session, amount: { currency: 'XXX', minor: 1 } })).toStrictEqual([
      'T01_TAKEOVER_SUSPECTED',
    ]);
  });

  test('is not suspected without a session', () => {
    expect(codes({ session: undefined, amount: eur(40_000) })).toStrictEqual([]);
  });
});

describe('R6, a conflict of interest', () => {
  test.each([
    ['marked and approved alone', { approvedBy: 'emp_7' }, ['C02_MARKED_AND_APPROVED_ALONE']],
    ['marked by one, approved by another', { approvedBy: 'emp_9' }, []],
    ['neither marked nor approved', { markedBy: undefined }, []],
    ['marked by the customer', { customerId: 'emp_7' }, ['C01_CONFLICT_OF_INTEREST']],
    ['approved by the customer', { customerId: 'emp_9', approvedBy: 'emp_9' }, ['C01_CONFLICT_OF_INTEREST']],
    ['marked on the customer’s device', { session: { deviceId: 'dev_1' } }, ['C01_CONFLICT_OF_INTEREST']],
    [
      'marked on the customer’s device by nobody known',
      { session: { deviceId: 'dev_1' }, markedBy: undefined },
      [],
    ],
    ['no device on either side', { session: {}, links: {} }, []],
  ])('%s leaves the reasons it should', (_name, overrides, expected) => {
    expect(codes(overrides)).toStrictEqual(expected);
  });
});

describe('the room of the employee who answers for the refund', () => {
  const past = (id: string) =>
    aHistory(
      { kind: 'employee', id },
      {
        days: [
          aDay('2026-10-23', { valueMinor: 1, unsupportedMinor: 20_000 }),
          aDay(TODAY, { valueMinor: 1, unsupportedMinor: 9000 }),
        ],
      },
    );

  test('is what half-lives of 30 days leave of 600.00, without today', () => {
    expect(check({}, { employees: [past('emp_7')] }).budgets).toStrictEqual([
      {
        subject: { kind: 'employee', id: 'emp_7' },
        day: TODAY,
        unsupportedMinor: 50_000,
        valueMinor: 300_000,
        countsValue: 'none',
        isBudgeted: true,
        hasHistory: true,
        rollUp: true,
      },
    ]);
  });

  test.each([
    ['returned', true, 'none'],
    ['not_received', false, 'unsupported'],
    ['damaged', false, 'unsupported'],
    ['returnless', false, 'unsupported'],
  ] as const)('of a claim of %s: decays %s, and the day counts %s', (claim, isBudgeted, countsValue) => {
    const [budget] = check({ claim }, { employees: [past('emp_7')] }).budgets;
    expect(budget).toMatchObject({ isBudgeted, countsValue });
  });

  test('is not there for an instant return that names nobody', () => {
    const instant = { markedBy: undefined, trigger: 'instant' } as const;
    expect(check(instant, { producer: undefined }).budgets).toStrictEqual([]);
  });

  test('has to be there if somebody has to answer: otherwise there would be no limit', () => {
    expect(() => check({ markedBy: undefined }, { producer: undefined })).toThrow(TypeError);
  });

  test('is the marker’s, else the approver’s, else the producer’s', () => {
    const employees = [past('emp_9'), past('emp_7')];
    const roomsOf = (overrides: Partial<RefundRequest>) =>
      check(overrides, { employees }).budgets.map(({ subject }) => subject.id);
    expect(roomsOf({ approvedBy: 'emp_9' })).toStrictEqual(['emp_7']);
    expect(roomsOf({ markedBy: undefined, approvedBy: 'emp_9' })).toStrictEqual(['emp_9']);
    expect(roomsOf({ markedBy: undefined })).toStrictEqual(['shop site_3']);
    expect(roomsOf({ markedBy: undefined, claim: 'damaged', trigger: 'instant' })).toStrictEqual([
      'shop site_3',
    ]);
  });
});
