import type * as z from 'zod';
import { canonicalLogin } from '../domain/refund/logins.ts';
import type { RefundRequest } from '../domain/refund/refund-request.ts';
import type { SubjectRef } from '../domain/refund/subject.ts';
import { canonicalId } from '../domain/shared/ids.ts';
import { withoutAbsent } from './absent.ts';
import { canonicalInstant } from './fields.ts';
import type { INBOUND_DATA, InboundType } from './inbound-events.ts';

type Data<Type extends InboundType> = z.infer<(typeof INBOUND_DATA)[Type]>;

/** How the data of each type of event is read once its schema has parsed it: ids in canonical form, times in UTC. */
export const READ_DATA: { readonly [Type in InboundType]: (data: Data<Type>) => unknown } = {
  'refundgate.refund.requested.v1': readRequest,
  'refundgate.scan.recorded.v1': (scan) => scan,
  'refundgate.employee.updated.v1': (employee) => ({
    ...employee,
    employeeId: canonicalId(employee.employeeId),
    siteId: canonicalId(employee.siteId),
    managerId: employee.managerId && canonicalId(employee.managerId),
    teamId: employee.teamId && canonicalId(employee.teamId),
    ...(employee.logins === undefined
      ? {}
      : { logins: employee.logins.map((login) => canonicalLogin(login) ?? login) }),
    by: canonicalId(employee.by),
    ...(employee.since === undefined ? {} : { since: canonicalInstant(employee.since) }),
  }),
  'refundgate.review.decided.v1': (review) => ({ ...review, reviewerId: canonicalId(review.reviewerId) }),
  'refundgate.subject.flagged.v1': ({ until, ...flagged }) => ({
    ...readSaid(flagged),
    ...(until === undefined ? {} : { until: canonicalInstant(until) }),
  }),
  'refundgate.subject.cleared.v1': readSaid,
  'refundgate.subject.shared.v1': readSaid,
  'refundgate.clock.ticked.v1': (tick) => tick,
};

/** Orders are compared as they are spelled; people and all other subjects are not. */
function readSaid<Said extends { readonly subject: SubjectRef; readonly by?: string | undefined }>({
  subject: { kind, id },
  by,
  ...said
}: Said) {
  const subject = { kind, id: kind === 'order' ? id : canonicalId(id) };
  return { ...said, subject, ...(by === undefined ? {} : { by: canonicalId(by) }) };
}

/** Returns a refund as the gate keeps it. What was sent in another spelling than it is compared in is kept with it. */
function readRequest(sent: Data<'refundgate.refund.requested.v1'>): RefundRequest {
  // Nearly every request is sent as it is kept.
  if (isAsKept(sent)) return sent;
  const spelled: Record<string, string> = {};
  const name = (id: string | undefined): string | undefined => {
    if (id === undefined) return undefined;
    const canonical = canonicalId(id);
    if (canonical !== id) spelled[canonical] = id;
    return canonical;
  };
  const { session, links, payout, attachments } = sent;
  const request = withoutAbsent({
    ...sent,
    customerId: name(sent.customerId),
    markedBy: name(sent.markedBy),
    approvedBy: name(sent.approvedBy),
    siteId: name(sent.siteId),
    session: { ...session, deviceId: name(session?.deviceId) },
    links: {
      address: name(links?.address),
      device: name(links?.device),
      instrument: name(links?.instrument),
    },
    payout: { ...payout, instrument: name(payout?.instrument) },
    attachments: attachments?.map(({ kind, sha256 }) => ({ kind, sha256: sha256.toLowerCase() })),
    spelled,
  });
  // Only what may be left out was: the schema has parsed the rest.
  return request as RefundRequest;
}

function isAsKept({
  session,
  links,
  payout,
  attachments,
  lines,
  ...sent
}: Data<'refundgate.refund.requested.v1'>): boolean {
  const names = [
    sent.customerId,
    sent.markedBy,
    sent.approvedBy,
    sent.siteId,
    session?.deviceId,
    payout?.instrument,
  ];
  const all = [...names, links?.address, links?.device, links?.instrument];
  return (
    attachments === undefined &&
    all.every((id) => id === undefined || id === canonicalId(id)) &&
    [session, links, payout].every((part) => part === undefined || Object.keys(part).length > 0) &&
    lines.every(({ serials }) => serials === undefined || serials.length > 0)
  );
}
