import { outboundFacts, returnFacts } from '../../domain/evidence/evidence.ts';
import { KIND_WORDS } from '../../domain/evidence/evidence-words.ts';
import { EVIDENCE_KINDS, type EvidenceKind } from '../../domain/evidence/fact.ts';
import { compareScans, MAX_IGNORED_PER_TRAIL, type Scan } from '../../domain/evidence/scan.ts';
import { isVoided, voidsAmong } from '../../domain/evidence/scans-in-force.ts';
import { CAPTURE_WORDS, CLASS_WORDS } from '../../domain/refund/refund-words.ts';
import type { ReasonCode } from '../../domain/shared/reasons.ts';
import { senderIn, senderText } from '../../domain/shared/sender.ts';
import type { LoadedCase } from './load-case.ts';
import { missingKinds } from './missing-evidence.ts';
import type { Standing, TimelineEntry } from './view.ts';
import { awaitedKinds } from './weighings.ts';

/** Returns the chain of evidence: each scan in the order of time, and what is missing at its place. */
export function timelineOf(loaded: LoadedCase): readonly TimelineEntry[] {
  const { trail, ignored, disbelieved } = loaded;
  const scans = [...trail.scans, ...ignored, ...disbelieved].toSorted(compareScans);
  const placed = scans.map((scan): Placed => {
    const kinds = kindsOf(scan, loaded);
    return { entry: entryOf(scan, kinds, loaded), place: Math.max(-1, ...kinds.map(placeOf)) };
  });
  const missing = [...new Set([...awaitedKinds(loaded), ...missingKinds(loaded.refund)])]
    .filter(
      (kind) => !placed.some(({ entry, place }) => entry.standing === 'counts' && place === placeOf(kind)),
    )
    .toSorted((a, b) => placeOf(a) - placeOf(b));
  const chain = missing.reduce(withMissing, placed);
  const entries = chain.map(({ entry }) => entry);
  return ignored.length < MAX_IGNORED_PER_TRAIL ? entries : [...entries, MORE_IGNORED];
}

/** An entry and its place in the chain of evidence; -1 for a scan that shows nothing. */
interface Placed {
  readonly entry: TimelineEntry;
  readonly place: number;
}

function placeOf(kind: EvidenceKind): number {
  return EVIDENCE_KINDS.indexOf(kind);
}

/** Puts what is missing before the first scan that comes later in the chain. */
function withMissing(chain: readonly Placed[], kind: EvidenceKind): readonly Placed[] {
  const place = placeOf(kind);
  const later = chain.findIndex((one) => one.place > place);
  const entry: TimelineEntry = { ...NOT_THERE, title: KIND_WORDS[kind].awaited.replace(/\.$/, '') };
  return chain.toSpliced(later < 0 ? chain.length : later, 0, { entry, place });
}

const NOT_THERE = {
  at: null,
  by: null,
  sentBy: null,
  standing: 'missing',
  standingWords: 'missing',
  isIndependent: false,
  notes: [],
} as const;

const MORE_IGNORED: TimelineEntry = {
  ...NOT_THERE,
  standing: 'counts_for_nothing',
  standingWords: 'not shown',
  title: `More scans may have come that count for nothing; only ${MAX_IGNORED_PER_TRAIL} are kept`,
};

/** Returns what a scan says of this refund, whether or not it counts. */
function kindsOf(scan: Scan, { refund: { request }, policy }: LoadedCase): readonly EvidenceKind[] {
  if (policy === undefined || scan.voids === true) return [];
  const isAnother = ({ attestor }: Scan): boolean => attestor.id !== request.markedBy;
  const witnesses = { witnessOf: () => '', groupOf: () => '', isAnother };
  const facts =
    request.claim === 'returned'
      ? returnFacts(scan, { request, policy, witnesses })
      : outboundFacts(scan, { witnesses });
  return facts.map(({ kind }) => kind);
}

