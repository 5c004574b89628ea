import * as z from 'zod';
import type { ATTESTOR_CLASSES } from '../domain/evidence/scan.ts';
import { REQUEST_PROMISES, REQUEST_TYPE, SCAN_PROMISES, SCAN_TYPE } from '../domain/producers/promises.ts';
import {
  ANY_CARRIER,
  DIRECTORY,
  EVIDENCE_WORDS,
  LEGS,
  type Producer,
  type Register,
} from '../domain/producers/register.ts';
import { CLAIMS } from '../domain/refund/refund-request.ts';
import { canonicalId } from '../domain/shared/ids.ts';
import type { Unfinished } from '../domain/shared/mutability.ts';
import { idSchema } from './fields.ts';
import { INBOUND_DATA, type InboundType } from './inbound-events.ts';
import { GATE_SOURCE } from './names.ts';

/** The types of event that a producer may send. Reviews come from the review function, and the clock ticks only in a replay. */
export const PRODUCED_TYPES = Object.keys(INBOUND_DATA).filter(
  (type): type is InboundType =>
    type !== 'refundgate.review.decided.v1' && type !== 'refundgate.clock.ticked.v1',
);

const accountSchema = z.string().regex(/^\d{12}$/, { error: 'expected the 12 digits of an AWS account' });

const roleSchema = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/, {
  error: 'expected the ARN of a role, such as "arn:aws:iam::111111111111:role/returns"',
});

/** Days, hours and minutes: longer units have no fixed length, and seconds are too short to matter. Source: ISO 8601. */
const durationSchema = z.string().regex(/^P(?=\d|T\d)(?:\d{1,3}D)?(?:T(?=\d)(?:\d{1,3}H)?(?:\d{1,3}M)?)?$/, {
  error: 'expected an ISO 8601 duration of days, hours and minutes, such as "PT10M", "PT2H" or "P1D"',
});

const sourceSchema = z
  .string()
  .regex(/^[\x21-\x29\x2b-\x7e]{1,256}$/, {
    error: 'a source is 1 to 256 visible ASCII characters without "*"',
  })
  .refine((source) => source !== GATE_SOURCE, { error: `"${GATE_SOURCE}" is the gate itself` });

const idsSchema = z
  .array(idSchema)
  .min(1)
  .transform((ids) => ids.map(canonicalId));

const carriersSchema = z.union([idsSchema, z.tuple([z.literal(ANY_CARRIER)])], {
  error: `expected a list of carrier ids, or ["${ANY_CARRIER}"] for every carrier`,
});

const listedSchema = z
  .array(idSchema, { error: 'expected a list of ids, one by one' })
  .min(1)
  .transform((ids) => ids.map(canonicalId));

const attestorsSchema = z.strictObject({
  carrier: carriersSchema.optional(),
  site: z
    .union([z.literal(DIRECTORY), idsSchema], {
      error: `expected "${DIRECTORY}" for every employee, or a list of employee ids`,
    })
    .optional(),
  sensor: listedSchema.optional(),
  organization: listedSchema.optional(),
  system: listedSchema.optional(),
  customer: listedSchema.optional(),
} satisfies Record<(typeof ATTESTOR_CLASSES)[number], z.ZodType>);

const producerSchema = z
  .strictObject({
    source: sourceSchema,
    accounts: z.array(accountSchema).min(1).optional(),
    roles: z.array(roleSchema).min(1).optional(),
    types: z.array(z.enum(PRODUCED_TYPES)).min(1),
    claims: z.array(z.enum(CLAIMS)).min(1).optional(),
    always: z
      .strictObject({
        [REQUEST_TYPE]: z.array(z.enum(REQUEST_PROMISES)).optional(),
        [SCAN_TYPE]: z.array(z.enum(SCAN_PROMISES)).optional(),
      })
      .optional(),
    attestors: attestorsSchema.optional(),
    legs: z.array(z.enum(LEGS)).min(1).optional(),
    sites: idsSchema.optional(),
    evidence: z.array(z.enum(EVIDENCE_WORDS)).optional(),
    delay: durationSchema.optional(),
    quietFor: durationSchema.optional(),
    completeFor: idsSchema.optional(),
  })
  .superRefine((producer, context) => {
    const refuse = (field: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [field], message });
    };
    const { types, claims, always, attestors, evidence, completeFor } = producer;
    if (claims !== undefined && !types.includes(REQUEST_TYPE))
      refuse('claims', `needs the type ${REQUEST_TYPE}`);
    for (const type of [REQUEST_TYPE, SCAN_TYPE] as const) {
      if (always?.[type] !== undefined && !types.includes(type))
        refuse('always', `promises fields of ${type}, which is not among its types`);
    }
    const isScanner = types.includes(SCAN_TYPE);
    if (!isScanner && attestors !== undefined) refuse('attestors', `needs the type ${SCAN_TYPE}`);
    if (!isScanner && evidence !== undefined) refuse('evidence', `needs the type ${SCAN_TYPE}`);
    if (isScanner && attestors === undefined)
      refuse('attestors', 'a producer of scans names who vouches through it, by class');
    if (completeFor !== undefined && !types.includes('refundgate.employee.updated.v1')) {
      refuse('completeFor', 'needs the type refundgate.employee.updated.v1');
    }
  });

