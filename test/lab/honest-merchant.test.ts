import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../lib/contracts/policy-document.ts';
import type { RefundRequest } from '../../lib/domain/refund/refund-request.ts';
import { HOUR_MS } from '../../lib/domain/shared/calendar.ts';
import { aRefund, eur } from '../builders.ts';
import { outcomes } from './replayed.ts';

const START = Date.UTC(2026, 10, 2, 8);

/** Returns an instant so many hours after the start. */
const at = (hours: number): string => new Date(START + hours * HOUR_MS).toISOString();

let count = 0;

function event(type: string, time: string, data: Readonly<Record<string, unknown>>) {
  count += 1;
  const source = type === 'scan.recorded' ? 'wms' : 'shop';
  return { specversion: '1.0', id: `e${count}`, source, type: `refundgate.${type}.v1`, time, data };
}

const LINE = { lineId: '1', sku: 'CAM', quantity: 1, shippedQuantity: 1, shippedWeightGrams: 1200 };

const refund = (hours: number, more: Partial<RefundRequest> = {}) => {
  const usual = { amount: eur(30_000), lines: [{ ...LINE, serials: ['SN1'] }], siteId: 'lille' };
  const request = aRefund({ ...usual, session: undefined, links: undefined, ...more });
  return event('refund.requested', at(hours), { ...request });
};

function scan(
  hours: number,
  step: string,
  attestor: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
) {
  return event('scan.recorded', at(hours), {
    type: 'ObjectEvent',
    eventID: `urn:uuid:scan-${count}`,
    eventTime: at(hours),
    bizStep: step,
    bizTransactionList: [{ bizTransaction: 'urn:refundgate:rma:rma_1' }],
    'refundgate:attestor': { capture: 'scanned', ...attestor },
    ...more,
  });
}

const DOCK = { class: 'sensor', id: 'dock_1' };
const INSPECTOR = { class: 'site', id: 'emp_21' };
const dock = (hours: number, more = {}) => scan(hours, 'arriving', DOCK, more);
const stowed = (hours: number) => scan(hours, 'storing', { class: 'site', id: 'emp_33' });
const inspected = (hours: number, epcList: readonly string[]) =>
  scan(hours, 'inspecting', INSPECTOR, { disposition: 'conformant', epcList });
const tick = (hours: number) => event('clock.ticked', at(hours), {});

/** Returns what became of the last refund in the end. */
async function last(events: readonly unknown[]): Promise<string | undefined> {
  const lines = await outcomes(events, DEFAULT_POLICY);
  return lines.filter((line) => line !== 'ticked').at(-1);
}

