import { describe, expect, it } from 'vitest';
import { authorityProblems } from '../../lib/app/intake/check-authority.ts';
import { parseEvent } from '../../lib/contracts/parse-event.ts';
import { type ScanRecorded, toTrailScan } from '../../lib/contracts/scan-recorded.ts';
import { STORY_REGISTER } from '../../lib/demo/story-register.ts';
import { evidenceOf } from '../../lib/domain/evidence/evidence.ts';
import type { EvidenceKind } from '../../lib/domain/evidence/fact.ts';
import { ATTESTOR_CLASSES } from '../../lib/domain/evidence/scan.ts';
import { aRecord, aRefund, aTrail, attested } from '../builders.ts';
import { aRegister, byRegister } from '../registers.ts';

/** Scans that show each kind of evidence if the right class of attestor makes them. */
const SAYINGS = {
  accepted: { bizStep: 'accepting' },
  moved: { bizStep: 'transporting' },
  arrived: { bizStep: 'arriving' },
  unloaded: { bizStep: 'unloading' },
  marked: { bizStep: 'receiving', disposition: 'returned' },
  rightWeight: { sensorElementList: [{ sensorReport: [{ type: 'Mass', value: 1000, uom: 'GRM' }] }] },
  wrongWeight: { sensorElementList: [{ sensorReport: [{ type: 'Mass', value: 10, uom: 'GRM' }] }] },
  complete: { bizStep: 'inspecting', disposition: 'completeness_verified' },
  mismatch: { bizStep: 'inspecting', disposition: 'mismatch_instance' },
  passed: { bizStep: 'inspecting', disposition: 'conformant' },
  failed: { bizStep: 'inspecting', disposition: 'damaged' },
  stowed: { bizStep: 'storing' },
  counted: { bizStep: 'cycle_counting' },
  nothing: { bizStep: 'packing' },
} as const;

const IDS = ['ups', 'dhl', 'dock_scanner_3', 'scale_2', 'emp_33', 'threepl', 'anybody'];
const SITES = [undefined, 'site_3', 'site_4'];
const LEGS = ['rma:rma_1', 'order:o_1'];
const SOURCES = [...STORY_REGISTER.producers.map(({ source }) => source), 'undeclared'];

/** What may be evidence in favour of a refund, written out by hand: `source class id trail kind`. */
const IN_FAVOUR: ReadonlySet<string> = new Set([
  'carrier.ups carrier ups rma:rma_1 carrier_accept',
  'carrier.ups carrier ups rma:rma_1 carrier_transit',
  'carrier.ups carrier ups rma:rma_1 carrier_delivered',
  'carrier.ups carrier ups order:o_1 carrier_accept',
  'carrier.ups carrier ups order:o_1 carrier_transit',
  'dock.site_3 sensor dock_scanner_3 rma:rma_1 dock',
  'dock.site_3 sensor scale_2 rma:rma_1 dock',
  'dock.site_3 sensor dock_scanner_3 rma:rma_1 weight_match',
  'dock.site_3 sensor scale_2 rma:rma_1 weight_match',
  // A warehouse system speaks for every employee whom the directory may know, whatever the id looks like.
  ...IDS.flatMap((id) =>
    ['serial_match', 'condition_pass', 'put_away', 'seen_again'].map(
      (kind) => `wms.site_3 site ${id} rma:rma_1 ${kind}`,
    ),
  ),
]);

const AGAINST: ReadonlySet<EvidenceKind> = new Set([
  'intake_mark',
  'weight_mismatch',
  'serial_mismatch',
  'serial_manual',
  'condition_fail',
  'outbound_delivered',
]);

interface Tried {
  readonly source: string;
  readonly class: string;
  readonly id: string;
  readonly trailId: string;
  readonly siteId: string | undefined;
  readonly event: object;
}

