import type { Policy } from '../domain/policy/policy.ts';
import { bandEdges, type Unreachable, unreachableDemands } from '../domain/producers/reach.ts';
import { formatMoney } from '../domain/shared/money.ts';

/** What a site lacks, in words. */
const LACKS: Readonly<Record<Unreachable, string>> = {
  E01_NO_INDEPENDENT_SCAN: 'an independent scan',
  E02_CONTENT_NOT_VOUCHED: 'a witness of the content',
  E03_TOO_FEW_ATTESTORS: 'enough independent witnesses',
  E13_ONE_SOURCE: 'a second group of sources that vouches or supports',
};

/**
 * Returns the values of returns at a site that its sources can never support, one band a line. A person has to decide those.
 * @param policy - with the register in it.
 */
export function describeReach(policy: Policy, siteId: string | undefined): readonly string[] {
  const bands: Band[] = [];
  for (const fromMinor of bandEdges(policy)) {
    const lacks = unreachableDemands(policy, siteId, fromMinor)
      .map((demand) => LACKS[demand])
      .join(', ');
    if (bands.at(-1)?.lacks !== lacks) bands.push({ fromMinor, lacks });
  }
  return bands.flatMap(({ fromMinor, lacks }, at) => {
    if (lacks === '') return [];
    const next = bands[at + 1];
    const to = next === undefined ? '' : ` to below ${amountOf(policy, next.fromMinor)}`;
    return [`  returns from ${amountOf(policy, fromMinor)}${to} go to a person: the site lacks ${lacks}`];
  });
}

interface Band {
  readonly fromMinor: number;
  readonly lacks: string;
}

function amountOf({ base }: Policy, minor: number): string {
  return formatMoney({ currency: base, minor });
}
