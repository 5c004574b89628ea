import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pinPolicy } from '../../lib/app/judging/policies.ts';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import { REQUEST_PROMISES } from '../../lib/domain/producers/promises.ts';
import type { RefundLine, RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { aLine, aRefund, eur } from '../builders.ts';
import { aRegister } from '../registers.ts';
import { asked, employee, fullChain, unseen } from './events.ts';
import { Harness } from './harness.ts';

const STAFF = ['emp_7', 'emp_21', 'emp_33', 'emp_9'].map((id) =>
  employee(id, { role: 'clerk', siteId: 'site_3' }),
);
const STRICTNESS = ['approved', 'held', 'escalated'];

/** Values of each field that may be promised, good and bad ones. */
const VALUES: Readonly<Record<(typeof REQUEST_PROMISES)[number], readonly unknown[]>> = {
  rmaId: ['rma_1', 'rma_2'],
  markedBy: ['emp_7', 'emp_9', 'c_1', 'ghost'],
  approvedBy: ['emp_9', 'emp_7', 'c_1'],
  siteId: ['site_3', 'site_4'],
  session: [
    { deviceId: 'station_12', newDevice: false, offShift: false, wrongSite: false },
    { deviceId: 'dev_1', newDevice: true, offShift: true, wrongSite: true },
  ],
  'session.deviceId': ['station_12', 'dev_1'],
  'session.newDevice': [false, true],
  'session.offShift': [false, true],
  'session.wrongSite': [false, true],
  links: [{ address: 'adr_1', device: 'dev_1', instrument: 'ins_1' }, { device: 'station_12' }],
  'links.address': ['adr_1', 'adr_2'],
  'links.device': ['dev_1', 'station_12'],
  'links.instrument': ['ins_1', 'ins_2'],
  payout: [{ instrument: 'ins_1' }, { instrument: 'ins_9', original: false }],
  customerOrders: [0, 1, 400],
  attachments: [[{ kind: 'photo', sha256: 'a'.repeat(64) }]],
  shippedQuantity: [0, 1, 5],
  serials: [['SN1'], ['OTHER']],
  shippedWeightGrams: [1000, 50_000],
  category: ['tablet', 'gift_card'],
};

const LINE_FIELDS: ReadonlySet<string> = new Set([
  'shippedQuantity',
  'serials',
  'shippedWeightGrams',
  'category',
] satisfies (keyof RefundLine)[]);

/** Returns a request with one field set, or left out. */
function withField(request: RefundRequest, path: string, value: unknown): RefundRequest {
  if (LINE_FIELDS.has(path)) return { ...request, lines: [{ ...aLine(), [path]: value }] };
  const [outer = '', inner] = path.split('.');
  if (inner === undefined) return { ...request, [outer]: value };
  return { ...request, [outer]: { ...(Reflect.get(request, outer) as object), [inner]: value } };
}

async function outcomeOf(
  request: RefundRequest,
  scans: readonly object[],
  promised: readonly string[],
): Promise<string> {
  const always = { 'refundgate.refund.requested.v1': promised };
  const producers = aRegister({ 'shop.refunds': { always } });
  const gate = new Harness({ policy: pinPolicy({ ...DEFAULT_POLICY, auditPerMillion: 0, producers }) });
  await gate.deliver(...STAFF, ...scans, asked(request));
  return gate.told()[0] ?? 'nothing';
}

const cases = fc.record({
  amount: fc.constantFrom(9_900, 16_000, 45_000, 190_000, 250_000),
  claim: fc.constantFrom('returned', 'not_received', 'damaged', 'returnless'),
  trigger: fc.constantFrom('attested', 'instant'),
  seen: fc.subarray([...fullChain().keys()]),
  approvedBy: fc.constantFrom('emp_9', undefined),
});

describe.each(REQUEST_PROMISES)('%s', (field) => {
  it('promised and missing is at least as strict as any value of it', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.constantFrom(...VALUES[field]), async ({ amount, seen, ...more }, value) => {
        const request = aRefund({ amount: eur(amount), ...more });
        const scans = fullChain().filter((_, at) => seen.includes(at));
        const given = await outcomeOf(withField(request, field, value), scans, [field]);
        const missing = await outcomeOf(withField(request, field, undefined), scans, [field]);
        expect(STRICTNESS.indexOf(missing)).toBeGreaterThanOrEqual(STRICTNESS.indexOf(given));
      }),
      { numRuns: 60 },
    );
  });
});

describe('300 unscanned refunds', () => {
  const FIELDS = [
    'markedBy',
    'siteId',
    'session',
    'links',
    'customerOrders',
    'shippedQuantity',
    'shippedWeightGrams',
    'serials',
    'category',
  ];

  async function approved(field: string | undefined): Promise<number> {
    const gate = new Harness({
      policy: pinPolicy({ ...DEFAULT_POLICY, auditPerMillion: 0, producers: aRegister() }),
    });
    await gate.deliver(...STAFF);
    for (let number = 1; number <= 300; number += 1) {
      const whole = {
        ...unseen(`re_${number}`),
        customerOrders: 12,
        amount: eur(14_900),
        captured: eur(14_900),
      };
      const request = field === undefined ? whole : withField(whole, field, undefined);
      await gate.deliver(asked(request));
    }
    const ids = Array.from({ length: 300 }, (_, at) => `re_${at + 1}`);
    return ids.filter((id) => gate.told(id).at(-1) === 'approved').length;
  }

  it.each(FIELDS)('without %s that is not promised approve no more than with it', async (field) => {
    expect(await approved(field)).toBeLessThanOrEqual(await approved(undefined));
  });
});
