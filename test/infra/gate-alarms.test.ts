import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { synthesize } from './synthesize.ts';
import { resourcesOf, type SynthesizedTemplate } from './synthesized-template.ts';

const alarmSchema = z.looseObject({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()),
  TreatMissingData: z.enum(['breaching', 'notBreaching']),
  Metrics: z.array(z.looseObject({})).optional(),
});

let template: SynthesizedTemplate;
let alarms: readonly z.infer<typeof alarmSchema>[];

beforeAll(() => {
  template = synthesize({ alarmEmails: 'operator@example.com' }).plain;
  alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) =>
    alarmSchema.parse(Properties),
  );
});

describe('the alarms', () => {
  it('are these, without a register', () => {
    expect(alarms.map(({ AlarmName }) => AlarmName)).toStrictEqual([
      'refund-gate-intake-dead-letters',
      'refund-gate-undelivered-events',
      'refund-gate-failed-runs',
      'refund-gate-intake-backlog',
      'refund-gate-gate-failures',
      'refund-gate-review-failures',
      'refund-gate-nightly-failures',
      'refund-gate-step-errors',
      'refund-gate-sweep-stopped',
      'refund-gate-rejected-events',
      'refund-gate-nobody-may-decide',
      'refund-gate-paid-and-contradicted',
      'refund-gate-distrusted-since',
      'refund-gate-unreadable-items',
    ]);
  });

  it('each end with the page of the runbook that has their name', () => {
    for (const { AlarmName, AlarmDescription } of alarms) {
      const anchor = AlarmName.replace(/^refund-gate-/, '');
      expect(AlarmDescription.endsWith(`. Runbook: docs/OPERATING.md#${anchor}`)).toBe(true);
    }
  });

  it('each tell the operators', () => {
    const [[topicId] = ['']] = resourcesOf(template, 'AWS::SNS::Topic').filter(
      ([, { Properties }]) => Properties['TopicName'] === 'refund-gate-alarms',
    );
    expect(alarms.map(({ AlarmActions }) => AlarmActions)).toStrictEqual(
      alarms.map(() => [{ Ref: topicId }]),
    );
    const subscriptions = resourcesOf(template, 'AWS::SNS::Subscription').map(
      ([, { Properties }]) => Properties,
    );
    expect(subscriptions).toContainEqual({
      Endpoint: 'operator@example.com',
      Protocol: 'email',
      TopicArn: { Ref: topicId },
    });
  });

  it('take silence for trouble only where silence is the trouble', () => {
    const worried = alarms.filter(({ TreatMissingData }) => TreatMissingData === 'breaching');
    expect(worried.map(({ AlarmName }) => AlarmName)).toStrictEqual(['refund-gate-sweep-stopped']);
  });

  it('cost $2.00 a month, being billed by the metric', () => {
    const metrics = alarms.map(
      ({ Metrics = [{ MetricStat: {} }] }) => Metrics.filter((metric) => 'MetricStat' in metric).length,
    );
    expect(metrics.reduce((sum, count) => sum + count, 0)).toBe(20);
  });
});

describe('the alarms on silent producers', () => {
  const producers = fileURLToPath(new URL('producers.json', import.meta.url));
  let own: readonly z.infer<typeof alarmSchema>[];
  let filters: readonly Record<string, unknown>[];

  beforeAll(() => {
    const { plain } = synthesize({ producers });
    own = resourcesOf(plain, 'AWS::CloudWatch::Alarm')
      .map(([, { Properties }]) => alarmSchema.parse(Properties))
      .filter(({ AlarmName }) => !alarms.some((one) => one.AlarmName === AlarmName));
    filters = resourcesOf(plain, 'AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);
  });

  it('are one for each producer that says how long it is silent, and cost $0.10 a month each', () => {
    expect(own).toHaveLength(2);
    expect(own.filter(({ Metrics }) => Metrics !== undefined)).toStrictEqual([]);
  });

  it.each([
    ['p0', 'urn:acme:returns', 24],
    ['p1', 'urn:ups', 6],
  ])('go off once %s, %s, has sent nothing in %d hours', (name, source, hours) => {
    const MetricName = `EventsFrom-${name}`;
    expect(own.find(({ AlarmName }) => AlarmName === `refund-gate-quiet-producer-${name}`)).toMatchObject({
      AlarmDescription: `Nothing came from ${source} for ${hours} hours. Runbook: docs/OPERATING.md#quiet-producer`,
      Namespace: 'refund-gate',
      MetricName,
      Statistic: 'Sum',
      Period: 3600,
      EvaluationPeriods: hours,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
    expect(filters.filter((one) => JSON.stringify(one).includes(MetricName))).toMatchObject([
      {
        FilterPattern: `{ $.message.${name} > 0 }`,
        MetricTransformations: [{ MetricName, MetricValue: `$.message.${name}` }],
      },
    ]);
  });
});

describe.each([
  ['rejected-events', 'RejectedEvents', 'rejected', ['intake']],
  ['nobody-may-decide', 'NobodyMayDecide', 'lacksReviewers', ['open-review']],
  ['paid-and-contradicted', 'PaidAndContradicted', 'contradicted', ['decide-refund']],
  ['distrusted-since', 'DistrustedSince', 'distrusted', ['intake']],
  [
    'unreadable-items',
    'UnreadableItems',
    'unreadable',
    ['sweep', 'prepare-roll-up', 'roll-up-subjects', 'make-baselines', 'open-review'],
  ],
])('the count behind %s', (stem, MetricName, field, steps) => {
  it('sums what its steps log, and makes no metric as long as there is nothing to count', () => {
    const groups = new Map(
      resourcesOf(template, 'AWS::Logs::LogGroup').map(([id, { Properties }]) => [
        Properties['LogGroupName'],
        id,
      ]),
    );
    const filters = resourcesOf(template, 'AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);
    expect(filters.filter((one) => JSON.stringify(one).includes(`"${MetricName}"`))).toStrictEqual(
      steps.map((step) => ({
        LogGroupName: { Ref: groups.get(`/aws/lambda/refund-gate-${step}`) },
        FilterPattern: `{ $.message.${field} > 0 }`,
        MetricTransformations: [
          { MetricNamespace: 'refund-gate', MetricName, MetricValue: `$.message.${field}` },
        ],
      })),
    );
    expect(alarms.find(({ AlarmName }) => AlarmName === `refund-gate-${stem}`)).toMatchObject({
      Namespace: 'refund-gate',
      MetricName,
      Statistic: 'Sum',
      Period: 300,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });
});
