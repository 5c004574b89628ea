import type { Policy } from '../../../domain/policy/policy.ts';
import { formatMoney } from '../../../domain/shared/money.ts';
import { describeReach } from '../../../producers/describe-reach.ts';
import { cheapestAttacks, notListenedTo, rangeOf, secondClaimLines, tableOf } from '../describe-proof.ts';
import type { RemovableRule } from '../judge.ts';
import { twoGroupsFromMinor } from './demands.ts';
import { placeName, registerAt } from './place.ts';
import type { PlaceProof, RegisterProof } from './prove-register.ts';

/**
 * Returns a proof as a person would read it: for each site a table of the bands and the values it cannot support, then the cheapest
 * attacks. Sites of which all this is the same are told together, with the attacks on the first.
 */
export function describeRegisterProof(
  { places, secondClaims }: RegisterProof,
  policy: Policy,
  without: readonly RemovableRule[],
): readonly string[] {
  const version = places[0] === undefined ? '' : registerAt(places[0].place).version;
  const alike = [...Map.groupBy(places, (one) => summaryOf(one, policy).join('\n'))];
  return [
    `Policy ${policy.version}, register ${version}: the fewest people or accounts other than the marker that must lie before a false return passes by itself.`,
    ...notListenedTo(without),
    ...alike.flatMap(([summary, same]) => ['', `${headOf(same)}:`, summary]),
    '',
    ...secondClaimLines({ secondClaims }),
    ...alike.flatMap(([, [first, ...others]]) =>
      first === undefined
        ? []
        : ['', `The cheapest attacks. ${headOf([first, ...others])}:`, ...attacksOf(first, policy)],
    ),
  ];
}

function headOf(places: readonly PlaceProof[]): string {
  return places
    .map(({ place }) => placeName(place))
    .map((name, at) => (at === 0 ? name : `${name[0]?.toLowerCase() ?? ''}${name.slice(1)}`))
    .join(', ');
}

const NOT_ASKED =
  '  nothing passes: each request that could be made lacks a field that its source promises, or may not be made';

function attacksOf(one: PlaceProof, policy: Policy): readonly string[] {
  return one.isAskedFor ? cheapestAttacks(one, policy) : [NOT_ASKED];
}

function summaryOf(one: PlaceProof, policy: Policy): readonly string[] {
  if (!one.isAskedFor) return [NOT_ASKED];
  return [...tableOf(one, policy), ...aloneLines(one, policy), ...describeReach(policy, one.place.siteId)];
}

/** What one account reaches without anybody else's scans, if nothing came. */
function aloneLines({ alone }: PlaceProof, policy: Policy): readonly string[] {
  const from = formatMoney({ currency: policy.base, minor: twoGroupsFromMinor(policy) });
  if (alone.length === 0) return [`  if nothing came, no account passes anything alone from ${from} on`];
  return alone.map(({ account, band }) => `  PASSES ALONE: ${account}, ${rangeOf(band, policy)}`);
}
