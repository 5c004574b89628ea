import { EVIDENCE_KINDS, type EvidenceKind } from '../../domain/evidence/fact.ts';
import type { Refund } from '../../domain/refund/refund.ts';

/** Returns the evidence that is missing and was weighed, the heaviest first. */
export function missingKinds({ decision }: Pick<Refund, 'decision'>): readonly EvidenceKind[] {
  const missing = (decision?.inputs?.weighed ?? []).filter(({ present }) => !present);
  const weightOf = ([goods, nothing, decoy]: readonly [number, number, number]): number =>
    Math.max(nothing, decoy) / goods;
  return missing
    .toSorted((a, b) => weightOf(b.likelihood) - weightOf(a.likelihood))
    .flatMap(({ item }) => missingKind(item) ?? []);
}

/** Returns the kind of evidence that a source of weight stands for while it is missing. */
export function missingKind(source: string): EvidenceKind | undefined {
  if (source === 'weight') return 'weight_match';
  if (source === 'serial') return 'serial_match';
  return EVIDENCE_KINDS.find((kind) => kind === source);
}
