import { DAY_MS } from '../../../lib/domain/shared/calendar.ts';
import type { RefundRecord, StaffRecord } from '../../../lib/lab/backtest/records.ts';

/** When the hand-made worlds begin. */
export const WORLD_START = Date.parse('2026-01-01T00:00:00.000Z');

/** An honest return of 100.00, asked for at the start and paid at once. */
export function aRecord(overrides: Partial<RefundRecord> = {}): RefundRecord {
  const requestedAtMs = overrides.requestedAtMs ?? WORLD_START;
  return {
    refundId: 're_1',
    requestedAtMs,
    valueMinor: 10_000,
    claim: 'returned',
    markedBy: 'emp_1',
    fraud: false,
    method: null,
    insiderIds: [],
    lacksScan: false,
    firstLossMinor: null,
    highestLossMinor: null,
    verdictLossMinor: null,
    fraudProbability: null,
    escalationCodes: [],
    escalatedAtMs: null,
    approvedAtMs: requestedAtMs,
    deniedAtMs: null,
    approvedBy: 'policy',
    ...overrides,
  };
}

/** A ghost return that was paid, unless told otherwise. */
export function aFraud(overrides: Partial<RefundRecord> = {}): RefundRecord {
  return aRecord({ fraud: true, method: 'ghost_return', ...overrides });
}

/** Escalated on its day and never paid. */
export function escalated(overrides: Partial<RefundRecord> = {}): Partial<RefundRecord> {
  return { escalatedAtMs: WORLD_START, approvedAtMs: null, approvedBy: null, ...overrides };
}

/** An honest clerk of site 1. */
export function anEmployee(overrides: Partial<StaffRecord> = {}): StaffRecord {
  return {
    employeeId: 'emp_1',
    role: 'clerk',
    insider: null,
    siteId: 'site_1',
    caseOpenedAtMs: null,
    ...overrides,
  };
}

/** So many of something, each told its number. */
export function many<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

export function onDay(day: number): number {
  return WORLD_START + day * DAY_MS;
}
