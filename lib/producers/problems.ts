import { type DeclaredProducer, judgingHalf, type RegisterDocument } from '../contracts/register-document.ts';
import type { Attestor } from '../domain/evidence/scan.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { REQUEST_TYPE } from '../domain/producers/promises.ts';
import {
  type EvidenceWord,
  type Leg,
  type Producer,
  type Register,
  speaksOfLeg,
} from '../domain/producers/register.ts';

/** Something in a register that its author should look at. With an error it cannot be used; a warning may be meant. */
export interface RegisterProblem {
  readonly level: 'error' | 'warning';
  readonly source: string;
  /** What is wrong, then what to do. */
  readonly text: string;
}

interface Shown {
  readonly by: readonly Attestor['class'][];
  readonly legs: readonly Leg[];
}

const AT_SITE: Shown = { by: ['site', 'organization', 'sensor'], legs: ['return'] };

/** Whose scans show a word, and on which way of the parcel. The same table is in docs/ONBOARDING.md. */
export const SHOWN_BY: Readonly<Record<EvidenceWord, Shown>> = {
  carrier_accept: { by: ['carrier'], legs: ['return', 'outbound'] },
  carrier_delivered: { by: ['carrier'], legs: ['return'] },
  outbound_delivered: { by: ['carrier'], legs: ['outbound'] },
  dock: AT_SITE,
  weight: { by: ['sensor', 'carrier'], legs: ['return'] },
  serial: AT_SITE,
  condition: AT_SITE,
  put_away: { by: ['site', 'organization'], legs: ['return'] },
  seen_again: { by: ['carrier', 'site', 'sensor', 'organization', 'system'], legs: ['return'] },
};

/** Returns what is wrong with a register under a policy, source by source in its order. */
export function problemsOf(document: RegisterDocument, policy: Policy): readonly RegisterProblem[] {
  const register = judgingHalf(document);
  return document.producers.flatMap((declared, at) => {
    const judged = register.producers[at];
    if (judged === undefined) return [];
    const warnings = [
      ...withoutSender(declared),
      ...vouchesForOwnRequests(judged, register),
      ...idleEvidence(judged),
    ];
    return [
      ...warnings.map((text): RegisterProblem => ({ level: 'warning', source: declared.source, text })),
      ...tooLate(judged, policy).map(
        (text): RegisterProblem => ({ level: 'error', source: declared.source, text }),
      ),
    ];
  });
}

function withoutSender({ accounts, roles }: DeclaredProducer): readonly string[] {
  if (accounts !== undefined || roles !== undefined) return [];
  return ['lists neither accounts nor roles, so it cannot be deployed. Name the roles that send it.'];
}

function vouchesForOwnRequests({ group, attestors }: Producer, { producers }: Register): readonly string[] {
  if (attestors === undefined) return [];
  const asking = producers.filter((one) => one.group === group && one.types.includes(REQUEST_TYPE));
  return asking.map(
    ({ source }) =>
      `vouches for goods, and who sends it may also ask for refunds (${source}). Send scans and requests from different roles.`,
  );
}

function idleEvidence(producer: Producer): readonly string[] {
  const { attestors = {}, evidence = [] } = producer;
  return evidence.flatMap((word) => {
    const { by, legs } = SHOWN_BY[word];
    if (!legs.some((leg) => speaksOfLeg(producer, leg))) {
      return [
        `declares ${word}, which is only of the ${legs.join(' or ')} leg. Add the leg, or take the word away.`,
      ];
    }
    if (by.some((one) => attestors[one] !== undefined)) return [];
    return [
      `declares ${word}, which only attestors of class ${by.join(', ')} show. Add one, or take the word away.`,
    ];
  });
}

function tooLate({ delayHours }: Producer, { holdDays }: Policy): readonly string[] {
  const holdHours = holdDays.attested * 24;
  if (delayHours <= holdHours) return [];
  return [
    `comes up to ${delayHours} hours late, but no refund is held for more than ${holdHours}. Send it sooner, or raise holdDays.attested.`,
  ];
}
