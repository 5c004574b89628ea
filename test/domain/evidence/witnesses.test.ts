import { describe, expect, test } from 'vitest';
import { judgeScanEvidence } from '../../../lib/domain/checks/judge-scan-evidence.ts';
import type { Attestor, Scan } from '../../../lib/domain/evidence/scan.ts';
import { MAX_FORMER_PLACES } from '../../../lib/domain/refund/places.ts';
import type { RefundRequest } from '../../../lib/domain/refund/refund-request.ts';
import type { EmployeeRecord } from '../../../lib/domain/refund/subject.ts';
import {
  aPolicy,
  aRecord,
  aRefund,
  aScan,
  aTrail,
  attested,
  eur,
  SCANS,
  scanFacts,
  WHO,
} from '../../builders.ts';

const { dock, mark, putAway, goodCondition, rightSerial, badCondition, wrongSerial } = SCANS;

interface Setting {
  readonly request?: Partial<RefundRequest>;
  readonly known?: Readonly<Record<string, EmployeeRecord | 'shared'>>;
}

function judge(scans: readonly Scan[], { request, known }: Setting = {}) {
  const facts = scanFacts(aTrail(scans), attested(aTrail(scans), known));
  return judgeScanEvidence(aRefund({ amount: eur(250_000), ...request }), facts, aPolicy());
}

const observed = (...of: Parameters<typeof judge>): number => judge(...of).collusion.observed;
const by = (attestor: Partial<Attestor>): Scan => ({ ...putAway, attestor: { ...WHO.stower, ...attestor } });
const pass = (scan: Partial<Scan>): Scan => ({ ...goodCondition, ...scan });

describe('one witness', () => {
  test.each([
    ['two people at a device each', {}, 2],
    ['two logins at one device', { attestor: { ...WHO.inspector, deviceId: 'gun_9' } }, 1],
    ['one event under two ids', { eventId: putAway.eventId }, 1],
    [
      'two people, one with the number of the other’s device',
      { attestor: { ...WHO.inspector, id: 'gun_9' } },
      2,
    ],
    ['a sensor and an employee of one name', { attestor: { ...WHO.dock, id: WHO.stower.id } }, 1],
    ['a sensor, and an employee at that sensor', { attestor: { ...WHO.dock, id: 'gun_9' } }, 1],
    ['two people who name no device', { attestor: { ...WHO.inspector, deviceId: undefined } }, 2],
  ] as const)('is counted once: %s', (_name, second, expected) => {
    expect(observed([mark, putAway, pass(second)])).toBe(expected);
  });

  test('goes on over a third: a device shared with the one, an event with the other', () => {
    const third = aScan({
      id: 'third',
      step: 'storing',
      eventId: goodCondition.eventId,
      attestor: { class: 'site', id: 'emp_50', deviceId: 'gun_9', capture: 'scanned' },
    });
    expect(observed([mark, putAway, goodCondition])).toBe(2);
    expect(observed([mark, putAway, goodCondition, third])).toBe(1);
  });

  test('is no more because a copy of a scan comes under the same event id by another', () => {
    const copy = {
      ...putAway,
      key: 'other putAway',
      id: 'copy',
      attestor: { ...WHO.inspector, id: 'emp_99' },
    };
    expect(observed([mark, putAway, copy])).toBe(1);
  });

  test('is not what links a scan and the declaration that it was wrong', () => {
    const voided = aScan({ id: 'v', eventId: putAway.eventId, attestor: WHO.inspector, voids: true });
    expect(observed([mark, putAway, goodCondition, voided])).toBe(2);
  });
});

describe('the marker', () => {
  test.each([
    ['the device of their mark', [mark], {}],
    ['the device of their session, without a mark', [], {}],
    ['the device of a mark they took back', [mark, { ...mark, id: 'v', key: 'v', voids: true }], {}],
    ['the device of a mark, without a session', [mark], { session: undefined }],
  ] as const)('is who scans on %s', (_name, marks, request) => {
    const own = [by({ deviceId: 'station_12' }), pass({ attestor: { ...WHO.dock, id: 'station_12' } })];
    const found = judge([...marks, ...own], { request });
    expect(found.supported).toBe(false);
    expect(found.collusion.observed).toBe(0);
    expect(judge([...marks, by({ deviceId: 'station_13' })], { request }).supported).toBe(true);
  });

  test('is who repeats an event of theirs under another id', () => {
    const own = { ...putAway, attestor: { ...WHO.marker, capture: 'scanned' as const } };
    const copy = { ...putAway, key: 'copy', id: 'copy' };
    expect(judge([mark, own, copy]).supported).toBe(false);
  });

  test('is who dock-scans as a sensor on the marker’s device', () => {
    expect(judge([mark, dock]).supported).toBe(true);
    expect(judge([mark, { ...dock, attestor: { ...WHO.dock, deviceId: 'station_12' } }]).supported).toBe(
      false,
    );
  });

  test.each([
    ['their manager', { emp_7: aRecord({ managerId: 'emp_33' }) }, false],
    ['who reports to them', { emp_33: aRecord({ managerId: 'emp_7' }) }, false],
    [
      'a colleague under one manager',
      { emp_7: aRecord({ managerId: 'b' }), emp_33: aRecord({ managerId: 'b' }) },
      true,
    ],
    [
      'the manager of their manager',
      { emp_7: aRecord({ managerId: 'b' }), b: aRecord({ managerId: 'emp_33' }) },
      true,
    ],
    ['a stranger to the directory', {}, true],
  ] as const)('is not independent of %s, one level', (_name, known, independent) => {
    expect(judge([mark, putAway], { known }).supported).toBe(independent);
  });

  const left = (managerId: string) => ({ formerPlaces: [{ managerId, leftAt: '2026-11-20T08:00:00.000Z' }] });
  const restless = {
    formerPlaces: Array.from({ length: MAX_FORMER_PLACES }, (_, at) => ({
      managerId: `b_${at}`,
      leftAt: '2026-11-20T08:00:00.000Z',
    })),
  };

  test.each([
    ['their former manager', { emp_7: aRecord(left('emp_33')) }, false],
    ['who reported to them before', { emp_33: aRecord(left('emp_7')) }, false],
    ['who reported to another before', { emp_33: aRecord(left('b')) }, true],
    ['somebody who changed managers too often to know them all', { emp_33: aRecord(restless) }, false],
    ['anybody, if they did so themselves', { emp_7: aRecord(restless) }, false],
  ] as const)('is not independent of %s', (_name, known, independent) => {
    expect(judge([mark, putAway], { known }).supported).toBe(independent);
  });

  test('is kept apart from an employee who was not looked up', () => {
    const people = new Map([['emp_7', null]]);
    const facts = scanFacts(aTrail([mark, putAway]), { people });
    expect(judgeScanEvidence(aRefund(), facts, aPolicy()).supported).toBe(false);
  });
});

