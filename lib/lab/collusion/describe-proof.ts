import type { Policy } from '../../domain/policy/policy.ts';
import { formatMoney } from '../../domain/shared/money.ts';
import { senderIn } from '../../domain/shared/sender.ts';
import type { Attempt } from './attempts.ts';
import { NO_SOURCE } from './gate.ts';
import { type RemovableRule, RULE_REASONS } from './judge.ts';
import { CUSTOMER_DEVICE } from './parties.ts';
import type { Band, CollusionProof, Result } from './prove.ts';
import type { Marking } from './requests.ts';
import { MAX_PEOPLE } from './search.ts';
import type { SecondClaim } from './second-claims.ts';
import type { Deed, Truth } from './truths.ts';

const TRUTH_WORDS = {
  nothing: 'nothing came',
  decoy: 'a decoy came',
  light_decoy: 'a light decoy came',
} as const satisfies Record<Truth, string>;

const MARKING_WORDS = {
  by_name: 'the marker marks the return under their own name',
  nameless: 'the marker has the refund asked for, with no marker on record',
  made_up: 'the marker has the refund asked for under a name that nobody has',
  program: 'the marker has the refund asked for under the name of a program',
  by_honest: 'an honest clerk is fooled and marks the return',
  instant: 'the refund is asked for at the carrier’s first scan; nobody marked anything',
} as const satisfies Record<Marking, string>;

/** Returns a proof as a person would read it, in lines: a table of the bands, then the cheapest attack of each. */
export function describeProof(
  proof: CollusionProof,
  policy: Policy,
  without: readonly RemovableRule[],
): readonly string[] {
  return [
    `Policy ${policy.version}: the fewest people other than the marker who must lie before a false return passes by itself.`,
    ...notListenedTo(without),
    '',
    ...tableOf(proof, policy),
    '',
    ...secondClaimLines(proof),
    '',
    'The cheapest attacks:',
    ...cheapestAttacks(proof, policy),
  ];
}

/** Returns which rules were left out, if any. */
export function notListenedTo(without: readonly RemovableRule[]): readonly string[] {
  const silent = without.flatMap((rule) => RULE_REASONS[rule]);
  return silent.length === 0 ? [] : [`Not listened to: ${without.join(', ')} (${silent.join(', ')}).`];
}

/** Returns the cheapest attack of each band, action by action. */
export function cheapestAttacks({ bands }: Pick<CollusionProof, 'bands'>, policy: Policy): readonly string[] {
  return bands.flatMap(({ band, results }) =>
    results.flatMap((result) => ['', ...attackLines(band, result, policy)]),
  );
}

/** Returns what was found and what is demanded, a band a line. */
export function tableOf({ bands }: Pick<CollusionProof, 'bands'>, policy: Policy): readonly string[] {
  const rows = bands.map(({ band, results }) => [
    rangeOf(band, policy),
    ...results.flatMap(({ found, demanded }) => [
      peopleOf(found),
      String(demanded),
      verdictOf(found, demanded),
    ]),
  ]);
  const first = bands[0]?.results ?? [];
  const heads = ['value', ...first.flatMap(({ truth }) => [TRUTH_WORDS[truth], 'demanded', ''])];
  const all = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Returns what becomes of a second refund of the same goods. */
export function secondClaimLines({ secondClaims }: Pick<CollusionProof, 'secondClaims'>): readonly string[] {
  const passing = secondClaims.filter(({ stoppedBy }) => stoppedBy.length === 0);
  const wordsOf = ({ first, claim }: SecondClaim) => `${claim} after one that was ${first}`;
  const same = passing.filter(({ line }) => line === 'same').map(wordsOf);
  const other = passing.some(({ line }) => line === 'other');
  return [
    `A second refund of the same line: ${same.length === 0 ? 'stopped, whatever it claims' : `NOT STOPPED: ${same.join(', ')}`}`,
    `The same goods under another line id: ${other ? 'not stopped by the order; the gate does not know its lines' : 'stopped'}`,
  ];
}

function verdictOf(found: number, demanded: number): string {
  return found >= demanded ? 'met' : 'NOT MET';
}

function peopleOf(found: number): string {
  return found > MAX_PEOPLE ? `over ${MAX_PEOPLE}` : String(found);
}

/** Returns the values of a band in words. */
export function rangeOf({ fromMinor, toMinor }: Band, { base }: Policy): string {
  const from = formatMoney({ currency: base, minor: fromMinor });
  return `${from} to ${formatMoney({ currency: base, minor: toMinor }).slice(base.length + 1)}`;
}

function attackLines(band: Band, { truth, found, attack }: Result, policy: Policy): readonly string[] {
  const head = `${rangeOf(band, policy)}, ${TRUTH_WORDS[truth]}: ${peopleOf(found)}`;
  return attack === null ? [head] : [head, ...stepsOf(attack).map((step) => `  - ${step}`)];
}

/** Returns what is done in an attempt, one action a line. */
export function stepsOf({ asking, deeds, also = [] }: Attempt): readonly string[] {
  const { goods, request } = asking;
  const { approvedBy, session, siteId } = request;
  return [
    ...(goods.serials ? [] : ['the goods have no serial numbers on record']),
    ...(goods.weight ? [] : ['the goods have no weight on record']),
    MARKING_WORDS[asking.marking],
    ...(approvedBy === undefined ? [] : [`${approvedBy} approves it`]),
    ...(session?.deviceId === CUSTOMER_DEVICE ? ['it is asked for on the customer’s device'] : []),
    ...(session === undefined && siteId === undefined ? ['the request names no session and no site'] : []),
    ...also,
    ...deeds.map(deedLine),
  ];
}

function deedLine({ by, scan }: Deed): string {
  const { attestor, step, disposition, serials, grams, voids, eventId } = scan;
  const what = [
    ...(voids === true ? [`declares ${eventId ?? 'a scan'} wrong`] : []),
    ...(step === undefined ? [] : [step]),
    ...(disposition === undefined ? [] : [disposition]),
    ...(serials === undefined ? [] : [`serials ${serials.join(' and ')}`]),
    ...(grams === undefined ? [] : [`${grams} g`]),
  ];
  const device = attestor.deviceId === CUSTOMER_DEVICE ? ' on the customer’s device' : '';
  const capture = attestor.capture === undefined ? '' : `, ${attestor.capture}`;
  const { source } = senderIn(scan.key);
  const through = source === NO_SOURCE ? '' : `, through ${source}`;
  return `${by}: ${what.join(', ')} (as ${attestor.class} ${attestor.id}${capture}${device}${through})`;
}
