import { asDeclared } from '../../../app/intake/check-authority.ts';
import { toTrailScan } from '../../../contracts/scan-recorded.ts';
import type { Attestor, Scan } from '../../../domain/evidence/scan.ts';
import { SCAN_TYPE } from '../../../domain/producers/promises.ts';
import type { Shown } from '../acts.ts';
import { parsed, SEARCH_TIME, type SearchedGate } from '../gate.ts';
import type { Place } from './place.ts';

/** A scan as a source sends it. It names no site: none would let it say more. */
export interface SentScan extends Omit<Shown, 'attestor'> {
  readonly id: string;
  readonly source: string;
  /** Undefined: an error declaration that names nobody. */
  readonly attestor: Attestor | undefined;
  /** The event that it declares wrong. */
  readonly voids?: string | undefined;
}

/** Returns a scan as the intake takes it; undefined if the register does not let its source say that. */
export function readScan(sent: SentScan, { policy }: Place, gate: SearchedGate): Scan | undefined {
  const { id, source, attestor, voids, step, disposition, serials, grams } = sent;
  const data = {
    type: 'ObjectEvent',
    eventID: voids ?? id,
    eventTime: SEARCH_TIME,
    ...(step === undefined ? {} : { bizStep: step }),
    ...(disposition === undefined ? {} : { disposition }),
    ...(serials === undefined ? {} : { epcList: serials }),
    ...(grams === undefined
      ? {}
      : { sensorElementList: [{ sensorReport: [{ type: 'Mass', value: grams, uom: 'GRM' }] }] }),
    ...(voids === undefined ? {} : { errorDeclaration: { declarationTime: SEARCH_TIME } }),
    bizTransactionList: [{ bizTransaction: 'urn:refundgate:rma:rma_1' }],
    ...(attestor === undefined ? {} : { 'refundgate:attestor': attestor }),
  };
  const event = asDeclared({ policy }, parsed(SCAN_TYPE, data, { source, id }));
  if (event.type !== SCAN_TYPE || gate.whyRejected({ policy }, event).length > 0) return undefined;
  return toTrailScan(event.data, event).scan;
}
