import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddedAws, Mail } from '../../lib/local/embedded-aws.ts';
import { arnOf, clientOf, FixtureHost, lambda } from './fixture.ts';

const tick = `import { appendFile } from 'node:fs/promises';
export const handler = async (event) => {
  if (event.fail) throw new Error('cannot');
  await appendFile(process.env.NOTES, event.name + ' ' + new Date().toISOString() + '\\n');
};`;
const schedule = (name: string, expression: string, more: object = {}): object => ({
  Type: 'AWS::Scheduler::Schedule',
  Properties: {
    Name: name,
    ScheduleExpression: expression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: { 'Fn::GetAtt': ['Tick', 'Arn'] },
      RoleArn: 'r',
      Input: JSON.stringify({ name }),
      ...more,
    },
  },
});

describe('schedules and mail', () => {
  let host: FixtureHost;
  let aws: EmbeddedAws;
  const mails: Mail[] = [];
  beforeAll(async () => {
    host = await FixtureHost.create();
    aws = await host.start(
      {
        modules: { tick },
        resources: {
          Tick: lambda('tick', { Environment: { Variables: { NOTES: join(host.dir, 'notes') } } }),
          Minutely: schedule('minutely', 'rate(1 minute)'),
          Nightly: schedule('nightly', 'cron(15 2 * * ? *)'),
          Failing: { ...schedule('failing', 'rate(30 days)', { Input: '{"fail":true}' }) },
          Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'reviews' } },
          Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'copies' } },
          ToQueue: {
            Type: 'AWS::SNS::Subscription',
            Properties: {
              TopicArn: { Ref: 'Topic' },
              Protocol: 'sqs',
              Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
              RawMessageDelivery: true,
            },
          },
          ...Object.fromEntries(
            ['ann@example.com', 'bob@example.com'].map((Endpoint, index) => [
              `Email${index}`,
              {
                Type: 'AWS::SNS::Subscription',
                Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'email', Endpoint },
              },
            ]),
          ),
        },
      },
      { startAt: new Date('2026-11-22T10:00:00Z') },
    );
    aws.onMail((mail) => mails.push(mail));
  });
  afterAll(() => host.clean());

  const notes = async (): Promise<string[]> => {
    await aws.settle();
    const text = await readFile(join(host.dir, 'notes'), 'utf8').catch(() => '');
    return text.split('\n').filter(Boolean);
  };

  it('runs schedules on the clock, each once per step', async () => {
    await aws.clock.advance(60_000);
    expect(await notes()).toStrictEqual([expect.stringMatching(/^minutely 2026-11-22T10:01:0/)]);
    await aws.clock.advanceTo(new Date('2026-11-24T12:00:00Z'));
    const [, ...later] = await notes();
    expect(later.sort()).toStrictEqual([
      expect.stringMatching(/^minutely 2026-11-24T12:00:0/),
      expect.stringMatching(/^nightly 2026-11-24T12:00:0/),
    ]);
  });

  it('runs a schedule on demand, by name or logical id', async () => {
    const before = (await notes()).length;
    await aws.invokeSchedule('nightly');
    await aws.invokeSchedule('Nightly');
    expect((await notes()).slice(before)).toHaveLength(2);
    await expect(aws.invokeSchedule('failing')).rejects.toThrow(/cannot/);
    await expect(aws.invokeSchedule('gone')).rejects.toThrow(/minutely, nightly, failing/);
  });

  it('writes an e-mail for each address that is subscribed, and delivers to queues besides', async () => {
    const sns = new SNSClient(clientOf(aws));
    const text = `Look at ${'x'.repeat(120)}\nhttp://127.0.0.1/cases/re_1`;
    await sns.send(
      new PublishCommand({ TopicArn: arnOf.topic('reviews'), Subject: 'A refund needs you', Message: text }),
    );
    await sns.send(new PublishCommand({ TopicArn: arnOf.topic('reviews'), Message: 'no subject' }));
    expect(mails.map(({ to, subject }) => [to, subject])).toStrictEqual([
      ['ann@example.com', 'A refund needs you'],
      ['bob@example.com', 'A refund needs you'],
      ['ann@example.com', 'AWS Notification Message'],
      ['bob@example.com', 'AWS Notification Message'],
    ]);
    const files = (await readdir(join(host.dir, 'mail'))).sort();
    expect(files.map((file) => join(host.dir, 'mail', file))).toStrictEqual(mails.map(({ file }) => file));
    const eml = await readFile(mails[1]?.file ?? '', 'utf8');
    expect(eml).toMatch(
      /^From: no-reply@sns\.local\r\nTo: bob@example\.com\r\nSubject: A refund needs you\r\n/,
    );
    expect(eml).toContain('http://127.0.0.1/cases/re_1');
    expect(eml).toMatch(/^Date: Tue, 24 Nov 2026 12:00:/m);

    const QueueUrl = `${aws.endpoint}/000000000000/copies`;
    const sqs = new SQSClient(clientOf(aws));
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    expect(Messages.map(({ Body }) => Body)).toStrictEqual([text, 'no subject']);
  });
});
