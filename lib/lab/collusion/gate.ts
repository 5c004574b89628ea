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
  readonly judgeScans: typeof judgeScanEvidence;
  readonly judgeValue: typeof judgeValueThresholds;
}

/** The gate as it is. */
export const THE_GATE: SearchedGate = {
  readAttestor,
  readRequest,
  judgeScans: judgeScanEvidence,
  judgeValue: judgeValueThresholds,
};

const ENVELOPE = { specversion: '1.0', id: 'search', source: 'search', time: '2026-11-20T08:00:00.000Z' };

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

/** What the search makes up is meant to be read: an event that is refused would leave an attack out. */
function parsed<Type extends Parsed['type']>(type: Type, data: unknown): Extract<Parsed, { type: Type }> {
  const result = parseEvent({ ...ENVELOPE, type, data });
  if (!result.ok) throw new TypeError(`The gate refuses what the search tries: ${JSON.stringify(result)}`);
  // The type of what was parsed is the one in the envelope; TypeScript cannot follow that.
  return result.event as Extract<Parsed, { type: Type }>;
}
