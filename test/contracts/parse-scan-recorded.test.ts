import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../lib/contracts/parse-event.ts';
import { aCloudEvent, anEpcisEvent, readScan, WHO } from '../builders.ts';
import { MISSING, NO_IDS, optional, problemPaths, withField } from './event-surgery.ts';

const SCAN = aCloudEvent(
  'scan.recorded',
  anEpcisEvent({
    bizStep: 'inspecting',
    disposition: 'conformant',
    epcList: ['urn:epc:id:sgtin:4012345.011111.SN1'],
    childEPCs: ['urn:epc:id:sgtin:4012345.011111.SN2'],
    sensorElementList: [{ sensorReport: [{ type: 'Mass', value: 1000, uom: 'GRM' }] }],
    'refundgate:attestor': { ...WHO.inspector, sessionId: 'ses_1' },
    'refundgate:delivery': { gps: true, photo: false, pin: false },
    'refundgate:photoSha256': ['a'.repeat(64)],
  }),
);

const NO_TERMS = [1, 'x'.repeat(257), { a: 1 }, ['x']];
const NO_CBV_TERMS = [
  ...NO_TERMS,
  'put away',
  'a\nb',
  '\u001b[2J',
  'x\u009b',
  'x\u202e',
  'größe',
  'a"b',
  '<b>',
];
const NO_LISTS = [1, 'x', { a: 1 }];
const tooMany = Array.from({ length: 201 }, () => 'urn:x');

describe.each([
  ['type', [MISSING, null, 'TransactionEvent', 'TransformationEvent', 'objectevent', []]],
  ['eventTime', [MISSING, null, 1, '', '2026-11-20', '2026-11-20T09:00:00', '2026-13-01T00:00:00Z']],
  ['action', ['observe', 'REMOVE']],
  ['eventID', NO_TERMS],
  ['bizStep', NO_CBV_TERMS],
  ['disposition', NO_CBV_TERMS],
  ['epcList', [...NO_LISTS, tooMany]],
  ['epcList.0', NO_TERMS],
  ['childEPCs', [...NO_LISTS, tooMany]],
  ['bizTransactionList', [MISSING, null, {}, ...NO_LISTS, []]],
  ['bizTransactionList.0', [1, 'urn:refundgate:rma:rma_1']],
  ['sensorElementList', NO_LISTS],
  ['sensorElementList.0.sensorReport', NO_LISTS],
  ['sensorElementList.0.sensorReport.0.type', [MISSING, null, '', ...NO_TERMS]],
  ['sensorElementList.0.sensorReport.0.value', [MISSING, null, '1000', -1, 1e308, 10_000_000_001]],
  ['sensorElementList.0.sensorReport.0.uom', [MISSING, null, 'STN', 'g', 'constructor', '__proto__']],
  ['errorDeclaration', [1, 'x', ['x']]],
  ['errorDeclaration.declarationTime', [1, 'yesterday']],
  ['refundgate:attestor', [MISSING, null, 'emp_7', []]],
  ['refundgate:attestor.class', [MISSING, null, 'Carrier', 'toString']],
  ['refundgate:attestor.id', NO_IDS],
  ['refundgate:attestor.deviceId', optional(NO_IDS)],
  ['refundgate:attestor.sessionId', optional(NO_IDS)],
  ['refundgate:attestor.capture', ['scan', 'SCANNED']],
  ['refundgate:delivery', [true, [1]]],
  ['refundgate:delivery.gps', [1, 'true']],
  ['refundgate:delivery.photo', [1, 'true']],
  ['refundgate:delivery.pin', [1, 'true']],
  ['refundgate:photoSha256', NO_LISTS],
  ['refundgate:photoSha256.0', [1, 'g'.repeat(64), 'a'.repeat(63)]],
] as const)('a scan is refused for %s alone', (field, wrong) => {
  test.each([...wrong].map((value) => [value]))('when it is %o', (value) => {
    const path = `data.${field}`;
    expect(new Set(problemPaths(withField(SCAN, path, value)))).toStrictEqual(new Set([path]));
  });
});

test.each(['Z', '+0100', '+01:00', 7])('a scan is taken whatever its eventTimeZoneOffset: %o', (offset) => {
  expect(problemPaths(withField(SCAN, 'data.eventTimeZoneOffset', offset))).toStrictEqual([]);
});

test('a scan whose eventTime has a small t and z is of the same instant', () => {
  const small = anEpcisEvent({ eventTime: '2026-11-20t08:00:00z' });
  expect(readScan(small).scan.at).toBe('2026-11-20T08:00:00.000Z');
});

