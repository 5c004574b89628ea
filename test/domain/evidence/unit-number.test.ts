import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compareUnits, readUnitNumber, unitText } from '../../../lib/domain/evidence/unit-number.ts';

describe('a unit’s number', () => {
  test.each([
    ['SN-1', { kind: 'serial', number: 'sn-1' }],
    ['C02 XG2 JG5J', { kind: 'serial', number: 'c02xg2jg5j' }],
    ['SN/11', { kind: 'serial', number: 'sn/11' }],
    ['(21)SN1', { kind: 'serial', number: 'sn1' }],
    ['(01)04012345111118(21)SN1(11)261101', { kind: 'serial', number: 'sn1', gtin: '04012345111118' }],
    ['(01)04012345111118(10)LOT7(21)SN1', { kind: 'serial', number: 'sn1', gtin: '04012345111118' }],
    ['010401234511111821SN1', { kind: 'serial', number: 'sn1', gtin: '04012345111118' }],
    [']d201040123451111181126110121SN1', { kind: 'serial', number: 'sn1', gtin: '04012345111118' }],
    ['010401234511111810LOT7\u001d21SN1', { kind: 'serial', number: 'sn1', gtin: '04012345111118' }],
    ['010401234511111921SN1', { kind: 'serial', number: '010401234511111921sn1' }],
    ['(01) 04012345111118 (21) SN1', { kind: 'serial', number: 'sn1', gtin: '04012345111118' }],
    ['\u001d010401234511111821SN1', { kind: 'serial', number: 'sn1', gtin: '04012345111118' }],
    ['010401234511111821SN1\u001d3103001500', { kind: 'serial', number: 'sn1', gtin: '04012345111118' }],
    ['0104012345111118310300150021SN1', { kind: 'serial', number: 'sn1', gtin: '04012345111118' }],
    ['353012345678901', { kind: 'imei', number: '353012345678901' }],
    ['urn:imei:353012345678902', { kind: 'imei', number: '353012345678902' }],
    ['urn:gsma:imei:35301234-567890-2', { kind: 'imei', number: '353012345678902' }],
    ['urn:epc:id:sgtin:4012345.011111.A%2F12', { kind: 'serial', number: 'a/12', gtin: '04012345111118' }],
    ['urn:epc:id:sgtin:0614141.107346.2017', { kind: 'serial', number: '2017', gtin: '10614141073464' }],
    [
      'https://id.gs1.org/01/04012345111118/21/A.12',
      { kind: 'serial', number: 'a.12', gtin: '04012345111118' },
    ],
    [
      'https://shop.example/x/01/4012345111118/10/L1/21/S%2F1?11=261101',
      { kind: 'serial', number: 's/1', gtin: '04012345111118' },
    ],
    [
      'https://id.gs1.org/01/04012345111118/21/SN6/235/XYZ',
      { kind: 'serial', number: 'sn6', gtin: '04012345111118' },
    ],
  ])('is read from %s', (text, unit) => {
    expect(readUnitNumber(text)).toStrictEqual(unit);
  });

  test.each([
    ['a product', 'https://id.gs1.org/01/04012345111118'],
    ['a product', 'urn:epc:idpat:sgtin:4012345.011111.*'],
    ['a product', '(01)04012345111118'],
    ['a product', '0104012345111118'],
    ['a product', ']d20104012345111118'],
    ['a parcel', '(00)340123450000000075'],
    ['a broken symbol', ']d2SN1'],
    ['a broken symbol', '0104012345111118SN1'],
    ['a broken symbol', '01040123451111188008260101'],
    ['a broken symbol', '(01)0401234511(21)SN1'],
    ['a lot', 'urn:epc:class:lgtin:4012345.012345.L1'],
    ['a lot', 'https://id.gs1.org/01/04012345111118/10/L1'],
    ['a parcel', 'urn:epc:id:sscc:4012345.0000000007'],
    ['a parcel', 'https://id.gs1.org/00/340123450000000075'],
    ['a licence plate', 'urn:refundgate:lpn:LPNRR900'],
    ['broken encoding', 'urn:epc:id:sgtin:4012345.011111.%E0%A4'],
    ['no EPC', 'urn:epc:id:sgtin:12.34.SN1'],
  ])('is not read from the id of %s: %s', (_what, text) => {
    expect(readUnitNumber(text)).toBeUndefined();
  });

  it('is the same after it was written as a text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9/.()%-]{1,20}$/), fc.nat(2), (number, form) => {
        const link = `https://id.gs1.org/01/04012345111118/21/${encodeURIComponent(number)}`;
        const unit = readUnitNumber([number, `(21)${number}`, link][form] ?? '');
        expect(unit && readUnitNumber(unitText(unit))).toStrictEqual(unit);
      }),
    );
  });
});

describe('two numbers', () => {
  test.each([
    ['SN1', 'sn1', 'same'],
    ['SN1', 'SN2', 'other'],
    ['SN1', '00SN1', 'unknown'],
    ['00123', 'urn:epc:id:sgtin:4012345.011111.123', 'unknown'],
    ['SN1', 'urn:epc:id:sgtin:4012345.011111.SN1', 'same'],
    ['(01)04012345111118(21)SN1', 'urn:epc:id:sgtin:4012345.011111.SN1', 'same'],
    ['(01)04012345111118(21)SN1', 'urn:epc:id:sgtin:9999999.000001.SN1', 'other'],
    ['SN1', 'urn:imei:353012345678902', 'unknown'],
    ['353012345678901', 'urn:imei:353012345678902', 'other'],
  ])('%s and %s are of %s units', (a, b, comparison) => {
    const [left, right] = [readUnitNumber(a), readUnitNumber(b)];
    if (left === undefined || right === undefined) throw new TypeError('Expected two numbers.');
    expect([compareUnits(left, right), compareUnits(right, left)]).toStrictEqual([comparison, comparison]);
  });
});
