import {
  ATTESTORS,
  type BuiltScan,
  EventBuilder,
  type ProducedEvent,
} from '../../lib/demo/event-builders.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { aRefund } from '../builders.ts';

/** When every test begins: a working day, far from midnight. */
export const START = new Date('2026-11-22T10:00:00.000Z');

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const build = new EventBuilder('test');

/** A refund asked for, as an event. Each call is an event of its own. */
export function asked(overrides: Partial<RefundRequest> = {}, at = START): ProducedEvent {
  return build.refund(at, aRefund(overrides));
}

/** A small refund for goods that nobody scanned: it draws on the unsupported budget. */
export function unseen(refundId: string, overrides: Partial<RefundRequest> = {}): RefundRequest {
  const number = refundId.replace(/\D/g, '');
  return aRefund({
    refundId,
    orderId: `o_${number}`,
    rmaId: `rma_${number}`,
    customerId: `c_${number}`,
    amount: { currency: 'EUR', minor: 5000 },
    captured: { currency: 'EUR', minor: 5000 },
    links: { address: `adr_${number}`, device: `dev_${number}`, instrument: `ins_${number}` },
    ...overrides,
  });
}

/** One scan of the return `rma_1`, as an event. */
export function scanned(scan: Partial<BuiltScan> & Pick<BuiltScan, 'step'>, at = START): ProducedEvent {
  return build.scan(at, { rmaId: 'rma_1', attestor: ATTESTORS.dock, ...scan });
}

/** The scans that support a return of EUR 200.00: a fixed dock scanner saw it. */
export function docked(rmaId = 'rma_1'): ProducedEvent {
  return scanned({ rmaId, step: 'unloading' });
}

/** A scale that says what came back is far too light. */
export function tooLight(rmaId = 'rma_1'): ProducedEvent {
  return scanned({ rmaId, step: 'receiving', attestor: ATTESTORS.scale, grams: 100 });
}

/** Every scan of an honest return. */
export function fullChain(rmaId = 'rma_1'): readonly ProducedEvent[] {
  return [
    scanned({ rmaId, step: 'accepting', attestor: ATTESTORS.carrier }),
    docked(rmaId),
    scanned({ rmaId, step: 'receiving', disposition: 'returned', attestor: ATTESTORS.clerk }),
    scanned({ rmaId, step: 'receiving', attestor: ATTESTORS.scale, grams: 1000 }),
    scanned({
      rmaId,
      step: 'inspecting',
      disposition: 'conformant',
      attestor: ATTESTORS.inspector,
      serials: ['SN1'],
    }),
    scanned({ rmaId, step: 'storing', attestor: ATTESTORS.stower }),
  ];
}

/** What was heard of an employee. */
export function employee(
  employeeId: string,
  data: Readonly<Record<string, unknown>> = {},
  time = START,
): ProducedEvent {
  return build.event('employee.updated', time, {
    employeeId,
    role: 'reviewer',
    siteId: 'site_9',
    country: 'DE',
    status: 'active',
    by: 'hr_1',
    ...data,
  });
}

/** A flag on a subject, set or cleared, by the person who asks for it if one is named. */
export function flag(
  change: 'flagged' | 'cleared',
  subject: { readonly kind: string; readonly id: string },
  time = START,
  by?: string,
): ProducedEvent {
  return build.event(`subject.${change}`, time, { subject, reason: 'seen elsewhere', by });
}

/** What it takes to lift a flag: two people ask for it. */
export function lifted(
  subject: { readonly kind: string; readonly id: string },
  time = START,
): readonly ProducedEvent[] {
  return ['ana', 'ben'].map((by) => flag('cleared', subject, time, by));
}

/** A subject that many strangers use, as one person says. */
export function shared(
  subject: { readonly kind: string; readonly id: string },
  data: Readonly<Record<string, unknown>> = {},
  time = START,
): ProducedEvent {
  return build.event('subject.shared', time, { subject, ...data });
}

/** An event of any type. */
export function event(type: string, data: unknown, time = START): ProducedEvent {
  return build.event(type, time, data);
}