/** The schema of a producers register as people write it. An unknown field is refused. */
export const registerDocumentSchema = z
  .strictObject({
    version: z.string().min(1).max(64).optional(),
    producers: z.array(producerSchema).min(1),
  })
  .superRefine(({ producers }, context) => {
    const seen = new Set<string>();
    for (const [at, { source }] of producers.entries()) {
      if (seen.has(source)) {
        context.addIssue({
          code: 'custom',
          path: ['producers', at, 'source'],
          message: `"${source}" comes twice`,
        });
      }
      seen.add(source);
    }
  });

/** A producers register as people write it, parsed. */
export type RegisterDocument = z.infer<typeof registerDocumentSchema>;

/** One producer of a register as people write it. */
export type DeclaredProducer = RegisterDocument['producers'][number];

/** The version of a register that does not state one. The hash of the policy that it becomes part of names its content. */
const UNVERSIONED = 'unversioned';

/** Returns the part of a register that the judgement reads. */
export function judgingHalf({ version = UNVERSIONED, producers }: RegisterDocument): Register {
  const groups = groupsOf(producers);
  return {
    version,
    producers: producers.map((declared) => judged(declared, groups.get(declared.source) ?? declared.source)),
  };
}

/** The accounts that may send as each source, by source: those that it lists, and those of its roles. */
export type AccountsBySource = Readonly<Record<string, readonly string[]>>;

/** Returns the account of a role. */
function accountOf(role: string): string {
  return role.split(':')[4] ?? '';
}

/** Returns the accounts that may send as each source. A source that lists neither accounts nor roles is left out. */
export function accountsOf({ producers }: RegisterDocument): AccountsBySource {
  return Object.fromEntries(
    producers.flatMap(({ source, accounts = [], roles = [] }) => {
      const ids = new Set([...accounts, ...roles.map(accountOf)]);
      return ids.size === 0 ? [] : [[source, [...ids]]];
    }),
  );
}

function judged({ accounts, roles, delay, quietFor, ...rest }: DeclaredProducer, group: string): Producer {
  const { source, types, claims, always, attestors, legs, sites, evidence, completeFor } = rest;
  const producer: Unfinished<Producer> = { source, group, types, delayHours: hoursOf(delay) };
  if (claims !== undefined) producer.claims = claims;
  if (always !== undefined) producer.always = present(always);
  if (attestors !== undefined) producer.attestors = present(attestors);
  if (legs !== undefined) producer.legs = legs;
  if (sites !== undefined) producer.sites = sites;
  if (evidence !== undefined) producer.evidence = evidence;
  if (quietFor !== undefined) producer.quietHours = hoursOf(quietFor);
  if (completeFor !== undefined) producer.completeFor = completeFor;
  return producer;
}

/** Returns an object without the fields that are undefined: the policy's hash is made of its JSON. */
function present<Value>(
  fields: Readonly<Record<string, Value | undefined>>,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/**
 * Returns the group of each source, named by its first source: sources that list the same account or the same role are
 * one group, and so on from one to the next. Different roles of one account are different groups, unless a source lists
 * the whole account.
 */
function groupsOf(producers: readonly DeclaredProducer[]): ReadonlyMap<string, string> {
  const groups = new Map(producers.map(({ source }) => [source, source]));
  const firstWith = new Map<string, string>();
  const whole = new Set(producers.flatMap(({ accounts = [] }) => accounts));
  for (const { source, accounts = [], roles = [] } of producers) {
    // A role may also send as a source that lists its whole account.
    const shared = roles.map(accountOf).filter((account) => whole.has(account));
    for (const who of [...accounts, ...roles, ...shared]) {
      const first = firstWith.get(who);
      if (first === undefined) firstWith.set(who, source);
      else merge(groups, first, source);
    }
  }
  return groups;
}

function merge(groups: Map<string, string>, first: string, second: string): void {
  const both = new Set([groups.get(first), groups.get(second)]);
  // The map is in the order of the register, so its first source names the group.
  const [kept = first, gone = kept] = [...groups.keys()].filter((source) => both.has(source));
  for (const [source, group] of groups) if (group === gone) groups.set(source, kept);
}

/** Returns the hours of an ISO 8601 duration of days, hours and minutes; 0 if there is none. */
function hoursOf(duration = ''): number {
  const amount = (unit: string): number => Number(new RegExp(`(\\d+)${unit}`).exec(duration)?.[1] ?? 0);
  return amount('D') * 24 + amount('H') + amount('M') / 60;
}
