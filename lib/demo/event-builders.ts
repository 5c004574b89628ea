import type { Attestor } from '../domain/evidence/scan.ts';
import type { RefundRequest } from '../domain/refund/refund-request.ts';

/** A CloudEvent as a producer sends it. */
export interface ProducedEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: unknown;
}

/** Builds events with running ids, as the systems around the gate would send them. */
export class EventBuilder {
  readonly #prefix: string;
  #count = 0;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Returns an event of any type. Ids count up in the order of the calls. */
  event(type: string, time: Date, data: unknown, source = sourceOf(type)): ProducedEvent {
    this.#count += 1;
    return {
      specversion: '1.0',
      id: `${this.#prefix}-${String(this.#count).padStart(5, '0')}`,
      source,
      type: `refundgate.${type}.v1`,
      time: time.toISOString(),
      datacontenttype: 'application/json',
      data,
    };
  }

  /** Returns a refund request. */
  refund(time: Date, request: RefundRequest): ProducedEvent {
    return this.event('refund.requested', time, request);
  }

  /** Returns a scan as GS1 EPCIS 2.0. */
  scan(time: Date, scan: BuiltScan): ProducedEvent {
    const data = {
      type: 'ObjectEvent',
      eventID: scan.eventId ?? this.nextEventId(),
      eventTime: (scan.happenedAt ?? time).toISOString(),
      eventTimeZoneOffset: '+00:00',
      action: 'OBSERVE',
      bizStep: scan.step,
      ...(scan.disposition === undefined ? {} : { disposition: scan.disposition }),
      epcList: (scan.serials ?? []).map((serial) => `urn:epc:id:sgtin:4012345.011111.${serial}`),
      bizTransactionList: [
        scan.orderId === undefined
          ? { type: 'rma', bizTransaction: `urn:refundgate:rma:${scan.rmaId ?? ''}` }
          : { type: 'po', bizTransaction: `urn:refundgate:order:${scan.orderId}` },
      ],
      ...(scan.grams === undefined
        ? {}
        : { sensorElementList: [{ sensorReport: [{ type: 'Mass', value: scan.grams, uom: 'GRM' }] }] }),
      ...(scan.voids === true ? { errorDeclaration: { declarationTime: time.toISOString() } } : {}),
      ...(scan.delivery === undefined ? {} : { 'refundgate:delivery': scan.delivery }),
      ...(scan.photos === undefined ? {} : { 'refundgate:photoSha256': scan.photos }),
      'refundgate:attestor': scan.attestor,
    };
    return this.event('scan.recorded', time, data, scannerOf(scan));
  }

  /** Returns the EPCIS eventID that the next scan gets. A later scan can use it to declare that scan wrong. */
  nextEventId(): string {
    return `urn:uuid:${uuidOf(`${this.#prefix}${this.#count + 1}`)}`;
  }

  /** Returns a tick: virtual time moves on to `time`. */
  tick(time: Date): ProducedEvent {
    return this.event('clock.ticked', time, {});
  }
}

/** What a built scan says. */
export interface BuiltScan {
  readonly rmaId?: string;
  readonly orderId?: string;
  readonly step: string;
  readonly disposition?: string;
  readonly attestor: Attestor;
  /** The site whose system records it; of no matter for a carrier's scan. Default: the only site of the story. */
  readonly siteId?: string;
  /** The source that sends it, if it is not that of its attestor. */
  readonly source?: string;
  readonly grams?: number;
  readonly serials?: readonly string[];
  /** When it happened, if it was recorded later. */
  readonly happenedAt?: Date;
  readonly delivery?: { readonly gps: boolean; readonly photo: boolean; readonly pin: boolean };
  /** SHA-256 of photos, in hex. */
  readonly photos?: readonly string[];
  /** The EPCIS eventID. Set only if it must be the same as that of another scan. */
  readonly eventId?: string;
  /** True if this scan declares the scan with the same eventID wrong. */
  readonly voids?: boolean;
}

/** The attestors a return usually meets on its way. */
export const ATTESTORS = {
  carrier: { class: 'carrier', id: 'ups', deviceId: 'hub_44', capture: 'scanned' },
  dock: { class: 'sensor', id: 'dock_scanner_3', deviceId: 'dock_scanner_3', capture: 'scanned' },
  scale: { class: 'sensor', id: 'scale_2', deviceId: 'scale_2', capture: 'api' },
  clerk: { class: 'site', id: 'emp_7', deviceId: 'station_12', sessionId: 'ses_801', capture: 'keyed' },
  inspector: { class: 'site', id: 'emp_21', deviceId: 'bench_4', sessionId: 'ses_802', capture: 'scanned' },
  stower: { class: 'site', id: 'emp_33', deviceId: 'gun_9', sessionId: 'ses_803', capture: 'scanned' },
} as const satisfies Record<string, Attestor>;

/** The site of the story, of the benchmark and of tests. */
export const STORY_SITE = 'site_3';

/** The systems that report events of a kind that is not a scan, by the first word of the type. */
export const SOURCES = {
  employee: 'hr.directory',
  refund: 'shop.refunds',
  subject: 'loss.prevention',
  clock: 'clock',
} as const;

/** The systems that report scans. */
export const SCANNERS = {
  carrier: (id: string): string => `carrier.${id}`,
  dock: (siteId: string): string => `dock.${siteId}`,
  warehouse: (siteId: string): string => `wms.${siteId}`,
} as const;

/** Returns the system that reports events of a type that is not a scan. */
function sourceOf(type: string): string {
  const [kind = ''] = type.split('.', 1);
  return Object.entries(SOURCES).find(([name]) => name === kind)?.[1] ?? SOURCES.refund;
}

/** Returns the system that reports a scan: the carrier's, the machines of the site's dock, or the site's warehouse system. */
function scannerOf({ attestor, source, siteId = STORY_SITE }: BuiltScan): string {
  if (source !== undefined) return source;
  if (attestor.class === 'carrier') return SCANNERS.carrier(attestor.id);
  if (attestor.class === 'customer') return SOURCES.refund;
  return attestor.class === 'sensor' ? SCANNERS.dock(siteId) : SCANNERS.warehouse(siteId);
}

/** Returns a stable UUID made from the text. The ids must differ; they need not be secret. */
function uuidOf(text: string): string {
  const hex = Array.from(text, (letter) => letter.charCodeAt(0).toString(16))
    .join('')
    .padStart(32, '0')
    .slice(-32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
