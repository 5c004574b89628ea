import * as z from 'zod';
import { type Attestor, type Scan, UNNAMED_ATTESTOR } from '../domain/evidence/scan.ts';
import { readUnitNumber, unitText } from '../domain/evidence/unit-number.ts';
import { canonicalId } from '../domain/shared/ids.ts';
import type { Unfinished } from '../domain/shared/mutability.ts';
import { attestorSchema, deliverySchema } from './attestor.ts';
import { canonicalInstant, digestSchema, idSchema, MAX_LIST, offsetInstantSchema } from './fields.ts';

const termSchema = z.string().min(1).max(256);

/** A CBV name or a URI. Source: RFC 3986, section 2: the characters of URIs. CBV names use a few of them. */
const cbvTermSchema = z.string().regex(/^[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]{1,256}$/, {
  error:
    'expected a CBV name, such as "receiving", or its URI, such as "https://ref.gs1.org/cbv/BizStep-receiving"',
});

/** Grams in one unit of mass. Source: UN/ECE Recommendation 20, the codes EPCIS uses. */
const GRAMS_PER_UNIT: Readonly<Record<string, number>> = {
  GRM: 1,
  KGM: 1000,
  MGM: 0.001,
  LBR: 453.59237,
  ONZ: 28.349523125,
};

/** The largest mass of a report, in its own unit: far over any parcel, and finite in grams. */
const MAX_MASS = 10_000_000_000;

const sensorReportSchema = z
  .looseObject({ type: termSchema, value: z.number().optional(), uom: z.string().max(16).optional() })
  .superRefine((report, context) => {
    if (shortTerm(report.type) !== 'Mass') return;
    if (report.value === undefined || report.value < 0 || report.value > MAX_MASS) {
      const message = `a Mass report has a value of 0 to ${MAX_MASS}`;
      context.addIssue({ code: 'custom', path: ['value'], message });
    }
    if (report.uom === undefined || !Object.hasOwn(GRAMS_PER_UNIT, report.uom)) {
      const allowed = Object.keys(GRAMS_PER_UNIT).join(', ');
      context.addIssue({
        code: 'custom',
        path: ['uom'],
        message: `a Mass report's uom is one of ${allowed}`,
      });
    }
  });

const transactionSchema = z.looseObject({ type: termSchema.optional(), bizTransaction: termSchema });

const placeSchema = z.looseObject({ id: termSchema });

const URN_PREFIX = 'urn:refundgate:';
const SITE_URN = `${URN_PREFIX}site:`;
const TRAIL_URN = /^urn:refundgate:(?:rma|order):(.+)$/;

function namesTrail(urn: string): boolean {
  const [, id] = TRAIL_URN.exec(urn) ?? [];
  return id !== undefined && idSchema.safeParse(id).success;
}

/**
 * `data` of `refundgate.scan.recorded.v1`: the parts of a GS1 EPCIS 2.0 event that the gate reads. Other EPCIS
 * fields and extensions pass unread. Source: GS1 EPCIS 2.0 and CBV 2.0.
 */
export const scanRecordedSchema = z
  .looseObject({
    type: z.enum(['ObjectEvent', 'AggregationEvent']),
    eventTime: offsetInstantSchema,
    action: z.enum(['ADD', 'OBSERVE', 'DELETE']).optional(),
    eventID: termSchema.optional(),
    bizStep: cbvTermSchema.optional(),
    disposition: cbvTermSchema.optional(),
    epcList: z.array(termSchema).max(MAX_LIST).optional(),
    childEPCs: z.array(termSchema).max(MAX_LIST).optional(),
    bizTransactionList: z
      .array(transactionSchema, { error: 'expected a list naming the return or the order' })
      .max(MAX_LIST)
      .refine((list) => list.some((one) => namesTrail(one.bizTransaction)), {
        error: 'names no return (urn:refundgate:rma:ID) and no order (urn:refundgate:order:ID)',
      }),
    sensorElementList: z
      .array(z.looseObject({ sensorReport: z.array(sensorReportSchema).max(MAX_LIST) }))
      .max(MAX_LIST)
      .optional(),
    readPoint: placeSchema.optional(),
    bizLocation: placeSchema.optional(),
    errorDeclaration: z.looseObject({ declarationTime: offsetInstantSchema.optional() }).optional(),
    'refundgate:attestor': attestorSchema.optional(),
    'refundgate:delivery': deliverySchema.optional(),
    'refundgate:photoSha256': z.array(digestSchema).max(MAX_LIST).optional(),
  })
  .superRefine((event, context) => {
    if (!declaresError(event) && event['refundgate:attestor'] === undefined) {
      const message = 'a scan names who vouches for it';
      context.addIssue({ code: 'custom', path: ['refundgate:attestor'], message });
    }
    if (declaresError(event) && event.eventID === undefined) {
      const message = 'an error declaration names the event it declares wrong';
      context.addIssue({ code: 'custom', path: ['eventID'], message });
    }
  });

/** Some systems write every field: an empty object declares nothing wrong. */
function declaresError({
  errorDeclaration = {},
}: {
  readonly errorDeclaration?: object | undefined;
}): boolean {
  return Object.keys(errorDeclaration).length > 0;
}

/** An EPCIS event as it came in. */
export type ScanRecorded = z.infer<typeof scanRecordedSchema>;

