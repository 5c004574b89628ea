import { createHmac } from 'node:crypto';

const DRAWS = 1_000_000;

/**
 * Returns an order's number for the audit sample (R4), from 0 to 999,999: a keyed hash of the order's id. Without
 * the key nobody can predict which refunds a person will see. With the key anybody can check that none was left out.
 *
 * It hashes the order's id, because the producer of a refund chooses the refund's id.
 */
export function sampleDraw(key: string, orderId: string): number {
  return createHmac('sha256', key).update(orderId).digest().readUIntBE(0, 6) % DRAWS;
}
