import type { DecisionInputs } from '../../domain/decision/decision-inputs.ts';
import type { BrokenRule } from '../../domain/decision/fraud-probability.ts';
import type { EvidenceItem, WeighedEvidence } from '../../domain/evidence/likelihood.ts';
import type { Likelihood, RingChannel } from '../../domain/policy/model-parameters.ts';
import type { ChannelWeight, RateWeight } from '../../domain/risk/gamma-poisson.ts';
import type { RingFinding } from '../../domain/risk/linked-risk.ts';
import {
  type Check,
  isBoolean,
  isNumber,
  isRecord,
  isText,
  isWhole,
  listOf,
  oneOf,
  shapeOf,
} from './item-checks.ts';
import { isSubjectKind } from './item-keys.ts';
import { eachOf, type FieldOrder, pack, unpack } from './packed.ts';
import { packNumber, unpackNumber } from './packed-number.ts';

/** Pieces of evidence by their number: a contract with the items that exist. A new one goes to the end. */
const ITEMS: Readonly<Record<EvidenceItem, true>> = {
  carrier_accept: true,
  carrier_delivered: true,
  dock: true,
  weight_match: true,
  weight_mismatch: true,
  serial_match: true,
  serial_mismatch: true,
  put_away: true,
  condition_pass: true,
  condition_fail: true,
  seen_again: true,
  weight: true,
  serial: true,
  over_the_counter: true,
  lost_on_the_way: true,
  outbound_delivered: true,
  delivery_gps: true,
  delivery_photo: true,
  delivery_pin: true,
  photo_none: true,
  photo_unique: true,
  photo_seen_before: true,
  waiting_at_the_site: true,
};

/** Channels by their number, likewise. */
const RING_CHANNELS: Readonly<Record<RingChannel, true>> = {
  exceptions: true,
  confirmed: true,
  claims_per_order: true,
  device_customers: true,
  instrument_customers: true,
};

const INPUTS_ORDER: FieldOrder<DecisionInputs> = {
  baseMinor: true,
  trailVersion: true,
  baselines: true,
  weighed: true,
  passedByMarker: true,
  evidence: true,
  qEmployee: true,
  falseAttestations: true,
  ring: true,
  broken: true,
};

const RING_ORDER: FieldOrder<RingFinding> = { kind: true, q: true, channels: true };

/** Answers what a decision was made from as a short list, its numbers to the bit. */
export function packInputs(inputs: DecisionInputs): readonly unknown[] {
  const { weighed, falseAttestations, ring } = inputs;
  return pack(INPUTS_ORDER, {
    ...inputs,
    evidence: packNumber(inputs.evidence),
    qEmployee: packNumber(inputs.qEmployee),
    weighed: weighed.map(packWeighed),
    falseAttestations: packRate(falseAttestations),
    ring: pack(RING_ORDER, {
      ...ring,
      q: packNumber(ring.q),
      channels: ring.channels.map(packChannel),
    }),
    broken: inputs.broken.length === 0 ? null : inputs.broken,
  });
}

/** Returns a list as the inputs it was packed from, or something that `isDecisionInputs` refuses. */
export function unpackInputs(list: unknown): unknown {
  const inputs = unpack(INPUTS_ORDER, list);
  if (!isRecord(inputs)) return inputs;
  const ring = unpack(RING_ORDER, inputs['ring']);
  const { falseAttestations } = inputs;
  return {
    broken: [],
    ...inputs,
    evidence: unpackNumber(inputs['evidence']),
    qEmployee: unpackNumber(inputs['qEmployee']),
    weighed: eachOf(inputs['weighed'], unpackWeighed),
    falseAttestations: Array.isArray(falseAttestations) ? unpackRate(falseAttestations) : falseAttestations,
    ring: isRecord(ring)
      ? {
          ...ring,
          q: unpackNumber(ring['q']),
          channels: eachOf(ring['channels'], unpackChannel),
        }
      : ring,
  };
}

/** The piece's number, doubled, and one more when it is there; then its likelihoods, the last only if it differs. */
function packWeighed({ item, present, likelihood }: WeighedEvidence): readonly unknown[] {
  const [goods, nothing, decoy] = likelihood;
  const numbers = decoy === nothing ? [goods, nothing] : [goods, nothing, decoy];
  return [2 * Object.keys(ITEMS).indexOf(item) + (present ? 1 : 0), ...numbers.map(packNumber)];
}

function unpackWeighed(list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  const [coded, ...numbers]: readonly unknown[] = list;
  if (!isWhole(coded)) return undefined;
  const [goods, nothing, decoy = nothing] = numbers.map(unpackNumber);
  const item = Object.keys(ITEMS)[Math.floor(coded / 2)];
  return { item, present: coded % 2 === 1, likelihood: [goods, nothing, decoy] };
}

function packRate({ observed, expected, lnBf }: RateWeight): readonly unknown[] {
  return [observed, expected, lnBf].map(packNumber);
}

function unpackRate(numbers: readonly unknown[]) {
  const [observed, expected, lnBf] = numbers.map(unpackNumber);
  return { observed, expected, lnBf };
}

function packChannel(one: ChannelWeight<RingChannel>): readonly unknown[] {
  return [Object.keys(RING_CHANNELS).indexOf(one.channel), ...packRate(one)];
}

function unpackChannel(list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  const [index, ...numbers]: readonly unknown[] = list;
  const channel = isWhole(index) ? Object.keys(RING_CHANNELS)[index] : undefined;
  return { channel, ...unpackRate(numbers) };
}

const isLikelihood: Check<Likelihood> = (value): value is Likelihood =>
  Array.isArray(value) && value.length === 3 && value.every(isNumber);

const RATE_WEIGHT = { observed: isNumber, expected: isNumber, lnBf: isNumber };

/** Answers whether a value is what a decision was made from. */
export const isDecisionInputs = shapeOf<DecisionInputs>({
  baseMinor: isWhole,
  trailVersion: isWhole,
  baselines: isText,
  weighed: listOf(
    shapeOf<WeighedEvidence>({ item: oneOf(ITEMS), present: isBoolean, likelihood: isLikelihood }),
  ),
  passedByMarker: isBoolean,
  evidence: isNumber,
  qEmployee: isNumber,
  falseAttestations: shapeOf<RateWeight>(RATE_WEIGHT),
  ring: shapeOf<RingFinding>({
    kind: isSubjectKind,
    q: isNumber,
    channels: listOf(shapeOf<ChannelWeight<RingChannel>>({ channel: oneOf(RING_CHANNELS), ...RATE_WEIGHT })),
  }),
  broken: listOf(oneOf<BrokenRule>({ R6: true, R7: true })),
});
