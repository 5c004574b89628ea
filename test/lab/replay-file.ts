import { ATTESTORS, EventBuilder, type ProducedEvent } from '../../lib/demo/event-builders.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { aRefund } from '../builders.ts';

/** When every file begins. */
export const START = Date.parse('2026-11-22T10:00:00.000Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** An amount that goes to people. */
export const DEAR = {
  amount: { currency: 'EUR', minor: 600_000 },
  captured: { currency: 'EUR', minor: 600_000 },
};

/** Events of one file: a builder and the hours after its start at which each happens. */
export function file() {
  const build = new EventBuilder('file');
  const at = (hours: number): Date => new Date(START + hours * HOUR);
  return {
    refund: (hours: number, overrides: Partial<RefundRequest> = {}): ProducedEvent =>
      build.refund(at(hours), aRefund(overrides)),
    dock: (hours: number, rmaId = 'rma_1'): ProducedEvent =>
      build.scan(at(hours), { rmaId, step: 'unloading', attestor: ATTESTORS.dock }),
    tick: (hours: number): ProducedEvent => build.tick(at(hours)),
    flag: (hours: number, change: 'flagged' | 'cleared', by?: string): ProducedEvent =>
      build.event(`subject.${change}`, at(hours), {
        subject: { kind: 'customer', id: 'c_1' },
        reason: 'x',
        by,
      }),
    clerk: (hours: number, employeeId = 'emp_7'): ProducedEvent =>
      build.event('employee.updated', at(hours), {
        employeeId,
        role: 'clerk',
        siteId: 'site_3',
        country: 'DE',
        status: 'active',
        by: 'hr_1',
      }),
    review: (hours: number, overrides: Readonly<Record<string, unknown>> = {}): ProducedEvent =>
      build.event('review.decided', at(hours), {
        refundId: 're_1',
        reviewerId: 'rev_1',
        decision: 'approve',
        verdict: 'genuine',
        ...overrides,
      }),
  };
}
