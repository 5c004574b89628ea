import type { RefundLine, RefundRequest } from '../../domain/refund/refund-request.ts';
import type { Money } from '../../domain/shared/money.ts';
import { isRecord } from './item-checks.ts';
import { eachOf, type FieldOrder, pack, unpack, withField } from './packed.ts';

type RequestBody = Omit<RefundRequest, 'refundId'>;
type Part<Field extends keyof RefundRequest> = NonNullable<RefundRequest[Field]>;

const REQUEST_ORDER: FieldOrder<RequestBody> = {
  orderId: true,
  customerId: true,
  country: true,
  claim: true,
  amount: true,
  captured: true,
  lines: true,
  trigger: true,
  rmaId: true,
  markedBy: true,
  approvedBy: true,
  siteId: true,
  session: true,
  links: true,
  payout: true,
  customerOrders: true,
  attachments: true,
};

const MONEY_ORDER: FieldOrder<Money> = { currency: true, minor: true };

const LINE_ORDER: FieldOrder<RefundLine> = {
  lineId: true,
  sku: true,
  quantity: true,
  shippedQuantity: true,
  serials: true,
  shippedWeightGrams: true,
  category: true,
};

const SESSION_ORDER: FieldOrder<Part<'session'>> = {
  deviceId: true,
  newDevice: true,
  offShift: true,
  wrongSite: true,
};

const LINKS_ORDER: FieldOrder<Part<'links'>> = { address: true, device: true, instrument: true };
const PAYOUT_ORDER: FieldOrder<Part<'payout'>> = { instrument: true, original: true };
const ATTACHMENT_ORDER: FieldOrder<Part<'attachments'>[number]> = { kind: true, sha256: true };

/** The parts of a request that are objects themselves. */
const PARTS = {
  amount: MONEY_ORDER,
  captured: MONEY_ORDER,
  session: SESSION_ORDER,
  links: LINKS_ORDER,
  payout: PAYOUT_ORDER,
} as const;

/** The parts of a request that are lists of objects. */
const LISTS = { lines: LINE_ORDER, attachments: ATTACHMENT_ORDER } as const;

/** Answers a request as a list: it is written with each change of its refund, and names would be a third of it. */
export function packRequest(request: RequestBody): readonly unknown[] {
  const { amount, captured, lines, session, links, payout, attachments } = request;
  return pack(REQUEST_ORDER, {
    ...request,
    amount: pack(MONEY_ORDER, amount),
    captured: pack(MONEY_ORDER, captured),
    lines: lines.map((one) => pack(LINE_ORDER, one)),
    session: session && pack(SESSION_ORDER, session),
    links: links && pack(LINKS_ORDER, links),
    payout: payout && pack(PAYOUT_ORDER, payout),
    attachments: attachments?.map((one) => pack(ATTACHMENT_ORDER, one)),
  });
}

/** Answers a list as the request it was packed from; what is none is answered as something a check refuses. */
export function unpackRequest(list: unknown): unknown {
  let request = unpack(REQUEST_ORDER, list);
  if (!isRecord(request)) return request;
  for (const [part, order] of Object.entries(PARTS)) {
    request = withField(request, part, (one) => unpack(order, one));
  }
  for (const [part, order] of Object.entries(LISTS)) {
    request = withField(request, part, (ones) => eachOf(ones, (one) => unpack(order, one)));
  }
  return request;
}