describe('an honest return', () => {
  it('is paid: the same scans written plainly', async () => {
    const events = [dock(-2), inspected(-1, ['SN1']), stowed(-0.2), refund(0), tick(100)];
    expect(await last(events)).toBe('approved re_1');
  });

  it('is paid when the carrier weighed nothing, and says 0', async () => {
    const mass = { sensorReport: [{ type: 'Mass', value: 0, uom: 'KGM' }] };
    const arrived = scan(-3, 'arriving', { class: 'carrier', id: 'ups' }, { sensorElementList: [mass] });
    expect(await last([arrived, dock(-2), refund(0), tick(100)])).toBe('approved re_1');
  });

  it('is paid when the scanner writes an empty error declaration', async () => {
    expect(await last([dock(-2, { errorDeclaration: {} }), refund(0), tick(100)])).toBe('approved re_1');
  });

  it('is paid when the marker’s number is also that of the stower’s handheld', async () => {
    const events = [
      refund(0, { markedBy: '7' }),
      scan(1, 'storing', { class: 'site', id: '33', deviceId: '7' }),
      tick(100),
    ];
    expect(await last(events)).toBe('approved re_1');
  });

  it('is paid when its units come again in another order, now with their product', async () => {
    const one = inspected(-1, ['SN1', 'SN2']);
    const product = 'urn:epc:id:sgtin:4012345.011111';
    const again = {
      ...one,
      time: at(-0.5),
      data: { ...one.data, epcList: [`${product}.SN2`, `${product}.SN1`] },
    };
    const lines = [{ ...LINE, quantity: 2, shippedQuantity: 2, serials: ['SN1', 'SN2'] }];
    const events = [one, again, dock(-2), stowed(-0.2), refund(0, { lines }), tick(100)];
    expect(await last(events)).toBe('approved re_1');
  });

  it('is paid when its author takes a wrong scan back in capitals', async () => {
    const eventID = 'urn:uuid:0000000a';
    const wrong = scan(-1, 'inspecting', INSPECTOR, { epcList: ['OTHER'], eventID });
    const taken = event('scan.recorded', at(-0.5), {
      ...wrong.data,
      eventID: eventID.toUpperCase(),
      errorDeclaration: { declarationTime: at(-0.5) },
    });
    const events = [dock(-2), wrong, taken, inspected(-0.3, ['SN1']), stowed(-0.2), refund(0), tick(100)];
    expect(await last(events)).toBe('approved re_1');
  });

  it.each(['010401234511111821SN1', '(01)04012345111118(21)SN1(11)261101', ']d2010401234511111821SN1'])(
    'is paid when the reader sends %s',
    async (epc) => {
      const events = [dock(-2), inspected(-1, [epc]), stowed(-0.2), refund(0), tick(100)];
      expect(await last(events)).toBe('approved re_1');
    },
  );

  it('is paid within the hour after the employee who scanned it is active again', async () => {
    const hr = (hours: number, status: string, by: string) =>
      event('employee.updated', at(hours), {
        employeeId: 'emp_33',
        role: 'stower',
        siteId: 'lille',
        country: 'FR',
        status,
        by,
      });
    const events = [
      hr(0, 'active', 'hr'),
      hr(1, 'suspended', 'ana'),
      refund(2),
      stowed(3),
      hr(4, 'active', 'ana'),
      hr(5, 'active', 'ben'),
      tick(7),
    ];
    expect(await last(events)).toBe('approved re_1');
  });

  it('is paid at a kiosk that 120 customers use', async () => {
    const events = Array.from({ length: 120 }, (_, day) => {
      const hours = day * 6;
      const rma = { bizTransactionList: [{ bizTransaction: `urn:refundgate:rma:rma_${day}` }] };
      const own = { refundId: `re_${day}`, orderId: `o_${day}`, rmaId: `rma_${day}`, customerId: `c_${day}` };
      return [
        scan(hours - 9, 'accepting', { class: 'carrier', id: 'ups' }, rma),
        scan(hours - 2, 'arriving', { class: 'carrier', id: 'ups' }, rma),
        dock(hours - 1, rma),
        scan(hours - 0.5, 'storing', { class: 'site', id: 'emp_33' }, rma),
        refund(hours, { ...own, links: { device: 'kiosk_1' }, lines: [LINE], amount: eur(20_000) }),
      ];
    }).flat();
    const lines = await outcomes(events, DEFAULT_POLICY);
    const asked = new Set(lines.filter((line) => line.startsWith('escalated')));
    expect(asked.size).toBeLessThanOrEqual(1);
  });
});

describe('no case opens on an honest clerk', () => {
  const STATIONS: Readonly<Record<string, string>> = { 7: 'station_7', 8: 'station_8', 9: 'station_9' };

  /** Plays three clerks of one site without a dock; a fourth person inspects and stores all that comes back. */
  async function casesOf(how: {
    readonly clerks?: readonly string[];
    readonly stations?: Readonly<Record<string, string>>;
    readonly stower?: Readonly<Record<string, unknown>>;
  }): Promise<readonly string[]> {
    const { clerks = ['7', '8', '9'], stations = STATIONS, stower } = how;
    const events = Array.from({ length: 60 }, (_, day) => {
      const marker = clerks[day % clerks.length] ?? '';
      const hours = day * 24;
      const rma = { bizTransactionList: [{ bizTransaction: `urn:refundgate:rma:rma_${day}` }] };
      const own = { refundId: `re_${day}`, orderId: `o_${day}`, rmaId: `rma_${day}`, customerId: `c_${day}` };
      const mark = { class: 'site', id: marker, deviceId: stations[marker], capture: 'keyed' };
      const by = { class: 'site', id: '20', ...stower };
      return [
        refund(hours, { ...own, markedBy: marker, lines: [LINE], amount: eur(45_000) }),
        scan(hours, 'receiving', mark, { ...rma, disposition: 'returned' }),
        ...(stower === undefined
          ? []
          : [
              scan(hours + 1, 'inspecting', by, { ...rma, disposition: 'conformant' }),
              scan(hours + 2, 'storing', by, rma),
            ]),
      ];
    }).flat();
    const lines = await outcomes([...events, tick(75 * 24)], DEFAULT_POLICY);
    return lines.filter((line) => line.startsWith('case-opened'));
  }

  it.each([
    ['their number is also that of the handheld', { stower: { deviceId: '7' } }],
    [
      'they share a handheld with the stower',
      { stower: { deviceId: 'rf_1' }, stations: { ...STATIONS, 7: 'rf_1' } },
    ],
    ['the stower’s scans come by an interface', { stower: { capture: 'api' } }],
    ['they work alone where nobody owns a scanner', { clerks: ['7'] }],
    ['nobody there owns a scanner', {}],
  ] as const)('because %s', async (_why, how) => {
    expect(await casesOf(how)).toStrictEqual([]);
  });
});
