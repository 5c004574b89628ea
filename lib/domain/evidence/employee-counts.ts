import { isComplete, isKnownAt, producerIn, type Register, siteIn } from '../producers/register.ts';
import type { RefundRequest } from '../refund/refund-request.ts';
import { senderIn } from '../shared/sender.ts';
import { type People, recordOf } from './people.ts';
import type { Scan } from './scan.ts';

/** What says which employees count as somebody other than the marker. */
export interface EmployeeRules {
  readonly request: Pick<RefundRequest, 'siteId'>;
  readonly markers: ReadonlySet<string>;
  readonly people: People;
  readonly register: Register | undefined;
  readonly strangersCount: boolean;
}

/**
 * Returns which employees' scans count. An employee who was not looked up does not, nor does a login that many share, or a
 * service.
 *
 * In open mode all others do, but only if the marker is known: otherwise any of them may be the marker. With a register the
 * refund is judged once with each of them as the marker instead (`marker-turns.ts`), and where the directory is complete it has to
 * know the employee; elsewhere a stranger counts at small values.
 */
export function employeeCounts(rules: EmployeeRules): (scan: Scan) => boolean {
  const { markers, people, register, strangersCount } = rules;
  const isPerson = (id: string): boolean =>
    people.has(id) && people.get(id) !== 'shared' && recordOf(people, id)?.kind !== 'service';
  if (register === undefined) {
    const isKnown = isMarkerKnown(markers, people);
    return ({ attestor }) => isKnown && isPerson(attestor.id);
  }
  return (scan) => {
    const { id } = scan.attestor;
    if (!isPerson(id)) return false;
    const isAtComplete = isCompleteFor(scan, rules.request, register);
    const record = recordOf(people, id);
    if (record === undefined) return strangersCount && !isAtComplete;
    return !isAtComplete || isKnownAt(register, rules.request.siteId, record.siteId);
  };
}

/** Returns true if somebody is on record who marked the goods as returned, and not only a login that many share. */
export function isMarkerKnown(markers: ReadonlySet<string>, people: People): boolean {
  return markers.size > 0 && [...markers].every((id) => people.get(id) !== 'shared');
}

/** A refund that names no site counts like one of a complete site if its scans may come from such a site. */
function isCompleteFor(scan: Scan, { siteId }: Pick<RefundRequest, 'siteId'>, register: Register): boolean {
  if (siteIn(register, siteId) !== undefined) return isComplete(register, siteId);
  const sites = producerIn(register, senderIn(scan.key).source)?.sites ?? [undefined];
  return sites.some((site) => isComplete(register, site));
}