describe('the return or order a scan names', () => {
  const naming = (...transactions: readonly string[]) =>
    anEpcisEvent({ bizTransactionList: transactions.map((bizTransaction) => ({ bizTransaction })) });

  test.each([
    [['urn:refundgate:rma:rma_1'], ['rma:rma_1']],
    [['urn:refundgate:order:o_1'], ['order:o_1']],
    [['urn:refundgate:order:o_1', 'urn:refundgate:rma:rma_1'], ['rma:rma_1']],
    [
      ['urn:refundgate:rma:rma_1', 'urn:refundgate:rma:rma_2', 'urn:refundgate:rma:rma_1'],
      ['rma:rma_1', 'rma:rma_2'],
    ],
    [['http://transaction.acme.com/po/1', 'urn:refundgate:order:o:1'], ['order:o:1']],
  ])('%j is %j', (transactions, trailIds) => {
    expect(readScan(naming(...transactions)).trailIds).toStrictEqual(trailIds);
  });

  test.each([
    'urn:refundgate:rma:',
    'urn:refundgate:rma:rma 1',
    `urn:refundgate:rma:${'x'.repeat(129)}`,
    'urn:refundgate:return:rma_1',
    'xurn:refundgate:rma:rma_1',
    'urn:refundgate:rma:rma_1\n',
    'URN:refundgate:rma:rma_1',
    'urn:refundgate:rma:rmа_1',
  ])('%j names none', (transaction) => {
    expect(problemPaths(aCloudEvent('scan.recorded', naming(transaction)))).toStrictEqual([
      'data.bizTransactionList',
    ]);
  });
});

describe('a scan as the gate keeps it', () => {
  test('holds what the judgement reads, in plain words', () => {
    expect(readScan(SCAN.data).scan).toStrictEqual({
      key: 'wms.returns evt-1',
      id: 'evt-1',
      eventId: 'urn:uuid:11111111-1111-4111-8111-111111111111',
      at: '2026-11-20T08:00:00.000Z',
      step: 'inspecting',
      disposition: 'conformant',
      attestor: { ...WHO.inspector, sessionId: 'ses_1' },
      grams: 1000,
      serials: ['(01)04012345111118(21)sn1'],
      delivery: { gps: true, photo: false, pin: false },
      photos: ['a'.repeat(64)],
    });
  });

  test('holds no field that the event does not have', () => {
    expect(Object.keys(readScan(anEpcisEvent({ eventID: undefined })).scan).toSorted()).toStrictEqual([
      'at',
      'attestor',
      'id',
      'key',
    ]);
  });

  test.each([
    ['ObjectEvent', ['(01)04012345111118(21)sn1']],
    ['AggregationEvent', ['(01)04012345111118(21)sn2']],
  ])('has the serials of its kind of event: %s', (type, serials) => {
    const data = withField(SCAN.data, 'type', type);
    expect(readScan(data).scan.serials).toStrictEqual(serials);
  });

  test.each([
    ['urn:epc:id:sgtin:0614141.107346.2017', ['(01)10614141073464(21)2017']],
    ['https://id.gs1.org/01/09520123456788/21/2017', ['(01)09520123456788(21)2017']],
    ['urn:refundgate:imei:356938035643809', ['urn:imei:356938035643809']],
    ['SN-1', ['sn-1']],
    ['urn:epc:id:sscc:4012345.0000000007', undefined],
  ])('has the unit that the EPC %s names', (epc, serials) => {
    expect(readScan(anEpcisEvent({ epcList: [epc] })).scan.serials).toStrictEqual(serials);
  });

  test('compares its attestor in canonical form, and keeps how the id was sent', () => {
    const attestor = { class: 'site', id: 'EMP_7', deviceId: 'Gun_9', sessionId: 'S_1' };
    expect(readScan(anEpcisEvent({ 'refundgate:attestor': attestor })).scan.attestor).toStrictEqual({
      class: 'site',
      id: 'emp_7',
      deviceId: 'gun_9',
      sessionId: 's_1',
      spelled: 'EMP_7',
    });
  });

  test('keeps what EPCIS and extensions add unread', () => {
    const added = anEpcisEvent({ 'example:myField': { deep: [1] }, readPoint: { id: 'urn:x' } });
    expect(readScan(added)).toStrictEqual(readScan(anEpcisEvent()));
  });

  test('takes nothing from a prototype that the event brings along', () => {
    const line = JSON.stringify(anEpcisEvent()).replace('"refundgate:attestor":', '"__proto__":');
    const data: unknown = JSON.parse(
      line.replace(/"__proto__":\{/, '"__proto__":{"refundgate:attestor":{},'),
    );
    expect(problemPaths(aCloudEvent('scan.recorded', data))).toStrictEqual(['data.refundgate:attestor']);
  });
});

describe('an error declaration', () => {
  const declaration = anEpcisEvent({
    'refundgate:attestor': undefined,
    errorDeclaration: { declarationTime: '2026-11-21T00:00:00Z' },
  });

  test('voids, and need not say who vouches for it', () => {
    const { scan } = readScan(declaration);
    expect(scan.voids).toBe(true);
    expect(scan.attestor).toStrictEqual({ class: 'system', id: 'unnamed' });
  });

  test('is refused when it does not name the event it declares wrong', () => {
    const nameless = { ...declaration, eventID: undefined };
    expect(parseEvent(aCloudEvent('scan.recorded', nameless)).ok).toBe(false);
    expect(problemPaths(aCloudEvent('scan.recorded', nameless))).toStrictEqual(['data.eventID']);
  });
});
