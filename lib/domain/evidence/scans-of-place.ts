import { producerIn, type Register, siteIn, speaksOfLeg, speaksOfSite } from '../producers/register.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { senderIn } from '../shared/sender.ts';
import type { Scan } from './scan.ts';

/**
 * Returns the scans of those who speak of a refund's way and site. With a register, nobody from elsewhere makes anybody its marker
 * or links its witnesses. The marks of a source that was revoked stay marks.
 */
export function scansOfPlace(
  scans: readonly Scan[],
  { claim, siteId }: RefundRequest,
  register: Register | undefined,
): readonly Scan[] {
  if (register === undefined) return scans;
  const site = siteIn(register, siteId);
  return scans.filter(({ key }) => {
    const producer = producerIn(register, senderIn(key).source);
    if (producer === undefined || claim !== 'returned') return true;
    return speaksOfLeg(producer, 'return') && speaksOfSite(producer, site);
  });
}
