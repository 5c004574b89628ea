import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../../lib/domain/evidence/evidence.ts';
import type { EvidenceKind } from '../../lib/domain/evidence/fact.ts';
import type { Attestor } from '../../lib/domain/evidence/scan.ts';
import { anEpcisEvent, aPolicy, aRefund, aTrail, attested, readScan, WHO } from '../builders.ts';

type Row = readonly [
  name: string,
  event: {
    readonly step?: string;
    readonly disposition?: string;
    readonly serials?: readonly string[];
    readonly attestor: Attestor;
  },
  facts: readonly (readonly [kind: EvidenceKind, independent: boolean])[],
];

const site = (id: string, capture: Attestor['capture']): Attestor => by('site', id, capture);
const sensor = (capture: Attestor['capture']): Attestor => by('sensor', 'cell_1', capture);
const by = (kind: 'site' | 'sensor', id: string, capture: Attestor['capture']): Attestor =>
  capture === undefined ? { class: kind, id } : { class: kind, id, capture };
const customer: Attestor = { class: 'customer', id: 'c_1', capture: 'scanned' };
const system: Attestor = { class: 'system', id: 'wms', capture: 'api' };
const { carrier, marker, inspector, stower } = WHO;

const MOVEMENTS: readonly Row[] = [
  ['a carrier accepts', { step: 'accepting', attestor: carrier }, [['carrier_accept', false]]],
  ['a carrier ships', { step: 'shipping', attestor: carrier }, [['carrier_accept', false]]],
  ['a carrier transports', { step: 'transporting', attestor: carrier }, [['carrier_transit', false]]],
  ['a carrier departs', { step: 'departing', attestor: carrier }, [['carrier_transit', false]]],
  ['a carrier arrives', { step: 'arriving', attestor: carrier }, [['carrier_delivered', false]]],
  ['a carrier unloads', { step: 'unloading', attestor: carrier }, []],
  ['a site ships', { step: 'shipping', attestor: inspector }, []],
  ['a customer ships', { step: 'shipping', attestor: customer }, []],
  ['a fixed scanner sees an arrival', { step: 'arriving', attestor: sensor('scanned') }, [['dock', true]]],
  ['a fixed scanner sees an unloading', { step: 'unloading', attestor: sensor('scanned') }, [['dock', true]]],
  ['a sensor is told of an arrival', { step: 'arriving', attestor: sensor('keyed') }, [['dock', false]]],
  ['a sensor reports by API', { step: 'arriving', attestor: sensor('api') }, [['dock', false]]],
  ['a person scans at the dock', { step: 'unloading', attestor: inspector }, [['dock', false]]],
  ['a person keys at the dock', { step: 'arriving', attestor: site('emp_5', 'keyed') }, [['dock', false]]],
  ['a customer arrives', { step: 'arriving', attestor: customer }, []],
  ['a system arrives', { step: 'arriving', attestor: system }, []],
  [
    'a clerk marks returned',
    { step: 'receiving', disposition: 'returned', attestor: marker },
    [['intake_mark', false]],
  ],
  [
    'another clerk marks returned',
    { step: 'receiving', disposition: 'returned', attestor: inspector },
    [['intake_mark', false]],
  ],
  [
    'a clerk receives without a mark',
    { step: 'receiving', disposition: 'in_progress', attestor: inspector },
    [],
  ],
  ['a system marks returned', { step: 'receiving', disposition: 'returned', attestor: system }, []],
  ['another stores', { step: 'storing', attestor: stower }, [['put_away', true]]],
  ['another stocks', { step: 'stocking', attestor: stower }, [['put_away', true]]],
  ['another keys a storing', { step: 'storing', attestor: site('emp_5', 'keyed') }, [['put_away', false]]],
  ['another stores by API', { step: 'storing', attestor: site('emp_5', 'api') }, [['put_away', false]]],
  [
    'nobody says how another stored it',
    { step: 'storing', attestor: site('emp_5', undefined) },
    [['put_away', false]],
  ],
  ['the marker stores', { step: 'storing', attestor: marker }, [['put_away', false]]],
  ['a sensor stores', { step: 'storing', attestor: sensor('scanned') }, []],
  ['a customer stores', { step: 'storing', attestor: customer }, []],
  ['it is counted', { step: 'cycle_counting', attestor: stower }, [['seen_again', false]]],
  ['it is sold again', { step: 'retail_selling', attestor: system }, [['seen_again', false]]],
  ['it is repaired', { step: 'repairing', attestor: stower }, [['seen_again', false]]],
  ['a customer repairs it', { step: 'repairing', attestor: customer }, []],
];

