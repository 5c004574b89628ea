import { describe, expect, test } from 'vitest';
import { judgeScanEvidence } from '../../lib/domain/checks/judge-scan-evidence.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { aPolicy, aRefund, aTrail, eur, SCANS, scanFacts, WHO } from '../builders.ts';

const check = (overrides: Partial<RefundRequest>, trail = aTrail([])) =>
  judgeScanEvidence(aRefund(overrides), scanFacts(trail), aPolicy());

describe.each(['not_received', 'damaged', 'returnless'] as const)('a claim of %s', (claim) => {
  test.each([1, 15_000, 500_000])('at %i minor units is left to probabilities and budgets', (minor) => {
    const finding = check({ claim, amount: eur(minor) });
    expect(finding.reasons).toStrictEqual([]);
    expect(finding.supported).toBe(false);
    expect(finding.collusion).toStrictEqual({ required: 0, observed: 0 });
    expect(finding.mayStillCome).toStrictEqual(claim === 'not_received' ? ['outbound_delivered'] : []);
  });

  test('is judged by the trail of the outbound parcel', () => {
    expect(check({ claim, amount: eur(1) }, aTrail([SCANS.accept])).trail).toStrictEqual({
      id: 'order:o_1',
      version: 1,
    });
  });

  test('gains nothing from scans that would support a return', () => {
    const request = { claim, amount: eur(20_000) };
    const finding = check(request, aTrail([SCANS.dock, SCANS.rightSerial]));
    expect(finding.supported).toBe(false);
    expect(finding.evidence).toBe(check(request).evidence);
  });
});

describe('a delivery the carrier recorded', () => {
  const delivered = {
    ...SCANS.delivered,
    at: '2026-11-18T12:00:00.000Z',
    delivery: { gps: true, photo: false },
  };
  const scoreOf = (...scans: Parameters<typeof aTrail>[0]) =>
    check({ claim: 'not_received' }, aTrail(scans)).evidence;

  test('speaks against a claim that nothing was received', () => {
    expect(scoreOf(delivered)).toBeLessThan(scoreOf());
  });

  test('has the carrier as a witness who is not independent', () => {
    expect(check({ claim: 'not_received' }, aTrail([delivered])).witnesses).toStrictEqual([
      { attestor: 'ups', class: 'carrier', kinds: ['outbound_delivered'], independent: false },
    ]);
  });

  test.each(['damaged', 'returnless'] as const)('says nothing of a claim of %s', (claim) => {
    const request = { claim, amount: eur(1) };
    expect(check(request, aTrail([delivered])).evidence).toBe(check(request).evidence);
  });

  test.each([['recorded by a site', { ...delivered, attestor: WHO.inspector }]])(
    'is none when %s',
    (_name, scan) => {
      expect(scoreOf(scan)).toBe(scoreOf());
    },
  );

  test('is missing only where the carrier reported on the parcel at all', () => {
    expect(scoreOf()).toBe(0.5);
    expect(scoreOf({ ...delivered, step: 'transporting' })).toBeGreaterThan(0.9);
  });
});