/** A scan and the trails it belongs to. */
export interface TrailScan {
  /** `rma:ID` for each return that the scan names. If it names none: `order:ID` of the outbound parcel. */
  readonly trailIds: readonly string[];
  readonly scan: Scan;
  /** The site that it says it was made at, if its place is `urn:refundgate:site:ID`. */
  readonly siteId?: string | undefined;
}

/**
 * Returns an EPCIS event as the gate keeps it.
 * @param event - parsed by the schema.
 * @param key - the event's idempotency key; `id` its CloudEvent id.
 */
export function toTrailScan(event: ScanRecorded, { key, id }: { key: string; id: string }): TrailScan {
  const { eventID, bizStep, disposition } = event;
  const epcs = (event.type === 'AggregationEvent' ? event.childEPCs : event.epcList) ?? [];
  const serials = epcs.flatMap(unitIn);
  const grams = massOf(event);
  const photos = event['refundgate:photoSha256'];
  const delivery = event['refundgate:delivery'];
  const attestor = event['refundgate:attestor'];
  const scan: Unfinished<Scan> = {
    key,
    id,
    at: canonicalInstant(event.eventTime),
    attestor: attestor === undefined ? UNNAMED_ATTESTOR : readAttestor(attestor),
  };
  if (eventID !== undefined) scan.eventId = canonicalId(eventID);
  if (bizStep !== undefined) scan.step = shortTerm(bizStep);
  if (disposition !== undefined) scan.disposition = shortTerm(disposition);
  if (grams !== undefined) scan.grams = grams;
  if (serials.length > 0) scan.serials = serials;
  if (delivery !== undefined) scan.delivery = delivery;
  if (photos !== undefined) scan.photos = photos.map((sha256) => sha256.toLowerCase());
  if (declaresError(event)) scan.voids = true;
  return { trailIds: trailsOf(event), scan, siteId: siteOf(event) };
}

/**
 * Returns the trails of a scan. A scan that names a return belongs to the return, even if it also names an order. Only a
 * carrier's delivery belongs to both: it may be of the outbound parcel, which a customer says did not come.
 */
function trailsOf(event: ScanRecorded): readonly string[] {
  const [only] = event.bizTransactionList;
  // The schema makes sure that one is named. It is nearly always the only one.
  if (only !== undefined && event.bizTransactionList.length === 1) return [trailIn(only.bizTransaction)];
  const named = event.bizTransactionList
    .filter(({ bizTransaction }) => namesTrail(bizTransaction))
    .map(({ bizTransaction }) => trailIn(bizTransaction));
  const returns = named.filter((id) => id.startsWith('rma:'));
  return [...new Set(returns.length > 0 && !isDelivery(event) ? returns : named)];
}

function isDelivery({ bizStep = '', ...event }: ScanRecorded): boolean {
  return shortTerm(bizStep) === 'arriving' && event['refundgate:attestor']?.class === 'carrier';
}

/** A place that another standard names may be anywhere: the gate cannot tell. */
function siteOf({ bizLocation, readPoint }: ScanRecorded): string | undefined {
  const named = [bizLocation, readPoint].find((place) => place?.id.startsWith(SITE_URN))?.id;
  const id = named?.slice(SITE_URN.length);
  return id !== undefined && idSchema.safeParse(id).success ? canonicalId(id) : undefined;
}

function trailIn(urn: string): string {
  return urn.slice(URN_PREFIX.length);
}

/** Returns the first reported mass, in grams; undefined if it is 0, which is what a scale says that weighed nothing. */
function massOf({ sensorElementList }: ScanRecorded): number | undefined {
  for (const { sensorReport } of sensorElementList ?? []) {
    const mass = sensorReport.find(({ type }) => shortTerm(type) === 'Mass');
    const factor = GRAMS_PER_UNIT[mass?.uom ?? ''];
    if (mass?.value !== undefined && factor !== undefined) {
      // 1.005 kg and 1,005 g are the same report.
      const grams = Math.round(mass.value * factor * 1e6) / 1e6;
      return grams === 0 ? undefined : grams;
    }
  }
  return undefined;
}

/**
 * Returns the bare name of a CBV term. Terms come bare, as `https://ref.gs1.org/cbv/BizStep-receiving` or as
 * `urn:epcglobal:cbv:bizstep:receiving`.
 */
function shortTerm(term: string): string {
  const last = term.slice(Math.max(term.lastIndexOf('/'), term.lastIndexOf(':'), term.lastIndexOf('#')) + 1);
  return last.replace(/^(?:BizStep|Disp|BTT)-/, '');
}

/** A class of goods, a parcel or a pallet is no unit: such an EPC says nothing of a serial number. */
function unitIn(epc: string): readonly string[] {
  const unit = readUnitNumber(epc);
  return unit === undefined ? [] : [unitText(unit)];
}

/** Ids are compared in canonical form; how the attestor's own was sent is kept with it. */
function readAttestor(sent: z.infer<typeof attestorSchema>): Attestor {
  const { id, deviceId, sessionId } = sent;
  const canonical = canonicalId(id);
  return {
    ...sent,
    id: canonical,
    ...(deviceId === undefined ? {} : { deviceId: canonicalId(deviceId) }),
    ...(sessionId === undefined ? {} : { sessionId: canonicalId(sessionId) }),
    ...(canonical === id ? {} : { spelled: id }),
  };
}