describe('what contradicts a refund', () => {
  test.each([
    ['keyed', { ...WHO.inspector, capture: 'keyed' }],
    ['without a capture', { ...WHO.inspector, capture: undefined }],
    ['by the marker', WHO.marker],
  ] as const)('is believed %s', (_name, attestor) => {
    const items = (scan: Scan) =>
      judge([mark, dock, scan])
        .weighed.filter(({ present }) => present)
        .map(({ item }) => item);
    expect(items({ ...badCondition, attestor })).toContain('condition_fail');
    expect(items({ ...wrongSerial, attestor })).toContain('serial_mismatch');
  });
});

describe('a login that many people share', () => {
  test('is no known marker: whoever scans may have been the one who marked', () => {
    expect(observed([mark, putAway, rightSerial], { known: { emp_7: 'shared' } })).toBe(0);
    expect(observed([mark, dock, putAway], { known: { emp_7: 'shared' } })).toBe(1);
  });

  test('is no witness: the marker may use it', () => {
    expect(observed([mark, putAway, rightSerial], { known: { emp_33: 'shared' } })).toBe(1);
  });
});

describe('an employee who is not active', () => {
  const scans = [mark, { ...putAway, at: '2026-11-20T08:00:00.000Z' }, rightSerial, goodCondition];
  const since = (at: string, status: EmployeeRecord['status'] = 'suspended') => ({
    known: { emp_33: aRecord({ status, since: at }), emp_21: aRecord({ status, since: at }) },
  });

  test.each(['suspended', 'compromised', 'confirmed_insider'] as const)(
    'vouches for nothing (%s)',
    (status) => {
      const found = judge(scans, since('2026-11-20T08:00:00.000Z', status));
      expect(found.supported).toBe(false);
      expect(found.collusion.observed).toBe(0);
      expect(found.witnesses.map(({ attestor }) => attestor)).toStrictEqual(['emp_7']);
      expect(found.reasons).toContainEqual({
        code: 'E12_SCANS_DO_NOT_COUNT',
        facts: { kinds: ['condition_pass', 'put_away', 'serial_match'], attestors: ['emp_21', 'emp_33'] },
      });
    },
  );

  test.each([
    ['before they were', '2026-11-20T08:00:00.001Z'],
    ['after they became active again', undefined],
  ] as const)('vouched well %s', (_name, at) => {
    const found = judge(scans, at === undefined ? since('2026-11-01T00:00:00.000Z', 'active') : since(at));
    expect(found.collusion.observed).toBe(2);
    expect(found.reasons).toStrictEqual([]);
  });

  test('never vouched if nobody knows since when they were not', () => {
    expect(judge([mark, putAway], { known: { emp_33: aRecord({ status: 'suspended' }) } }).supported).toBe(
      false,
    );
  });

  test('vouches for nothing since the instant the status names, not since it was reported', () => {
    const record = aRecord({
      status: 'compromised',
      at: '2026-11-21T00:00:00.000Z',
      since: '2026-11-20T08:00:00.000Z',
    });
    expect(judge([mark, putAway], { known: { emp_33: record } }).supported).toBe(false);
  });

  test('still contradicts, marks, and shares an identity with the customer', () => {
    const { known } = since('2026-11-01T00:00:00.000Z');
    const found = judge([badCondition, { ...putAway, attestor: { ...WHO.stower, deviceId: 'dev_1' } }], {
      known,
    });
    const present = found.weighed.filter((one) => one.present).map(({ item }) => item);
    expect(present).toContain('condition_fail');
    expect(found.reasons.map(({ code }) => code)).toContain('C01_CONFLICT_OF_INTEREST');
    const marked = judge([{ ...mark, attestor: WHO.stower }, putAway], {
      known,
      request: { markedBy: undefined },
    });
    expect(marked.witnesses).toStrictEqual([
      { attestor: 'emp_33', class: 'site', kinds: ['intake_mark'], independent: false },
    ]);
  });
});
