import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BusEvent, EmbeddedAws } from '../../lib/local/embedded-aws.ts';
import { arnOf, clientOf, FixtureHost, lambda } from './fixture.ts';

/** Takes what it is sent, but for what says it must fail; keeps a note of every attempt. */
const intake = `import { appendFile } from 'node:fs/promises';
export const handler = async ({ Records }) => {
  const failures = [];
  for (const { messageId, body, attributes, eventSourceARN, messageAttributes } of Records) {
    const event = JSON.parse(body);
    const attempt = Number(attributes.ApproximateReceiveCount);
    await appendFile(process.env.NOTES, JSON.stringify({ event, attempt, eventSourceARN, messageAttributes }) + '\\n');
    if (attempt <= (event.detail.failures ?? 0)) failures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures: failures };
};`;

describe('from the bus to a function', () => {
  let host: FixtureHost;
  let aws: EmbeddedAws;
  let events: EventBridgeClient;
  const seen: BusEvent[] = [];
  beforeAll(async () => {
    host = await FixtureHost.create();
    aws = await host.start({
      modules: { intake },
      resources: {
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'refunds' } },
        Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
        Selected: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'selected' } },
        Intake: {
          Type: 'AWS::SQS::Queue',
          Properties: {
            QueueName: 'intake',
            VisibilityTimeout: 60,
            RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 3 },
          },
        },
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            EventBusName: { Ref: 'Bus' },
            EventPattern: { source: [{ 'anything-but': ['gate'] }] },
            Targets: [{ Id: 'intake', Arn: { 'Fn::GetAtt': ['Intake', 'Arn'] } }],
          },
        },
        SelectRule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            EventBusName: { Ref: 'Bus' },
            EventPattern: { detail: { pick: [true] } },
            Targets: [
              { Id: 'part', Arn: { 'Fn::GetAtt': ['Selected', 'Arn'] }, InputPath: '$.detail.part' },
              { Id: 'fixed', Arn: { 'Fn::GetAtt': ['Selected', 'Arn'] }, Input: '{"fixed": 1}' },
            ],
          },
        },
        Function: lambda('intake', { Environment: { Variables: { NOTES: join(host.dir, 'notes.ndjson') } } }),
        Mapping: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            EventSourceArn: { 'Fn::GetAtt': ['Intake', 'Arn'] },
            FunctionName: { Ref: 'Function' },
            FunctionResponseTypes: ['ReportBatchItemFailures'],
          },
        },
      },
    });
    aws.onBusEvent((event) => seen.push(event));
    events = new EventBridgeClient(clientOf(aws));
  });
  afterAll(() => host.clean());

  const put = (...entries: PutEventsRequestEntry[]) =>
    events.send(new PutEventsCommand({ Entries: entries }));
  const entry = (detail: object, more: PutEventsRequestEntry = {}): PutEventsRequestEntry => ({
    EventBusName: 'refunds',
    Source: 'shop',
    DetailType: 'refund.requested',
    Detail: JSON.stringify(detail),
    ...more,
  });
  const attempts = async (id: string): Promise<{ attempt: number; event: Record<string, unknown> }[]> => {
    await aws.settle();
    const notes = (await readFile(join(host.dir, 'notes.ndjson'), 'utf8')).trim().split('\n');
    return notes.map((note) => JSON.parse(note)).filter((note) => note.event.detail.id === id);
  };
  const sqs = () => new SQSClient(clientOf(aws));
  const queueUrl = (name: string): string => `${aws.endpoint}/000000000000/${name}`;

  it('delivers an event in the envelope of EventBridge', async () => {
    const { Entries: [put1] = [] } = await put(
      entry({ id: 'e1' }, { Time: new Date('2026-11-22T10:00:00Z'), Resources: ['r'] }),
    );
    const [note] = await attempts('e1');
    expect(note?.attempt).toBe(1);
    expect(note?.event).toStrictEqual({
      version: '0',
      id: put1?.EventId,
      'detail-type': 'refund.requested',
      source: 'shop',
      account: '000000000000',
      time: '2026-11-22T10:00:00Z',
      region: 'us-east-1',
      resources: ['r'],
      detail: { id: 'e1' },
    });
    expect(seen.at(-1)).toMatchObject({ bus: 'refunds', source: 'shop', detail: { id: 'e1' } });
  });

  it('brings back only the messages that failed', async () => {
    await put(entry({ id: 'good' }), entry({ id: 'twice', failures: 1 }));
    expect((await attempts('twice')).map(({ attempt }) => attempt)).toStrictEqual([1, 2]);
    expect(await attempts('good')).toHaveLength(1);
  });

  it('moves a message that keeps failing to the dead-letter queue', async () => {
    await put(entry({ id: 'doomed', failures: 99 }));
    expect((await attempts('doomed')).map(({ attempt }) => attempt)).toStrictEqual([1, 2, 3]);
    const { Messages: [message] = [] } = await sqs().send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl('dead') }),
    );
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({ detail: { id: 'doomed' } });
    const { Attributes } = await sqs().send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl('intake'), AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
  });

  it('gives a target the part or the constant its rule asks for', async () => {
    await put(entry({ id: 'picked', pick: true, part: { a: [1] } }, { Source: 'gate' }));
    const received = new ReceiveMessageCommand({ QueueUrl: queueUrl('selected'), MaxNumberOfMessages: 10 });
    const { Messages = [] } = await sqs().send(received);
    expect(Messages.map(({ Body }) => Body).sort()).toStrictEqual(['{"a":[1]}', '{"fixed":1}']);
    expect(await attempts('picked')).toHaveLength(0);
  });

  it('refuses entries one by one, as AWS names it', async () => {
    const { FailedEntryCount, Entries = [] } = await put(
      entry({ id: 'fine' }),
      entry({}, { Detail: '{' }),
      entry({}, { Detail: '[1]' }),
      entry({}, { Source: '' }),
      entry({}, { DetailType: ' ' }),
      entry({}, { EventBusName: 'gone' }),
      entry({}, { Source: 'aws.s3' }),
    );
    expect(FailedEntryCount).toBe(6);
    expect(Entries.map(({ ErrorCode, EventId }) => ErrorCode ?? typeof EventId)).toStrictEqual([
      'string',
      'MalformedDetail',
      'MalformedDetail',
      'InvalidArgument',
      'InvalidArgument',
      'ResourceNotFoundException',
      'NotAuthorizedForSourceException',
    ]);
  });

  it('refuses more than ten entries and more than 256 KB', async () => {
    const eleven = Array.from({ length: 11 }, () => entry({}));
    await expect(put(...eleven)).rejects.toMatchObject({ name: 'ValidationException' });
    const large = entry({ text: 'x'.repeat(256 * 1024) });
    await expect(put(large)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('meters events and queue requests', async () => {
    await aws.settle();
    aws.meter.reset();
    await put(entry({ id: 'm1' }), entry({ id: 'm2' }));
    await aws.settle();
    const { busEvents, functions, queueRequests } = aws.meter.snapshot();
    expect(busEvents).toStrictEqual({ refunds: 2 });
    expect(queueRequests).toMatchObject({ 'intake SendMessage': 2 });
    expect(functions['intake']?.errors).toBe(0);
    expect(arnOf.queue('intake')).toContain('intake');
  });
});
