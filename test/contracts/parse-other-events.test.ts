import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../lib/contracts/parse-event.ts';
import { aCloudEvent } from '../builders.ts';
import { MISSING, NO_IDS, NO_INSTANTS, optional, problemPaths, withField } from './event-surgery.ts';

const IAM = 'arn:aws:iam::123456789012:';
const STS = 'arn:aws:sts::123456789012:';
const LOGINS = [
  'ana@example.com',
  `${IAM}user/Ana`,
  `${STS}assumed-role/AWSReservedSSO_Analyst_0123456789abcdef/Ana@example.com`,
  `${STS}assumed-role/Deploy`,
  'x'.repeat(256),
];

const NO_NOTES = [1, ['x'], 'x'.repeat(2001)];

const employee = aCloudEvent('employee.updated', {
  employeeId: 'emp_7',
  role: 'clerk',
  siteId: 'site_3',
  country: 'DE',
  managerId: 'emp_1',
  teamId: 'team_1',
  logins: LOGINS,
  status: 'active',
  since: '2026-11-01T00:00:00.000Z',
  by: 'hr_1',
  reason: 'joined',
});
const review = aCloudEvent('review.decided', {
  refundId: 're_1',
  reviewerId: 'rev_1',
  decision: 'deny',
  verdict: 'nothing_arrived',
  note: 'the bin was empty',
});
const flagged = aCloudEvent('subject.flagged', {
  subject: { kind: 'device', id: 'dev_1' },
  reason: 'seen in a case',
  until: '2026-12-01T00:00:00.000Z',
  by: 'lp_1',
});
const cleared = aCloudEvent('subject.cleared', {
  subject: { kind: 'sku', id: 'ipad-11' },
  reason: 'case closed',
  by: 'lp_2',
});
const shared = aCloudEvent('subject.shared', {
  subject: { kind: 'employee', id: 'till_3' },
  shared: true,
  by: 'ops_1',
  reason: 'the login of a till',
});
const tick = aCloudEvent('clock.ticked', {});

test.each([employee, review, flagged, cleared, shared, tick])('$type is read as it was written', (event) => {
  const parsed = parseEvent(event);
  expect(parsed.ok && parsed.event.data).toStrictEqual(event.data);
});

describe.each([
  [employee, 'employeeId', NO_IDS],
  [employee, 'role', [MISSING, null, 'boss', 'Clerk', 'constructor']],
  [employee, 'siteId', NO_IDS],
  [employee, 'country', [MISSING, null, 'de', 'DEU']],
  [employee, 'managerId', optional(NO_IDS)],
  [employee, 'teamId', optional(NO_IDS)],
  [employee, 'logins', ['ana@example.com', { 0: 'ana' }, Array.from({ length: 9 }, (_, at) => `ana${at}`)]],
  [employee, 'logins.1', ['', null, 7, 'a b', 'ana\n', 'аna', 'x'.repeat(257)]],
  [
    employee,
    'logins.4',
    [
      `${IAM}root`,
      `${IAM}role/Deploy`,
      `${STS}assumed-role/Deploy/ana`,
      'ARN:aws:iam::123456789012:user/Ana',
    ],
  ],
  [employee, 'status', [MISSING, null, 'left', 'ACTIVE']],
  [employee, 'since', optional(NO_INSTANTS)],
  [employee, 'by', NO_IDS],
  [employee, 'reason', NO_NOTES],
  [review, 'refundId', NO_IDS],
  [review, 'reviewerId', NO_IDS],
  [review, 'decision', [MISSING, null, 'approved', true]],
  [review, 'verdict', [MISSING, null, 'fraud']],
  [review, 'note', NO_NOTES],
  [flagged, 'subject', [MISSING, null, 'device:dev_1', []]],
  [flagged, 'subject.kind', [MISSING, null, 'employee', 'team']],
  [flagged, 'subject.id', NO_IDS],
  [flagged, 'reason', [MISSING, ...NO_NOTES]],
  [flagged, 'until', optional(NO_INSTANTS)],
  [cleared, 'subject', [MISSING, null]],
  [flagged, 'by', optional(NO_IDS)],
  [cleared, 'reason', NO_NOTES],
  [cleared, 'by', optional(NO_IDS)],
  [shared, 'subject', [MISSING, null, 'employee:till_3', []]],
  [shared, 'subject.kind', [MISSING, null, 'order', 'site', 'sku', 'tracking', 'team']],
  [shared, 'subject.id', NO_IDS],
  [shared, 'shared', ['true', 1]],
  [shared, 'by', optional(NO_IDS)],
  [shared, 'reason', NO_NOTES],
  [tick, '', [null, 1, []]],
])('$type is refused for data.%s alone', (event, field, wrong) => {
  const path = field === '' ? 'data' : `data.${field}`;
  test.each([...wrong].map((value) => [value]))('when it is %o', (value) => {
    expect(new Set(problemPaths(withField(event, path, value)))).toStrictEqual(new Set([path]));
  });
});

describe.each([
  [employee, ['managerId', 'teamId', 'logins', 'since', 'reason']],
  [review, ['note']],
  [flagged, ['until', 'by']],
  [cleared, ['reason', 'by']],
  [shared, ['shared', 'by', 'reason']],
] as const)('$type is taken', (event, fields) => {
  test.each(fields)('without %s', (field) => {
    expect(problemPaths(withField(event, `data.${field}`, MISSING))).toStrictEqual([]);
  });

  test('with fields that version 1 does not know', () => {
    expect(problemPaths(withField(event, 'data.added', { deep: [] }))).toStrictEqual([]);
  });
});

test.each(['customer', 'address', 'device', 'instrument', 'order', 'tracking', 'site', 'sku'])(
  'a subject of kind %s may be flagged and cleared',
  (kind) => {
    for (const event of [flagged, cleared]) {
      expect(problemPaths(withField(event, 'data.subject.kind', kind))).toStrictEqual([]);
    }
  },
);

test.each([
  ['without regard to case', ['Ana@Example.com', 'A1'], ['ana@example.com', 'a1']],
  ['exactly if it is an ARN', [`${IAM}user/Ana`], [`${IAM}user/Ana`]],
])('a login is read %s', (_, sent, read) => {
  const parsed = parseEvent(withField(employee, 'data.logins', sent));
  expect(parsed.ok && parsed.event.data).toMatchObject({ logins: read });
});

test.each([
  ['an empty list', [], {}, []],
  ['an empty list beside a field that is absent', [], { managerId: '', teamId: null }, []],
  ['null', null, {}, undefined],
  ['an empty object', {}, {}, undefined],
])('logins are taken away by an empty list, and by nothing else: %s', (_, sent, others, read) => {
  const named = withField(employee, 'data.logins', sent);
  const event = Object.entries(others).reduce(
    (one, [key, value]) => withField(one, `data.${key}`, value),
    named,
  );
  const parsed = parseEvent(event);
  expect(parsed.ok && 'logins' in parsed.event.data ? parsed.event.data.logins : undefined).toStrictEqual(
    read,
  );
});

test('a list with nothing in it but empty texts is rejected, not taken for an empty one', () => {
  expect(problemPaths(withField(employee, 'data.logins', ['', '']))).toStrictEqual([
    'data.logins.0',
    'data.logins.1',
  ]);
});
