import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { consoleCaller } from '../../lib/cli/call-console.ts';
import { embeddedGate, invokeStep } from '../../lib/cli/invoke-step.ts';
import { resourceNames } from '../../lib/contracts/names.ts';
import { STEPS, type StepId } from '../../lib/contracts/steps.ts';
import { EventBuilder } from '../../lib/demo/event-builders.ts';
import { STORY_START, story } from '../../lib/demo/story.ts';
import { PERMISSIONS } from '../../lib/infra/permissions.ts';
import { playBatches, throughReplay } from './alike.ts';
import { outcomesBy, startTestGate, type TestGate, type Workbench, workbench } from './test-gate.ts';

const used = new Map<StepId, Set<string>>();
let bench: Workbench;
let gate: TestGate;

const EVENTS = story().flatMap((scene) => scene.events);
const TICKS = EVENTS.filter((event) => event.type === 'refundgate.clock.ticked.v1');

beforeAll(async () => {
  bench = await workbench();
  gate = await startTestGate(bench, STORY_START, { onRequest: noteDeeds });
});

afterAll(async () => {
  await gate.aws.stop();
  await bench.clean();
});

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
    listsReviews,
    calls = [],
    startsGate,
    answersReview,
    readsAuditKey,
  } = PERMISSIONS[step];
  return new Set([
    ...Object.entries(items).flatMap(([key, verbs]) => verbs.map((verb) => `${verb} ${key}`)),
    ...publishes.map((type) => `publish ${type}`),
    ...(listsDue === true ? ['list due'] : []),
    ...(listsReviews === true ? ['list reviews'] : []),
    ...calls.map((called) => `call ${called}`),
    ...(startsGate === true ? ['StartExecution'] : []),
    ...(readsAuditKey === true ? ['GetSecretValue'] : []),
    ...(answersReview === true ? ['SendTaskSuccess'] : []),
  ]);
}

interface Noted {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly path: string;
  readonly body: string;
}

function noteDeeds({ headers, path, body }: Noted, caller: string): void {
  const step = STEP_OF.get(caller);
  const target = headers['x-amz-target'];
  const called = STEP_OF.get(/\/functions\/([^/]+)\/invocations$/.exec(path)?.[1] ?? '');
  if (step === undefined || (target === undefined && called === undefined)) return;
  const deeds = used.get(step) ?? new Set();
  for (const deed of target === undefined ? [`call ${called}`] : deedsOf(target, body)) deeds.add(deed);
  used.set(step, deeds);
}

test('decides the story alike in the deployed system and in a replay', async () => {
  const sent = EVENTS.filter((event) => !TICKS.includes(event));
  const batches = sent.map((event) => ({ at: new Date(event.time), events: [event] }));
  await playBatches(gate, batches, new Date(TICKS.at(-1)?.time ?? STORY_START));
  expect(outcomesBy(gate.lines)).toStrictEqual(outcomesBy(await throughReplay(EVENTS)));
});

/** What the story leaves out, after it: flags, photos, an employee nobody knows and their login, stops, votes and a night. */
async function playTheRest({ aws, put }: TestGate): Promise<void> {
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
    logins: ['ana@example.com'],
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
  await playTheConsole(aws, put);
  const noCase = { employeeId: 'emp_7', caseId: 'case.0', action: 'watch', person: 'rev_1' };
  await invoke('manage-cases', noCase);
  await aws.settle();
  await aws.clock.advance(24 * 3_600_000);
  await aws.settle();
  await aws.invokeSchedule('refund-gate-nightly');
  await aws.settle();
}

/** A supervisor who uses the console as the command line does, signed. */
async function playTheConsole(aws: TestGate['aws'], put: TestGate['put']): Promise<void> {
  const supervisor = {
    employeeId: 'sup_1',
    role: 'supervisor',
    siteId: 'hq',
    country: 'DE',
    status: 'active',
    by: 'hr',
    logins: ['arn:aws:iam::000000000000:user/sue'],
  };
  await put([new EventBuilder('console').event('employee.updated', aws.clock.now(), supervisor)]);
  const credentials = { accessKeyId: 'sue', secretAccessKey: 'local' };
  const call = consoleCaller(aws.apiEndpoint ?? '', { region: 'us-east-1', credentials });
  const decision = { refundId: 're_ipads', decision: 'deny', verdict: 'nothing_arrived' };
  const answers = [
    await call({ path: '/api/queue' }),
    await call({ path: '/api/refund', query: { id: 're_ipads' } }),
    await call({ path: '/api/refund/decide', body: decision }),
    await call({ path: '/api/stops', body: { action: 'stop', scope: 'site:x' } }),
  ];
  expect(answers.map(({ status }) => status)).toStrictEqual([200, 200, 200, 200]);
}

test('gives every function the rights it uses: the embedded AWS does not enforce IAM, so this does', async () => {
  await playTheRest(gate);
  const missing = ALL_STEPS.flatMap((step) => {
    const allowed = allowedTo(step);
    return [...(used.get(step) ?? [])].filter((deed) => !allowed.has(deed)).map((deed) => `${step}: ${deed}`);
  });
  expect(missing).toStrictEqual([]);
  expect(ALL_STEPS.filter((step) => !used.has(step))).toStrictEqual([]);
});
