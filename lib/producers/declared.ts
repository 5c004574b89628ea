import type { DeclaredProducer } from '../contracts/register-document.ts';
import { REQUEST_TYPE, SCAN_TYPE } from '../domain/producers/promises.ts';
import { DIRECTORY, LEGS } from '../domain/producers/register.ts';
import { CLAIMS } from '../domain/refund/refund-request.ts';
import type { CarrierPlace, Places, SendingSystem, SitePlace } from './places.ts';

/** The shop, which asks for refunds. It promises what every request has, whatever it is about. */
export function shopOf({ shop }: Places): DeclaredProducer {
  return {
    ...senderOf(shop),
    types: [REQUEST_TYPE],
    claims: [...CLAIMS],
    always: {
      [REQUEST_TYPE]: [
        'siteId',
        'links.address',
        'links.instrument',
        'payout',
        'shippedQuantity',
        'shippedWeightGrams',
        'category',
      ],
    },
  };
}

/** A carrier's tracking of parcels to the customer and back. */
export function trackingOf(carrier: CarrierPlace): DeclaredProducer {
  return {
    ...senderOf(carrier),
    types: [SCAN_TYPE],
    attestors: { carrier: [carrier.id] },
    legs: [...LEGS],
    evidence: ['carrier_accept', 'carrier_delivered', 'outbound_delivered'],
    delay: 'PT2H',
  };
}

/** The machines at a site's dock; none if it has no machine. */
export function dockOf({ id, dock }: SitePlace): readonly DeclaredProducer[] {
  const { scanners, scales } = dock;
  if (scanners.length + scales.length === 0) return [];
  return [
    {
      ...senderOf(dock),
      types: [SCAN_TYPE],
      sites: [id],
      legs: ['return'],
      attestors: { sensor: [...scanners, ...scales] },
      evidence: [
        ...(scanners.length > 0 ? (['dock'] as const) : []),
        ...(scales.length > 0 ? (['weight'] as const) : []),
      ],
      delay: 'PT10M',
    },
  ];
}

/** A site's warehouse system, through which each employee scans under an id of their own. */
export function warehouseOf({ id, warehouse }: SitePlace): DeclaredProducer {
  const { counters } = warehouse;
  return {
    ...senderOf(warehouse),
    types: [SCAN_TYPE],
    sites: [id],
    legs: ['return'],
    attestors: { site: DIRECTORY, ...(counters.length > 0 ? { system: [...counters] } : {}) },
    evidence: ['serial', 'condition', 'put_away', 'seen_again'],
    delay: 'PT10M',
  };
}

/**
 * The company that runs a site and sends one file a night. The file of a day comes at 02:00 of the next, so what is scanned
 * after midnight is 26 hours late.
 */
export function nightlyFilesOf({ id, thirdParty }: SitePlace): DeclaredProducer {
  return {
    ...senderOf(thirdParty),
    types: [SCAN_TYPE],
    sites: [id],
    legs: ['return'],
    attestors: { organization: [thirdParty.id] },
    evidence: ['serial', 'condition', 'put_away'],
    delay: 'PT26H',
  };
}

/** The staff directory. It knows every employee of the sites in `completeFor`. */
export function directoryOf({ hr }: Places, completeFor: readonly string[]): DeclaredProducer {
  return {
    ...senderOf(hr),
    types: ['refundgate.employee.updated.v1'],
    ...(completeFor.length > 0 ? { completeFor: [...completeFor] } : {}),
  };
}

/** The people who flag customers, and say which subjects are shared. They never ask for refunds. */
export function lossPreventionOf({ lossPrevention }: Places): DeclaredProducer {
  return {
    ...senderOf(lossPrevention),
    types: ['refundgate.subject.flagged.v1', 'refundgate.subject.cleared.v1', 'refundgate.subject.shared.v1'],
  };
}

function senderOf({ source, accounts, roles }: SendingSystem): SendingSystem {
  return {
    source,
    ...(accounts === undefined ? {} : { accounts }),
    ...(roles === undefined ? {} : { roles }),
  };
}