const INSPECTIONS: readonly Row[] = [
  [
    'another scans the serial',
    { step: 'inspecting', serials: ['SN1'], attestor: inspector },
    [['serial_match', true]],
  ],
  [
    'a machine scans the serial',
    { step: 'inspecting', serials: ['SN1'], attestor: sensor('scanned') },
    [['serial_match', true]],
  ],
  [
    'a machine reports the serial by API',
    { step: 'inspecting', serials: ['SN1'], attestor: sensor('api') },
    [['serial_manual', false]],
  ],
  [
    'nobody says how a machine read the serial',
    { step: 'inspecting', serials: ['SN1'], attestor: sensor(undefined) },
    [['serial_manual', false]],
  ],
  [
    'a serial is keyed into a machine',
    { step: 'inspecting', serials: ['SN1'], attestor: sensor('keyed') },
    [['serial_manual', false]],
  ],
  [
    'the machine itself marked the return',
    { step: 'inspecting', serials: ['SN1'], attestor: { ...sensor('scanned'), id: 'emp_7' } },
    [['serial_manual', false]],
  ],
  [
    'another keys the serial',
    { step: 'inspecting', serials: ['SN1'], attestor: site('emp_21', 'keyed') },
    [['serial_manual', false]],
  ],
  [
    'nobody says how the serial was captured',
    { step: 'inspecting', serials: ['SN1'], attestor: { class: 'site', id: 'emp_21' } },
    [['serial_manual', false]],
  ],
  [
    'the marker scans the serial',
    { step: 'inspecting', serials: ['SN1'], attestor: site('emp_7', 'scanned') },
    [['serial_manual', false]],
  ],
  [
    'another scans a wrong serial',
    { step: 'inspecting', serials: ['SN9'], attestor: inspector },
    [['serial_mismatch', false]],
  ],
  [
    'another keys a wrong serial',
    { step: 'inspecting', serials: ['SN9'], attestor: site('emp_21', 'keyed') },
    [
      ['serial_manual', false],
      ['serial_mismatch', false],
    ],
  ],
  [
    'one of two serials is wrong',
    { step: 'inspecting', serials: ['SN1', 'SN9'], attestor: inspector },
    [['serial_mismatch', false]],
  ],
  [
    'completeness is verified',
    { step: 'inspecting', disposition: 'completeness_verified', attestor: inspector },
    [['serial_match', true]],
  ],
  [
    'the marker verifies completeness',
    { step: 'inspecting', disposition: 'completeness_verified', attestor: marker },
    [['serial_manual', false]],
  ],
  [
    'a wrong serial outweighs completeness',
    {
      step: 'inspecting',
      serials: ['SN9'],
      disposition: 'completeness_verified',
      attestor: inspector,
    },
    [['serial_mismatch', false]],
  ],
  [
    'another item is found',
    { step: 'inspecting', disposition: 'mismatch_instance', attestor: inspector },
    [['serial_mismatch', false]],
  ],
  [
    'another kind of goods is found',
    { step: 'inspecting', disposition: 'mismatch_class', attestor: inspector },
    [['serial_mismatch', false]],
  ],
  [
    'another kind of goods outweighs a right serial',
    { step: 'inspecting', serials: ['SN1'], disposition: 'mismatch_class', attestor: inspector },
    [['serial_mismatch', false]],
  ],
  [
    'another passes it',
    { step: 'inspecting', disposition: 'conformant', attestor: inspector },
    [['condition_pass', true]],
  ],
  [
    'another keys a pass',
    { step: 'inspecting', disposition: 'conformant', attestor: site('emp_5', 'keyed') },
    [['condition_pass', false]],
  ],
  [
    'nobody says how a machine passed it',
    { step: 'inspecting', disposition: 'conformant', attestor: sensor(undefined) },
    [['condition_pass', false]],
  ],
  [
    'another keys a wrong serial',
    { step: 'inspecting', serials: ['SN9'], attestor: site('emp_5', 'keyed') },
    [
      ['serial_manual', false],
      ['serial_mismatch', false],
    ],
  ],
  [
    'the marker passes it',
    { step: 'inspecting', disposition: 'conformant', attestor: marker },
    [['condition_pass', false]],
  ],
  [
    'another finds it damaged',
    { step: 'inspecting', disposition: 'damaged', attestor: inspector },
    [['condition_fail', false]],
  ],
  [
    'the marker finds it not as it should be',
    { step: 'inspecting', disposition: 'non_conformant', attestor: marker },
    [['condition_fail', false]],
  ],
  [
    'a serial is scanned and the goods pass',
    { step: 'inspecting', serials: ['SN1'], disposition: 'conformant', attestor: inspector },
    [
      ['serial_match', true],
      ['condition_pass', true],
    ],
  ],
  ['a carrier inspects', { step: 'inspecting', serials: ['SN1'], attestor: carrier }, []],
  ['a customer inspects', { step: 'inspecting', disposition: 'conformant', attestor: customer }, []],
  ['a system inspects', { step: 'inspecting', disposition: 'conformant', attestor: system }, []],
  ['serials are scanned at another step', { step: 'packing', serials: ['SN1'], attestor: inspector }, []],
  ['no step is named', { attestor: inspector }, []],
  ['the step is a name every object has', { step: 'constructor', attestor: carrier }, []],
];

