import { authorityProblems } from '../../app/intake/check-authority.ts';
import { parseEvent } from '../../contracts/parse-event.ts';
import { toTrailScan } from '../../contracts/scan-recorded.ts';
import { judgeScanEvidence } from '../../domain/checks/judge-scan-evidence.ts';
import { judgeValueThresholds } from '../../domain/checks/judge-value-thresholds.ts';
import type { Attestor } from '../../domain/evidence/scan.ts';
import type { RefundRequest } from '../../domain/refund/refund-request.ts';

/** The parts of the gate that the search asks. A test puts a defect into one of them and sees that it is found. */
export interface SearchedGate {
  /** Reads the attestor of a scan, and a request, as the intake does. */
  readonly readAttestor: (sent: Attestor) => Attestor;
  readonly readRequest: (sent: RefundRequest) => RefundRequest;
  /** Says what of an event its producer may not say, as the intake does. */
  readonly whyRejected: typeof authorityProblems;
  readonly judgeScans: typeof judgeScanEvidence;
  readonly judgeValue: typeof judgeValueThresholds;
}

/** The gate as it is. */
export const THE_GATE: SearchedGate = {
  readAttestor,
  readRequest,
  whyRejected: authorityProblems,
  judgeScans: judgeScanEvidence,
  judgeValue: judgeValueThresholds,
};

/** When everything happens: no hard rule reads the order of scans. */
export const SEARCH_TIME = '2026-11-20T08:00:00.000Z';

/** The source of everything in open mode: it makes no difference there. */
export const NO_SOURCE = 'search';

const ENVELOPE = { specversion: '1.0', id: 'search', source: NO_SOURCE, time: SEARCH_TIME };

function readAttestor(sent: Attestor): Attestor {
  const { data, ...event } = parsed('refundgate.scan.recorded.v1', {
    type: 'ObjectEvent',
    eventTime: ENVELOPE.time,
    bizTransactionList: [{ bizTransaction: 'urn:refundgate:rma:rma_1' }],
    'refundgate:attestor': sent,
  });
  return toTrailScan(data, event).scan.attestor;
}

function readRequest(sent: RefundRequest): RefundRequest {
  return parsed('refundgate.refund.requested.v1', sent).data;
}

type Parsed = Extract<ReturnType<typeof parseEvent>, { ok: true }>['event'];

/**
 * Returns an event as the intake reads it. What the search makes up is meant to be read: an event that is refused would leave
 * an attack out.
 */
export function parsed<Type extends Parsed['type']>(
  type: Type,
  data: unknown,
  sent: { readonly source?: string; readonly id?: string } = {},
): Extract<Parsed, { type: Type }> {
  const result = parseEvent({ ...ENVELOPE, ...sent, type, data });
  if (!result.ok) throw new TypeError(`The gate refuses what the search tries: ${JSON.stringify(result)}`);
  // The type of what was parsed is the one in the envelope; TypeScript cannot follow that.
  return result.event as Extract<Parsed, { type: Type }>;
}
