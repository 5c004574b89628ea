import { type EvidenceKind, type Fact, isContradiction } from '../evidence/fact.ts';
import { compareText } from '../shared/compare-text.ts';
import type { Witness } from './findings.ts';

/** The most witnesses a decision lists; the rest are counted, not shown. */
const MAX_WITNESSES = 20;

/** Returns the attestors of facts and what each vouches for, at most twenty, by name. */
export function witnessesOf(facts: readonly Fact[]): readonly Witness[] {
  const witnesses: {
    attestor: string;
    class: Witness['class'];
    kinds: EvidenceKind[];
    independent: boolean;
  }[] = [];
  for (const { kind, attestor, independent } of facts) {
    const known = witnesses.find((one) => one.attestor === attestor.id && one.class === attestor.class);
    if (known === undefined) {
      witnesses.push({ attestor: attestor.id, class: attestor.class, kinds: [kind], independent });
    } else {
      if (!known.kinds.includes(kind)) known.kinds.push(kind);
      known.independent ||= independent;
    }
  }
  const sorted = witnesses.toSorted((a, b) => compareText(a.attestor, b.attestor));
  // Late scans are compared with what is listed, so what contradicts the refund is listed first of all.
  const contradicting = sorted.filter(({ kinds }) => kinds.some(isContradiction));
  const listed = new Set([...new Set([...contradicting, ...sorted])].slice(0, MAX_WITNESSES));
  return sorted.filter((one) => listed.has(one));
}
