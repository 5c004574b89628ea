/** The path of the console's list of refunds under review. */
export const QUEUE_PATH = '/queue';

/**
 * Returns the path of the page of a refund. The id is in the query: gateways decode paths in different ways.
 * @param refundId - in any spelling; what is not plain is encoded.
 */
export function refundPath(refundId: string): string {
  return `/refund?id=${encodeURIComponent(refundId.toWellFormed())}`;
}
