import { ATTESTOR_CLASSES, type Attestor, type Scan } from '../../../domain/evidence/scan.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { EVERYTHING_SHOWN, type Goods, type Shown, scanOf } from '../acts.ts';
import type { SearchedGate } from '../gate.ts';
import { judgeScans } from '../judge.ts';
import { HONEST } from '../parties.ts';
import { everyAsking } from '../requests.ts';

/** What the scans of each class of attestor can show of goods, one of a sort. */
export type KindsShown = ReadonlyMap<Attestor['class'], readonly Omit<Shown, 'attestor'>[]>;

const PLAIN_FIRST = EVERYTHING_SHOWN.toSorted((a, b) => fieldsIn(a) - fieldsIn(b));

function fieldsIn(shown: Omit<Shown, 'attestor'>): number {
  return Object.values(shown).filter((value) => value !== undefined).length;
}

/**
 * Returns what the scans of each class can show of goods: of all steps, dispositions, serial numbers and masses, one of each set
 * that the gate tells apart. A scan that shows two things is left out: two scans show them too.
 * @param valueMinor - a value at which every rule applies.
 */
export function kindsShown(
  goods: Goods,
  { gate, policy, valueMinor }: { gate: SearchedGate; policy: Policy; valueMinor: number },
): KindsShown {
  const { producers: _, ...open } = policy;
  const asked = { baseMinor: valueMinor, currency: policy.base, goods, accomplices: [], gate };
  const [asking] = everyAsking({ ...asked, markings: ['by_honest'] });
  if (asking === undefined) throw new Error('There is no way to ask for a refund.');
  const look = (scan: Scan) => judgeScans(asking.request, [scan], { gate, policy: open, without: [] });
  return new Map(
    ATTESTOR_CLASSES.map((of) => {
      const attestor = { class: of, id: HONEST.inspector, capture: 'scanned' } as const;
      const sorts = new Map<string, Omit<Shown, 'attestor'>>();
      for (const shown of PLAIN_FIRST) {
        const { finding, objections } = look(scanOf({ ...shown, attestor }, 'look'));
        const kinds = finding.witnesses.flatMap((one) => one.kinds);
        const sort = JSON.stringify([kinds, objections]);
        if (kinds.length === 1 && !sorts.has(sort)) sorts.set(sort, shown);
      }
      return [of, [...sorts.values()]];
    }),
  );
}
