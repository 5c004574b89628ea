import { policySchema } from '../../contracts/policy-document.ts';
import type { Attestor, Scan } from '../../domain/evidence/scan.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { OrderClaim } from '../../domain/refund/order-claims.ts';
import { parseScope, type Stop, type StopScope } from '../../domain/refund/stops.ts';
import type { EmployeeRecord, SubjectFlag } from '../../domain/refund/subject.ts';
import {
  type Check,
  isBoolean,
  isInstant,
  isNumber,
  isText,
  isWhole,
  listOf,
  oneOf,
  optional,
  recordOf,
  shapeOf,
} from './item-checks.ts';

/** Answers whether a value is the class of an attestor. */
export const isAttestorClass = oneOf<Attestor['class']>({
  carrier: true,
  site: true,
  sensor: true,
  system: true,
  customer: true,
});

/** Answers whether a value is a scan. */
export const isScan = shapeOf<Scan>({
  key: isText,
  id: isText,
  eventId: optional(isText),
  at: isInstant,
  step: optional(isText),
  disposition: optional(isText),
  attestor: shapeOf<Attestor>({
    class: isAttestorClass,
    id: isText,
    deviceId: optional(isText),
    sessionId: optional(isText),
    capture: optional(oneOf<NonNullable<Attestor['capture']>>({ scanned: true, keyed: true, api: true })),
  }),
  grams: optional(isNumber),
  serials: optional(listOf(isText)),
  delivery: optional(
    shapeOf<NonNullable<Scan['delivery']>>({
      gps: optional(isBoolean),
      photo: optional(isBoolean),
      pin: optional(isBoolean),
    }),
  ),
  photos: optional(listOf(isText)),
  voids: optional(isBoolean),
});

/** Answers whether a value is a claim on an order. */
export const isOrderClaim = shapeOf<OrderClaim>({
  refundId: isText,
  amountMinor: isWhole,
  capturedMinor: isWhole,
  units: recordOf(isWhole),
});

/** Answers whether a value is a subject's flag. */
export const isSubjectFlag = shapeOf<SubjectFlag>({
  state: oneOf<SubjectFlag['state']>({ flagged: true, cleared: true }),
  at: isInstant,
  reason: optional(isText),
  until: optional(isInstant),
});

/** Answers whether a value is what the gate heard of an employee. */
export const isEmployeeRecord = shapeOf<EmployeeRecord>({
  role: oneOf<EmployeeRecord['role']>({
    clerk: true,
    inspector: true,
    stower: true,
    agent: true,
    supervisor: true,
    reviewer: true,
  }),
  siteId: isText,
  country: isText,
  managerId: optional(isText),
  teamId: optional(isText),
  status: oneOf<EmployeeRecord['status']>({
    active: true,
    suspended: true,
    compromised: true,
    confirmed_insider: true,
  }),
  at: isInstant,
});

const isScope: Check<StopScope> = (value): value is StopScope => isText(value) && parseScope(value) === value;

/** Answers whether a value is a kill switch. */
export const isStop = shapeOf<Stop>({
  scope: isScope,
  setBy: isText,
  setAt: isInstant,
  reason: isText,
  until: optional(isInstant),
  liftAskedBy: optional(isText),
  origin: oneOf<Stop['origin']>({ person: true, event: true }),
});

/** Answers whether a value is a policy; one that lacks a number the judgement uses, or has one it does not know, is none. */
export const isPolicy: Check<Policy> = (value): value is Policy => policySchema.safeParse(value).success;
