import { mergedFields } from '../shared/merged-fields.ts';
import type { Scan } from './scan.ts';

/** How often the time of one scan may be corrected. More is no correction: a person looks at the return. */
export const MAX_CORRECTIONS = 5;

/**
 * Returns a scan whose event came again under the same source and id: with the fields that the repeat adds, and with
 * its time if that is another. What the repeat leaves out stays. Undefined if it is another scan: it states another
 * value of a field, declares the scan wrong, or corrects the time once more than a producer has reason to.
 */
export function repeatedScan(known: Scan, repeat: Scan): Scan | undefined {
  if (known.voids !== repeat.voids) return undefined;
  const merged = mergedFields(saidIn(known), saidIn(repeat));
  if (merged === undefined) return undefined;
  const { at, correctedFrom = [] } = known;
  const scan = { ...known, ...merged, attestor: { ...known.attestor, ...merged.attestor } };
  // A time that was corrected before comes from a delivery that was late.
  if (repeat.at === at || correctedFrom.includes(repeat.at)) return scan;
  if (correctedFrom.length === MAX_CORRECTIONS) return undefined;
  return { ...scan, at: repeat.at, correctedFrom: [...correctedFrom, at] };
}

/** Returns what a scan says without its time and without how ids are spelled. */
function saidIn({ at: _, correctedFrom: __, attestor, ...said }: Scan) {
  const { spelled: ___, ...who } = attestor;
  return { ...said, attestor: who };
}
