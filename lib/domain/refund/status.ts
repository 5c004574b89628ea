/** Every status of a refund. `published` means that the release went out; `denied` that a person refused it. */
export const REFUND_STATUSES = ['received', 'held', 'escalated', 'approved', 'published', 'denied'] as const;

/** The status of a refund. */
export type RefundStatus = (typeof REFUND_STATUSES)[number];

/**
 * Which status may follow which. A time-out may lead from `held` to `escalated` and from `escalated` to itself, one
 * tier up. Only an approval leads to `approved`, and only `approved` leads to `published`. An approved refund that a
 * kill switch stops at the last look goes back to `held`.
 */
const NEXT: Readonly<Record<RefundStatus, readonly RefundStatus[]>> = {
  received: ['received', 'approved', 'held', 'escalated'],
  held: ['held', 'approved', 'escalated'],
  escalated: ['escalated', 'approved', 'denied'],
  approved: ['published', 'held'],
  published: [],
  denied: ['denied'],
};

/** Returns true if a refund may go from one status to another. */
export function mayFollow(from: RefundStatus, to: RefundStatus): boolean {
  return NEXT[from].includes(to);
}

/** Returns true if a refund has ended: its status does not change any more. */
export function isTerminal(status: RefundStatus): boolean {
  return status === 'published' || status === 'denied';
}