function entryOf(scan: Scan, kinds: readonly EvidenceKind[], loaded: LoadedCase): TimelineEntry {
  const { at, correctedFrom = [], attestor, key } = scan;
  const capture = attestor.capture === undefined ? 'capture unknown' : CAPTURE_WORDS[attestor.capture];
  const { standing, words } = standingOf(scan, kinds, loaded);
  const witness = loaded.refund.decision?.witnesses.find(
    (one) => one.attestor === attestor.id && one.class === attestor.class,
  );
  const isIndependent =
    standing === 'counts' && witness?.independent === true && kinds.some((kind) => INDEPENDENT.has(kind));
  return {
    at,
    title: titleOf(scan, kinds),
    by: `${CLASS_WORDS[attestor.class]} ${attestor.spelled ?? attestor.id}, ${capture}`,
    sentBy: senderText(senderIn(key)),
    standing,
    standingWords: isIndependent ? 'counts, and is independent' : words,
    isIndependent,
    notes: correctedFrom.length === 0 ? [] : [`time corrected from ${correctedFrom.join(', ')}`],
  };
}

/** The kinds of evidence that may be independent. */
const INDEPENDENT: ReadonlySet<EvidenceKind> = new Set([
  'dock',
  'serial_match',
  'condition_pass',
  'put_away',
]);

/** Returns the title of a scan: what it shows, or if it shows nothing its step as it was sent. */
function titleOf({ step, disposition, voids }: Scan, kinds: readonly EvidenceKind[]): string {
  const sent = [step ?? 'no step', ...(disposition === undefined ? [] : [disposition])].join(', ');
  if (voids === true) return `Declares an earlier scan wrong (${sent})`;
  return kinds.length === 0
    ? `A scan that shows nothing (${sent})`
    : `${kinds.map((kind) => KIND_WORDS[kind].title).join('; ')} (${sent})`;
}

interface StandingWords {
  readonly standing: Standing;
  readonly words: string;
}

function standingOf(scan: Scan, kinds: readonly EvidenceKind[], loaded: LoadedCase): StandingWords {
  const { trail, inLife, disbelieved } = loaded;
  if (disbelieved.includes(scan)) {
    return { standing: 'not_believed', words: 'not believed: its producer may not report this' };
  }
  if (!trail.scans.includes(scan)) return { standing: 'counts_for_nothing', words: 'counts for nothing' };
  if (!inLife.includes(scan)) return { standing: 'counts_for_nothing', words: 'counts for nothing: too old' };
  if (scan.voids === true) return { standing: 'counts', words: 'a declaration' };
  if (isVoided(scan, voidsAmong(inLife))) return { standing: 'declared_wrong', words: 'declared wrong' };
  if (isNamedBy('E15_NOT_BELIEVED', scan, kinds, loaded)) {
    return { standing: 'not_believed', words: 'not believed: its producer may not say this now' };
  }
  if (isNamedBy('E12_SCANS_DO_NOT_COUNT', scan, kinds, loaded)) {
    return {
      standing: 'counts_for_nothing',
      words: 'counts for nothing: the employee’s account is not trusted',
    };
  }
  if (kinds.length > 0 && kinds.every((kind) => kind === 'intake_mark')) {
    return { standing: 'counts', words: 'a claim, not evidence' };
  }
  return { standing: 'counts', words: 'counts, but not as independent' };
}

/** Returns true if a reason of the decision names the attestor of a scan, and a kind that it shows. */
function isNamedBy(
  code: ReasonCode,
  { attestor }: Scan,
  kinds: readonly EvidenceKind[],
  { refund: { decision } }: LoadedCase,
): boolean {
  const named = (value: unknown, one: string): boolean => Array.isArray(value) && value.includes(one);
  return (decision?.reasons ?? []).some(
    (reason) =>
      reason.code === code &&
      named(reason.facts['attestors'], attestor.id) &&
      kinds.some((kind) => named(reason.facts['kinds'], kind)),
  );
}
