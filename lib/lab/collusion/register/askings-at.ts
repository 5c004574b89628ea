import { NOBODY } from '../../../domain/evidence/people.ts';
import type { RefundRequest } from '../../../domain/refund/refund-request.ts';
import type { Goods } from '../acts.ts';
import { linesOf } from '../acts.ts';
import { parsed } from '../gate.ts';
import { stationOf } from '../identities.ts';
import { judgeScans, objectionsToPeople, type Rules } from '../judge.ts';
import { CUSTOMER_DEVICE, HONEST } from '../parties.ts';
import { type Asking, askedOf, type Marking, markedBy } from '../requests.ts';
import type { Player } from './cast.ts';
import type { Place } from './place.ts';

/** One way to ask for a refund at a place, and the source that asks. */
export interface SentAsking extends Asking {
  readonly source: string;
}

/**
 * Returns every request that could be brought about at a place: each marking through each source that asks, once with all that
 * may be left out left out, and once with every field that a producer may promise.
 */
export function askingsAt(
  place: Place,
  one: {
    readonly baseMinor: number;
    readonly goods: Goods;
    readonly markings: readonly Marking[];
    readonly marker: Player;
    readonly rules: Rules;
  },
): readonly SentAsking[] {
  const { baseMinor, goods, markings, marker, rules } = one;
  const amount = { currency: rules.policy.base, minor: baseMinor };
  return place.askers.flatMap(({ source }) =>
    markings.flatMap((marking) =>
      [bareRequest, wholeRequest].flatMap((requestOf): readonly SentAsking[] => {
        const data = {
          ...requestOf({ marking, goods, marker }),
          siteId: place.siteId,
          amount,
          captured: amount,
        };
        const event = parsed('refundgate.refund.requested.v1', data, { source });
        if (rules.gate.whyRejected({ policy: place.policy }, event).length > 0) return [];
        const request = rules.gate.readRequest(event.data);
        if (objectionsToPeople(request, rules).length > 0 || breaksPromise(request, source, rules)) return [];
        return [{ marking, goods, source, request }];
      }),
    ),
  );
}

interface Asked {
  readonly marking: Marking;
  readonly goods: Goods;
  readonly marker: Player;
}

function bareRequest({ marking, goods, marker }: Asked) {
  const { links: _, ...asked } = askedOf(goods);
  const lines = asked.lines.map(({ shippedQuantity, ...line }) => line);
  return { ...asked, lines, trigger: triggerOf(marking), markedBy: markerOf(marking, marker) };
}

function wholeRequest({ marking, goods, marker }: Asked) {
  return {
    ...askedOf(goods),
    lines: linesOf(goods).map((line) => ({ ...line, category: 'tablet' })),
    trigger: triggerOf(marking),
    markedBy: markerOf(marking, marker),
    approvedBy: HONEST.supervisor,
    session: {
      deviceId: stationOf(marking === 'by_honest' ? HONEST.receiver : marker.id),
      newDevice: false,
      offShift: false,
      wrongSite: false,
    },
    links: { address: 'adr_1', device: CUSTOMER_DEVICE, instrument: 'ins_1' },
    payout: { instrument: 'ins_1' },
    customerOrders: 12,
    attachments: [{ kind: 'other', sha256: '0'.repeat(64) }],
  };
}

/** No scan makes up for a field that is missing from the request. */
function breaksPromise(request: RefundRequest, source: string, rules: Rules): boolean {
  const { objections } = judgeScans(request, [], rules, { people: NOBODY, askedBy: { source } });
  return objections.includes('M01_PROMISED_FIELD_MISSING');
}

function markerOf(marking: Marking, { id }: Player): string | undefined {
  return marking === 'by_name' ? id : markedBy(marking);
}

function triggerOf(marking: Marking): 'instant' | 'attested' {
  return marking === 'instant' ? 'instant' : 'attested';
}
