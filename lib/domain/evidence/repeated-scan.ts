import { mergedFields } from '../shared/merged-fields.ts';
import type { Scan } from './scan.ts';
import { compareUnits, readUnitNumber, unitText } from './unit-number.ts';

/** How often the time of one scan may be corrected. More is no correction: a person looks at the return. */
export const MAX_CORRECTIONS = 5;

/**
 * Returns a scan whose event came again under the same source and id: with the fields that the repeat adds, and with
 * its time if that is another. What the repeat leaves out stays. A repeat that says nothing new gives `known` itself.
 * Undefined if it is another scan: it states another value of a field, declares the scan wrong, or corrects the time
 * once more than a producer has reason to.
 */
export function repeatedScan(known: Scan, repeat: Scan): Scan | undefined {
  if (known.voids !== repeat.voids) return undefined;
  const serials = mergedSerials(known.serials, repeat.serials);
  const merged = mergedFields(saidIn(known), saidIn(repeat));
  if (merged === undefined || serials === 'other units') return undefined;
  const { at, correctedFrom = [] } = known;
  const attestor = { ...known.attestor, ...merged.attestor };
  const added = { ...known, ...merged, attestor, ...(serials === undefined ? {} : { serials }) };
  // A time that was corrected before comes from a delivery that was late.
  if (repeat.at === at || correctedFrom.includes(repeat.at)) {
    return JSON.stringify(added) === JSON.stringify(known)
      ? known
      : { ...added, ...takenBy(at, repeat, known) };
  }
  if (correctedFrom.length === MAX_CORRECTIONS) return undefined;
  const corrected = { ...added, at: repeat.at, correctedFrom: [...correctedFrom, at] };
  return { ...corrected, ...takenBy(repeat.at, repeat, known) };
}

/** What is added to a scan, or corrected, is said when the repeat comes. */
function takenBy(at: string, repeat: Scan, known: Scan): Pick<Scan, 'takenAt'> {
  const last = [repeat.takenAt ?? repeat.at, known.takenAt ?? known.at].toSorted().at(-1) ?? at;
  return last > at ? { takenAt: last } : {};
}

/** Returns what a scan says without its times, its units and how ids are spelled. */
function saidIn({ at: _, takenAt: __, correctedFrom: ___, serials: ____, attestor, ...said }: Scan) {
  const { spelled: _____, ...who } = attestor;
  return { ...said, attestor: who };
}

/** Returns the units of two deliveries: an EPC list has no order, and the second may add the products of the units. */
function mergedSerials(known: Scan['serials'], repeat: Scan['serials']): Scan['serials'] | 'other units' {
  if (known === undefined || repeat === undefined) return known ?? repeat;
  const left = repeat.map(readUnitNumber);
  const merged = known.map((text) => {
    const unit = readUnitNumber(text);
    const at = left.findIndex((one) => unit && one && compareUnits(unit, one) === 'same');
    const [again] = at < 0 ? [] : left.splice(at, 1);
    return unit === undefined || again === undefined ? undefined : unitText({ ...again, ...unit });
  });
  const units = merged.filter((text) => text !== undefined);
  return units.length === known.length && left.length === 0 ? units : 'other units';
}
