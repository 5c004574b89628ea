import { describe, expect, test } from 'vitest';
import { checkScanEvidence } from '../../lib/domain/check-scan-evidence.ts';
import type { RefundRequest } from '../../lib/domain/refund-request.ts';
import { aPolicy, aRefund, aTrail, eur, SCANS, WHO } from '../builders.ts';

const check = (overrides: Partial<RefundRequest>, trail = aTrail([])) =>
  checkScanEvidence(aRefund(overrides), trail, aPolicy());

describe.each(['not_received', 'damaged', 'returnless'] as const)('a claim of %s', (claim) => {
  test.each([
    [14_999, []],
    [15_000, ['E05_CLAIM_NEEDS_PERSON']],
    [15_001, ['E05_CLAIM_NEEDS_PERSON']],
  ])('at %i minor units leaves %j', (minor, expected) => {
    const finding = check({ claim, amount: eur(minor) });
    expect(finding.reasons.map(({ code }) => code)).toStrictEqual(expected);
    expect(finding.supported).toBe(false);
    expect(finding.collusion).toStrictEqual({ required: 0, observed: 0 });
    expect(finding.waitingFor).toStrictEqual([]);
  });

  test('needs a person when its value is not known', () => {
    const finding = check({ claim, amount: { currency: 'XCD', minor: 1 } });
    expect(finding.reasons.map(({ code }) => code)).toStrictEqual(['E05_CLAIM_NEEDS_PERSON']);
  });

  test('is judged by the trail of the outbound parcel', () => {
    expect(check({ claim, amount: eur(1) }, aTrail([SCANS.accept])).trail).toStrictEqual({
      id: 'order:o_1',
      version: 1,
    });
  });

  test('gains nothing from scans that would support a return', () => {
    const finding = check({ claim, amount: eur(20_000) }, aTrail([SCANS.dock, SCANS.rightSerial]));
    expect(finding.supported).toBe(false);
    expect(finding.reasons.map(({ code }) => code)).toStrictEqual(['E05_CLAIM_NEEDS_PERSON']);
  });
});

describe('a delivery the carrier recorded', () => {
  const delivered = {
    ...SCANS.delivered,
    at: '2026-11-18T12:00:00.000Z',
    delivery: { gps: true, photo: false },
  };

  test('contradicts a claim that nothing was received, whatever the amount', () => {
    const finding = check({ claim: 'not_received', amount: eur(1) }, aTrail([delivered]));
    expect(finding.reasons).toStrictEqual([
      {
        code: 'E06_DELIVERY_CONTRADICTS',
        facts: { deliveredAt: '2026-11-18T12:00:00.000Z', gps: true, photo: false, pin: false },
      },
    ]);
  });

  test('has the carrier as a witness who is not independent', () => {
    expect(check({ claim: 'not_received' }, aTrail([delivered])).witnesses).toStrictEqual([
      { attestor: 'ups', class: 'carrier', kinds: ['outbound_delivered'], independent: false },
    ]);
  });

  test('is the earliest, however the scans arrived', () => {
    const later = { ...delivered, id: 'later', key: 'later', at: '2026-11-19T12:00:00.000Z' };
    const twin = { ...delivered, id: 'twin', key: 'a twin', delivery: { pin: true } };
    const request = { claim: 'not_received', amount: eur(1) } as const;
    for (const scans of [
      [delivered, later, twin],
      [twin, later, delivered],
      [later, delivered, twin],
    ]) {
      expect(check(request, aTrail(scans)).reasons[0]?.facts).toStrictEqual({
        deliveredAt: '2026-11-18T12:00:00.000Z',
        gps: false,
        photo: false,
        pin: true,
      });
    }
  });

  test.each(['damaged', 'returnless'] as const)('does not contradict a claim of %s', (claim) => {
    expect(check({ claim, amount: eur(1) }, aTrail([delivered])).reasons).toStrictEqual([]);
  });

  test.each([
    ['recorded by a site', { ...delivered, attestor: WHO.inspector }],
    ['still on its way', { ...delivered, step: 'transporting' }],
  ])('is none when %s', (_name, scan) => {
    expect(check({ claim: 'not_received', amount: eur(1) }, aTrail([scan])).reasons).toStrictEqual([]);
  });
});
