import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { embeddedGate, invokeStep } from '../../lib/cli/invoke-step.ts';
import { resourceNames } from '../../lib/contracts/names.ts';
import { STEPS, type StepId } from '../../lib/contracts/steps.ts';
import { EventBuilder } from '../../lib/demo/event-builders.ts';
import { STORY_START, story } from '../../lib/demo/story.ts';
import { PERMISSIONS } from '../../lib/infra/permissions.ts';
import { startTestGate, type Workbench, workbench } from './test-gate.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await workbench();
});

afterAll(() => bench.clean());

/** Item operations on the wire, in the words of the permissions' table. */
const VERBS: Readonly<Record<string, string>> = {
  GetItem: 'get',
  PutItem: 'put',
  UpdateItem: 'update',
  Query: 'query',
};

const requestSchema = z.looseObject({
  IndexName: z.string().optional(),
  Key: z.object({ pk: z.object({ S: z.string() }) }).optional(),
  Item: z.looseObject({ pk: z.object({ S: z.string() }) }).optional(),
  ExpressionAttributeValues: z.record(z.string(), z.looseObject({ S: z.string().optional() })).optional(),
  Entries: z.array(z.looseObject({ DetailType: z.string() })).optional(),
});

const ALL_STEPS = Object.keys(STEPS).filter((id): id is StepId => Object.hasOwn(STEPS, id));
const STEP_OF = new Map(ALL_STEPS.map((step) => [resourceNames().lambda(step), step]));

/** What one request does, as `verb KEY#`, `list due`, `publish TYPE` or the operation's own name. */
function deedsOf(target: string, body: string): readonly string[] {
  const request = requestSchema.parse(JSON.parse(body));
  const operation = target.split('.')[1] ?? '';
  if (operation === 'PutEvents') return (request.Entries ?? []).map((entry) => `publish ${entry.DetailType}`);
  const verb = VERBS[operation];
  if (verb === undefined) return [operation];
  if (request.IndexName !== undefined) return [`list ${request.IndexName}`];
  const queried = request.ExpressionAttributeValues?.[':pk']?.S;
  const key = request.Key?.pk.S ?? request.Item?.pk.S ?? queried ?? '';
  return [`${verb} ${key.replace(/#.*$/s, '#')}`];
}

function allowedTo(step: StepId): ReadonlySet<string> {
  const {
    items = {},
    publishes = [],
    listsDue,
    startsGate,
    answersReview,
    readsAuditKey,
  } = PERMISSIONS[step];
  return new Set([
    ...Object.entries(items).flatMap(([key, verbs]) => verbs.map((verb) => `${verb} ${key}`)),
    ...publishes.map((type) => `publish ${type}`),
    ...(listsDue === true ? ['list due'] : []),
    ...(startsGate === true ? ['StartExecution'] : []),
    ...(readsAuditKey === true ? ['GetSecretValue'] : []),
    ...(answersReview === true ? ['SendTaskSuccess'] : []),
  ]);
}

test('gives every function the rights it uses: the embedded AWS does not enforce IAM, so this does', async () => {
  const used = new Map<StepId, Set<string>>(ALL_STEPS.map((step) => [step, new Set()]));
  const { aws, put } = await startTestGate(bench, STORY_START, {
    onRequest: (request, caller) => {
      const step = STEP_OF.get(caller);
      const target = request.headers['x-amz-target'];
      if (step === undefined || target === undefined) return;
      for (const deed of deedsOf(target, request.body)) used.get(step)?.add(deed);
    },
  });
  try {
    for (const event of story().flatMap((scene) => scene.events)) {
      const at = new Date(event.time);
      if (at > aws.clock.now()) await aws.clock.advanceTo(at);
      if (!event.type.includes('clock')) await put([event]);
      await aws.settle();
    }
    const build = new EventBuilder('flags');
    const flagged = (kind: string) =>
      build.event('subject.flagged', aws.clock.now(), { subject: { kind, id: 'x' }, reason: 'test' });
    await put(['customer', 'order', 'site'].map(flagged));
    const employee = {
      employeeId: 'emp_1',
      role: 'clerk',
      siteId: 's',
      country: 'DE',
      status: 'active',
      by: 'hr',
    };
    await put([build.event('employee.updated', aws.clock.now(), employee)]);
    const [line] = [{ lineId: '1', sku: 'MUG', quantity: 1, shippedQuantity: 1 }];
    const amount = { currency: 'EUR', minor: 900 };
    const parties = { refundId: 're_photo', orderId: 'o_photo', customerId: 'c_photo', country: 'DE' };
    const attachments = [{ kind: 'photo', sha256: '5f'.repeat(32) }] as const;
    const damaged = { claim: 'damaged', amount, captured: amount, trigger: 'instant', attachments } as const;
    await put([build.refund(aws.clock.now(), { ...parties, ...damaged, lines: [line] })]);
    const unlisted = { ...parties, refundId: 're_unlisted', orderId: 'o_unlisted', markedBy: 'emp_unlisted' };
    const returned = { claim: 'returned', amount, captured: amount, trigger: 'attested' } as const;
    await put([build.refund(aws.clock.now(), { ...unlisted, ...returned, lines: [line] })]);
    const invoke = invokeStep(embeddedGate(aws.endpoint));
    const review = (refundId: string, decision: string) =>
      invoke('review-refund', { refundId, reviewerId: 'rev_1', decision, verdict: 'other' });
    await invoke('manage-stops', { action: 'stop', scope: 'order:o_ipads', person: 'ann' });
    await review('re_ipads', 'approve');
    await review('re_twice', 'deny');
    await aws.settle();
    await aws.clock.advance(24 * 3_600_000);
    await aws.settle();
    await aws.invokeSchedule('refund-gate-nightly');
    await aws.settle();
  } finally {
    await aws.stop();
  }
  const missing = ALL_STEPS.flatMap((step) => {
    const allowed = allowedTo(step);
    return [...(used.get(step) ?? [])].filter((deed) => !allowed.has(deed)).map((deed) => `${step}: ${deed}`);
  });
  expect(missing).toStrictEqual([]);
  expect(ALL_STEPS.filter((step) => used.get(step)?.size === 0)).toStrictEqual([]);
});
