import { weighInputs } from '../../domain/decision/decision-inputs.ts';
import type { Weight } from '../../domain/decision/fraud-probability.ts';
import { holdUntil } from '../../domain/decision/waits.ts';
import { shownDb, shownWeights } from '../../domain/decision/weight-reasons.ts';
import { weightSentence } from '../../domain/decision/weight-words.ts';
import { KIND_WORDS } from '../../domain/evidence/evidence-words.ts';
import { EVIDENCE_KINDS, type EvidenceKind } from '../../domain/evidence/fact.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Refund } from '../../domain/refund/refund.ts';
import { isTerminal } from '../../domain/refund/status.ts';
import { missingKind, missingKinds } from './missing-evidence.ts';
import type { Weighing } from './view.ts';

/** A refund, the policy it was decided by if that was kept, and the time now. */
export interface Judged {
  readonly refund: Refund;
  readonly policy: Policy | undefined;
  readonly now: Date;
}

/** What supports a refund, what contradicts it and what is awaited, the heaviest first. */
export interface Weighed {
  readonly supports: readonly Weighing[];
  readonly contradicts: readonly Weighing[];
  readonly awaited: readonly Weighing[];
}

/** Returns all that moves the probability of a refund, as sentences. Nothing moves it where it is not known. */
export function weighed(judged: Judged): Weighed {
  const weights = weightsOf(judged);
  const most = Math.max(0, ...weights.map(({ db }) => Math.abs(db)));
  const { witnesses = [] } = judged.refund.decision ?? {};
  const shown = (weight: Weight): Weighing => ({
    sentence: weightSentence(weight),
    weightDb: shownDb(weight.db),
    share: most === 0 ? 0 : Math.abs(weight.db) / most,
    who: weight.present
      ? witnesses
          .filter(({ kinds }) => kinds.some((kind) => kind === weight.source))
          .map((one) => one.attestor)
      : [],
  });
  const kinds = awaitedKinds(judged);
  const isAwaited = ({ source, present }: Weight): boolean =>
    !present && kinds.some((kind) => kind === missingKind(source));
  const others = weights
    .filter((weight) => !isAwaited(weight))
    .toSorted((a, b) => Math.abs(b.db) - Math.abs(a.db));
  return {
    supports: others.filter(({ db }) => db < 0).map(shown),
    contradicts: others.filter(({ db }) => db >= 0).map(shown),
    awaited: kinds.map((kind) => {
      const weight = weights.find((one) => isAwaited(one) && missingKind(one.source) === kind);
      const nothing = { weightDb: null, share: 0, who: [] };
      return { ...(weight === undefined ? nothing : shown(weight)), sentence: KIND_WORDS[kind].awaited };
    }),
  };
}

/** Returns the evidence that may still come, in the order of the chain of evidence. */
export function awaitedKinds(judged: Judged): readonly EvidenceKind[] {
  const { refund, policy, now } = judged;
  const { request, status, decision, receivedAt } = refund;
  if (isTerminal(status) || status === 'approved') return [];
  const isOnTheWay =
    request.claim === 'returned' &&
    policy !== undefined &&
    now < holdUntil(request, policy, new Date(receivedAt));
  const kinds = [...(decision?.waitingFor ?? []), ...(isOnTheWay ? missingKinds(refund) : [])];
  return EVIDENCE_KINDS.filter((kind) => kinds.includes(kind));
}

function weightsOf({ refund, policy }: Judged): readonly Weight[] {
  const inputs = refund.decision?.inputs ?? null;
  if (policy === undefined || inputs === null) return [];
  return shownWeights(weighInputs(inputs, refund.request, policy));
}
