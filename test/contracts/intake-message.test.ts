import { describe, expect, test } from 'vitest';
import { parseBusMessage, parseIntakeMessage } from '../../lib/contracts/intake-message.ts';
import { parseEvent } from '../../lib/contracts/parse-event.ts';
import { aCloudEvent, aRefund } from '../builders.ts';

const EVENT = aCloudEvent('refund.requested', aRefund());

function onTheBus(overrides: Record<string, unknown> = {}): string {
  return JSON.stringify({
    version: '0',
    id: '11111111-1111-4111-8111-111111111111',
    'detail-type': EVENT.type,
    source: EVENT.source,
    account: '123456789012',
    time: '2026-11-22T10:00:01Z',
    region: 'eu-central-1',
    resources: [],
    detail: EVENT,
    ...overrides,
  });
}

function refusalOf(body: string) {
  const parsed = parseIntakeMessage(body);
  if (parsed.ok) throw new TypeError('Expected a refusal.');
  return parsed.refusal;
}

describe('a message of the intake queue', () => {
  test('names the account that put the event on the bus, and is another event than the same by another account', () => {
    const { event } = Object(parseEvent(EVENT));
    const account = '123456789012';
    const key = `${account} ${event.key}`;
    expect(parseBusMessage(onTheBus())).toStrictEqual({ ok: true, event: { ...event, account, key } });
  });

  test('has no account that its producer writes', () => {
    const forged = '999999999999';
    const detail = { ...EVENT, account: forged, data: { ...Object(EVENT.data), account: forged } };
    expect(parseBusMessage(onTheBus({ detail }))).toStrictEqual(parseBusMessage(onTheBus()));
  });

  test.each([
    ['is the event itself', JSON.stringify(EVENT)],
    ['is the event itself with an account', JSON.stringify({ ...EVENT, account: '123456789012' })],
    ['has no account', onTheBus({ account: undefined })],
    ['has another account than EventBridge names', onTheBus({ account: '12 urn:x' })],
  ])('is refused when it %s: it did not come over the bus', (_, body) => {
    const parsed = parseBusMessage(body);
    expect(parsed).toMatchObject({ ok: false, refusal: { eventId: EVENT.id, problems: [{ path: '' }] } });
  });
});

describe('a line of a file', () => {
  test('carries the event as the bus delivers it', () => {
    expect(parseIntakeMessage(onTheBus())).toStrictEqual(parseEvent(EVENT));
  });

  test('may be the event itself', () => {
    expect(parseIntakeMessage(JSON.stringify(EVENT))).toStrictEqual(parseEvent(EVENT));
  });

  test('may be the event itself, with an unknown field that the bus uses too', () => {
    const event = { ...EVENT, detail: { type: 'x' } };
    expect(parseIntakeMessage(JSON.stringify(event))).toStrictEqual(parseEvent(EVENT));
  });

  test.each([
    ['source', { source: 'shop.refunds' }, ['source']],
    ['detail-type', { 'detail-type': 'refundgate.scan.recorded.v1' }, ['type']],
    ['source in another case', { source: 'WMS.returns' }, ['source']],
    ['source and detail-type', { source: 'x', 'detail-type': 'y' }, ['source', 'type']],
  ])('is refused when the bus was told another %s than the event says', (_name, overrides, paths) => {
    const { problems, ...head } = refusalOf(onTheBus(overrides));
    expect(problems.map(({ path }) => path)).toStrictEqual(paths);
    expect(head).toStrictEqual({ eventId: EVENT.id, source: EVENT.source, type: EVENT.type });
  });

  test('is refused for what is wrong with the event, at its own path', () => {
    const detail = { ...EVENT, data: { ...aRefund(), amount: { currency: 'EUR', minor: 0 } } };
    expect(refusalOf(onTheBus({ detail })).problems.map(({ path }) => path)).toStrictEqual([
      'data.amount.minor',
    ]);
  });

  test('is named by the bus when the event has no id to be named by', () => {
    expect(refusalOf(onTheBus({ detail: {} })).eventId).toBe('11111111-1111-4111-8111-111111111111');
    expect(refusalOf(onTheBus({ detail: { ...EVENT, specversion: '2' } })).eventId).toBe('evt-1');
  });

  test.each(['id', 'source', 'detail-type'])('is answered briefly, however long its %s', (field) => {
    const text = '\ud800'.padEnd(100_000, 'x');
    const refusal = refusalOf(onTheBus({ detail: field === 'id' ? null : EVENT, [field]: text }));
    expect(JSON.stringify(refusal).length).toBeLessThan(2000);
    expect(JSON.stringify(refusal)).not.toContain('\\ud800');
  });

  test.each(['', 'x', '[]', 'null', '7'])('that is %j is refused as no event', (body) => {
    expect(refusalOf(body).problems.map(({ path }) => path)).toContain('');
  });
});