function* everything(): Generator<Tried> {
  let number = 0;
  for (const source of SOURCES)
    for (const of of ATTESTOR_CLASSES)
      for (const id of IDS)
        for (const siteId of SITES)
          for (const trailId of LEGS)
            for (const saying of Object.values(SAYINGS)) {
              number += 1;
              const place =
                siteId === undefined ? {} : { bizLocation: { id: `urn:refundgate:site:${siteId}` } };
              const data = {
                type: 'ObjectEvent',
                eventTime: '2026-11-21T10:00:00.000Z',
                eventID: `event-${number}`,
                bizTransactionList: [{ bizTransaction: `urn:refundgate:${trailId}` }],
                'refundgate:attestor': { class: of, id, capture: 'scanned' },
                ...saying,
                ...place,
              };
              const event = {
                specversion: '1.0',
                id: `e-${number}`,
                source,
                type: 'refundgate.scan.recorded.v1',
                time: '2026-11-21T10:00:00.000Z',
                data,
              };
              yield { source, class: of, id, trailId, siteId, event };
            }
}

describe('the intake, for every source, class, id, site, way and kind of evidence', () => {
  const register = aRegister();
  const policy = byRegister(register);

  it('lets through no evidence in favour of a refund that the register does not list', () => {
    const shown = new Set<string>();
    let tried = 0;
    let rejected = 0;
    for (const { source, class: of, id, trailId, siteId, event } of everything()) {
      tried += 1;
      const parsed = parseEvent(event);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
      if (authorityProblems({ policy }, parsed.event).length > 0) {
        rejected += 1;
        continue;
      }
      expect(siteId === undefined || siteId === 'site_3' || source === 'carrier.ups').toBe(true);
      const { scan } = toTrailScan(parsed.event.data as ScanRecorded, parsed.event);
      const request = aRefund({ claim: trailId.startsWith('rma') ? 'returned' : 'not_received' });
      const facts = evidenceOf(
        request,
        { ...attested(aTrail([scan]), { [id]: aRecord() }), register },
        policy.policy,
      );
      for (const { kind } of facts) {
        if (!AGAINST.has(kind)) shown.add(`${source} ${of} ${id} ${trailId} ${kind}`);
      }
    }
    expect([...shown].filter((one) => !IN_FAVOUR.has(one))).toStrictEqual([]);
    expect(tried).toBe(SOURCES.length * 6 * 7 * 3 * 2 * 14);
    expect(rejected).toBeGreaterThan(tried / 2);
    expect([...IN_FAVOUR].filter((one) => !shown.has(one))).toStrictEqual([]);
  });

  it('takes no other type of event from any source than those it lists', () => {
    const types = [
      ['refundgate.refund.requested.v1', aRefund()],
      [
        'refundgate.employee.updated.v1',
        { employeeId: 'e', role: 'clerk', siteId: 'site_3', country: 'DE', status: 'active', by: 'h' },
      ],
      ['refundgate.subject.flagged.v1', { subject: { kind: 'customer', id: 'c' }, reason: 'r' }],
      ['refundgate.subject.cleared.v1', { subject: { kind: 'customer', id: 'c' } }],
      ['refundgate.subject.shared.v1', { subject: { kind: 'customer', id: 'c' } }],
    ] as const;
    const taken = SOURCES.flatMap((source) =>
      types.flatMap(([type, data]) => {
        const event = { specversion: '1.0', id: 'x', source, type, time: '2026-11-21T10:00:00.000Z', data };
        const parsed = parseEvent(event);
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
        return authorityProblems({ policy }, parsed.event).length === 0 ? [`${source} ${type}`] : [];
      }),
    );
    expect(taken).toStrictEqual([
      'shop.refunds refundgate.refund.requested.v1',
      'hr.directory refundgate.employee.updated.v1',
      'loss.prevention refundgate.subject.flagged.v1',
      'loss.prevention refundgate.subject.cleared.v1',
      'loss.prevention refundgate.subject.shared.v1',
    ]);
  });
});