const SPELLINGS = [
  ['short', (step: string) => step, (disposition: string) => disposition],
  [
    'web',
    (step: string) => `https://ref.gs1.org/cbv/BizStep-${step}`,
    (disposition: string) => `https://ref.gs1.org/cbv/Disp-${disposition}`,
  ],
  [
    'urn',
    (step: string) => `urn:epcglobal:cbv:bizstep:${step}`,
    (disposition: string) => `urn:epcglobal:cbv:disp:${disposition}`,
  ],
] as const;

describe.each(SPELLINGS)('in the %s spelling of the CBV', (_name, stepOf, dispositionOf) => {
  test.each([...MOVEMENTS, ...INSPECTIONS])('when %s, that is what is known', (_row, event, expected) => {
    const { scan } = readScan(
      anEpcisEvent({
        ...(event.step === undefined ? {} : { bizStep: stepOf(event.step) }),
        ...(event.disposition === undefined ? {} : { disposition: dispositionOf(event.disposition) }),
        epcList: (event.serials ?? []).map((serial) => `urn:epc:id:sgtin:4012345.011111.${serial}`),
        'refundgate:attestor': event.attestor,
      }),
    );
    const facts = evidenceOf(aRefund(), attested(aTrail([scan])), aPolicy());
    expect(facts.map(({ kind, independent }) => [kind, independent])).toStrictEqual(expected);
  });
});

describe('who marked the return', () => {
  const both = (claim: { readonly markedBy?: string }) => {
    const mark = readScan(
      anEpcisEvent({ bizStep: 'receiving', disposition: 'returned', 'refundgate:attestor': stower }),
    ).scan;
    const storing = readScan(anEpcisEvent({ bizStep: 'storing', 'refundgate:attestor': stower })).scan;
    return evidenceOf(
      aRefund({ markedBy: undefined, ...claim }),
      attested(aTrail([mark, storing])),
      aPolicy(),
    );
  };

  test('is also known from the scan of the mark, when the refund does not name anybody', () => {
    expect(both({}).map(({ kind, independent }) => [kind, independent])).toStrictEqual([
      ['intake_mark', false],
      ['put_away', false],
    ]);
  });

  test('is everybody who marked, when the refund names another', () => {
    expect(both({ markedBy: 'emp_7' }).some((fact) => fact.independent)).toBe(false);
  });
});
