import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddedAws } from '../../lib/local/embedded-aws.ts';
import { arnOf, clientOf, FixtureHost, signedFor } from './fixture.ts';

describe('the wire', () => {
  let host: FixtureHost;
  let aws: EmbeddedAws;
  beforeAll(async () => {
    host = await FixtureHost.create();
    aws = await host.start({
      resources: { Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'refunds' } } },
    });
  });
  afterAll(() => host.clean());

  const post = async (headers: Record<string, string>, body: string) => {
    const answer = await fetch(aws.endpoint, { method: 'POST', headers, body });
    return { status: answer.status, type: answer.headers.get('x-amzn-errortype'), text: await answer.text() };
  };
  const query = (service: string, parameters: Record<string, string>) =>
    post(
      {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        authorization: signedFor(service),
      },
      new URLSearchParams(parameters).toString(),
    );

  it('listens on loopback only', () => {
    expect(aws.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it.each([
    ['TrentService.ListKeys', '{}'],
    ['AWSStepFunctions.CreateStateMachine', '{}'],
    ['AWSEvents.CreateArchive', '{}'],
    ['DynamoDB_20120810.TransactGetItems', '{}'],
  ])('does not know %s, and says so by name', async (target, body) => {
    const { status, text } = await post(
      {
        'x-amz-target': target,
        'content-type': 'application/x-amz-json-1.1',
        authorization: signedFor('any'),
      },
      body,
    );
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({
      __type: 'UnknownOperationException',
      message: expect.stringContaining(target.split('.')[1] ?? target),
    });
  });

  it('refuses a body that is no JSON object', async () => {
    const { status, type } = await post(
      { 'x-amz-target': 'AWSEvents.PutEvents', authorization: signedFor('events') },
      '[',
    );
    expect([status, type]).toStrictEqual([400, 'SerializationException']);
  });

  it('tells the services of the query protocol apart by the signature', async () => {
    expect((await query('sts', { Action: 'GetCallerIdentity' })).text).toContain(
      '<Account>000000000000</Account>',
    );
    expect((await query('sns', { Action: 'ListTopics' })).text).toContain('<ListTopicsResponse');
    const unknown = await query('iam', { Action: 'ListRoles' });
    expect(unknown).toMatchObject({
      status: 400,
      text: expect.stringContaining('<Code>UnknownOperationException</Code>'),
    });
  });

  it('speaks the old query protocol of SQS', async () => {
    const created = await query('sqs', {
      Action: 'CreateQueue',
      QueueName: 'old',
      'Attribute.1.Name': 'VisibilityTimeout',
      'Attribute.1.Value': '7',
    });
    const url = /<QueueUrl>(.+)<\/QueueUrl>/.exec(created.text)?.[1] ?? '';
    expect(url).toBe(`${aws.endpoint}/000000000000/old`);
    await query('sqs', {
      Action: 'SendMessage',
      QueueUrl: url,
      MessageBody: '<a & b>',
      'MessageAttribute.1.Name': 'kind',
      'MessageAttribute.1.Value.DataType': 'String',
      'MessageAttribute.1.Value.StringValue': 'probe',
    });
    const batch = await query('sqs', {
      Action: 'SendMessageBatch',
      QueueUrl: url,
      'SendMessageBatchRequestEntry.1.Id': 'one',
      'SendMessageBatchRequestEntry.1.MessageBody': 'second',
    });
    expect(batch.text).toContain('<SendMessageBatchResultEntry><Id>one</Id>');
    const received = await query('sqs', {
      Action: 'ReceiveMessage',
      QueueUrl: url,
      MaxNumberOfMessages: '10',
      'AttributeName.1': 'All',
      'MessageAttributeName.1': 'All',
    });
    expect(received.text).toContain('<Body>&lt;a &amp; b&gt;</Body>');
    expect(received.text).toContain(
      '<Name>kind</Name><Value><DataType>String</DataType><StringValue>probe</StringValue></Value>',
    );
    expect(received.text).toContain(
      '<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>',
    );
    const attributes = await query('sqs', {
      Action: 'GetQueueAttributes',
      QueueUrl: url,
      'AttributeName.1': 'VisibilityTimeout',
    });
    expect(attributes.text).toContain(
      '<Attribute><Name>VisibilityTimeout</Name><Value>7</Value></Attribute>',
    );
    const gone = await query('sqs', { Action: 'SendMessage', QueueUrl: `${url}-gone`, MessageBody: 'x' });
    expect(gone).toMatchObject({ status: 400, text: expect.stringContaining('NonExistentQueue</Code>') });
  });

  it('takes rules while it runs, and gives them up again', async () => {
    const events = new EventBridgeClient(clientOf(aws));
    await new SQSClient(clientOf(aws)).send(new CreateQueueCommand({ QueueName: 'probe' }));
    const where = { EventBusName: 'refunds', Rule: 'probe' };
    const rule = { EventBusName: 'refunds', Name: 'probe' };
    const target = { Id: 't', Arn: arnOf.queue('probe') };
    await events.send(new PutRuleCommand({ ...rule, EventPattern: '{"source":["shop"]}' }));
    await events.send(new PutTargetsCommand({ ...where, Targets: [target] }));
    expect((await events.send(new ListTargetsByRuleCommand(where))).Targets).toStrictEqual([target]);
    expect((await events.send(new ListRulesCommand({ EventBusName: 'refunds' }))).Rules).toMatchObject([
      { Name: 'probe', State: 'ENABLED', EventPattern: '{"source":["shop"]}' },
    ]);
    const { EventBuses = [] } = await events.send(new ListEventBusesCommand({}));
    expect(EventBuses.map(({ Name }) => Name)).toStrictEqual(['default', 'refunds']);

    const deleteRule = () => events.send(new DeleteRuleCommand(rule));
    await expect(deleteRule()).rejects.toMatchObject({ name: 'ValidationException' });
    await events.send(new RemoveTargetsCommand({ ...where, Ids: ['t'] }));
    await deleteRule();
    await expect(events.send(new DescribeRuleCommand(rule))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });

    const bad = events.send(new PutRuleCommand({ ...rule, EventPattern: '{"source":[{"wildcard":"*"}]}' }));
    await expect(bad).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('wildcard'),
    });
    const lost = events.send(new PutTargetsCommand({ ...where, Targets: [target] }));
    await expect(lost).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await events.send(
      new PutEventsCommand({
        Entries: [{ EventBusName: 'refunds', Source: 's', DetailType: 'd', Detail: '{}' }],
      }),
    );
  });
});
