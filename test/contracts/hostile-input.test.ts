import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { INBOUND_DATA } from '../../lib/contracts/inbound-events.ts';
import { parseIntakeMessage } from '../../lib/contracts/intake-message.ts';
import { type ParsedEvent, parseEvent, parseEventLine } from '../../lib/contracts/parse-event.ts';
import { toTrailScan } from '../../lib/contracts/scan-recorded.ts';
import { evidenceOf } from '../../lib/domain/evidence/evidence.ts';
import { aCloudEvent, anEpcisEvent, aPolicy, aRefund, aTrail, attested } from '../builders.ts';
import { problemPaths, withField } from './event-surgery.ts';

const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const namesOf = () => PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).length);
const before = namesOf();

/** A parsed event holds no prototype of the sender's, and survives being written down. */
function expectSound(parsed: ParsedEvent): void {
  const text = JSON.stringify(parsed);
  expect(text.isWellFormed()).toBe(true);
  if (!parsed.ok) {
    expect(parsed.refusal.problems.length).toBeGreaterThan(0);
    expect(text.length).toBeLessThan(100_000);
    return;
  }
  if (parsed.event.type !== 'refundgate.scan.recorded.v1') return;
  const { scan } = toTrailScan(parsed.event.data, parsed.event);
  expect(JSON.parse(JSON.stringify(scan))).toStrictEqual(scan);
  for (const { kind } of evidenceOf(aRefund(), attested(aTrail([scan])), aPolicy()))
    expect(kind).toBeTypeOf('string');
}

afterEach(() => {
  expect(namesOf()).toStrictEqual(before);
  expect('polluted' in {}).toBe(false);
});

const refund = aCloudEvent('refund.requested', aRefund());
const scan = aCloudEvent('scan.recorded', anEpcisEvent({ bizStep: 'unloading', disposition: 'returned' }));

describe('hostile keys', () => {
  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'of the name %s change nothing, at any level',
    (name) => {
      const poison = `"${name}":{"polluted":true,"prototype":{"polluted":true}},`;
      for (const event of [refund, scan]) {
        const poisoned = JSON.stringify(event).replaceAll('{', `{${poison}`);
        const parsed = parseEventLine(poisoned);
        const clean = parseEvent(event);
        if (!parsed.ok || !clean.ok) throw new TypeError('Expected both to be read.');
        expectSound(parsed);
        if (event === refund) expect(parsed.event).toStrictEqual(clean.event);
      }
    },
  );

  test.each(['type', 'data', 'source'])('cannot stand in for the field %s by a prototype', (field) => {
    const { [field]: value, ...rest } = { ...refund } as Record<string, unknown>;
    const line = JSON.stringify(rest).replace('{', `{"__proto__":${JSON.stringify({ [field]: value })},`);
    expect(parseEventLine(line).ok).toBe(false);
  });
});

describe('hostile sizes', () => {
  const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);

  test.each([
    ['arrays', nested(10_000, '[', ']')],
    ['objects', nested(10_000, '{"a":', '}').replace(':}', ':1}')],
  ])(
    'of 10,000 nested %s pass where nobody reads them, and are refused where somebody does',
    (_name, deep) => {
      const line = JSON.stringify(refund);
      expect(parseEventLine(line.replace('"data":{', `"data":{"added":${deep},`)).ok).toBe(true);
      const read = parseEventLine(line.replace('"orderId":"o_1"', `"orderId":${deep}`));
      expect(read.ok ? [] : read.refusal.problems.map(({ path }) => path)).toStrictEqual(['data.orderId']);
      expect(parseEventLine(deep).ok).toBe(false);
      expect(parseIntakeMessage(deep).ok).toBe(false);
    },
  );

  test('of ten million nested arrays are refused, not fatal', () => {
    expect(parseEventLine('['.repeat(10_000_000)).ok).toBe(false);
  });

  test('of 300 KB in a note are refused at the note', () => {
    const note = 'x'.repeat(300_000);
    const review = aCloudEvent('review.decided', {
      refundId: 're_1',
      reviewerId: 'rev_1',
      decision: 'deny',
      verdict: 'other',
      note,
    });
    const parsed = parseEvent(review);
    expect(parsed.ok ? [] : parsed.refusal.problems.map(({ path }) => path)).toStrictEqual(['data.note']);
    expectSound(parsed);
    expect(problemPaths(withField(refund, 'data.note', note))).toStrictEqual([]);
  });
});

/** Events of the right shape with one part replaced by anything, so that the fuzz gets past the envelope. */
const nearlyRight = fc
  .record({
    event: fc.constantFrom(refund, scan),
    path: fc.constantFrom(
      'data',
      'data.lines',
      'data.amount',
      'data.session',
      'data.eventTime',
      'data.bizStep',
      'data.epcList',
      'data.sensorElementList',
      'data.bizTransactionList',
      'data.errorDeclaration',
      'data.refundgate:attestor',
      'id',
      'source',
      'time',
    ),
    value: fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.constantFrom('arriving', 'constructor', '0000-01-01T00:00:00+14:00', [
        { sensorReport: [{ type: 'Mass', value: 1e300, uom: 'KGM' }] },
      ]),
    ),
  })
  .map(({ event, path, value }) => withField(event, path, value));

const anyEvent = fc.record({
  specversion: fc.constant('1.0'),
  id: fc.constant('evt-1'),
  source: fc.constant('s'),
  type: fc.constantFrom(...Object.keys(INBOUND_DATA)),
  time: fc.constant('2026-11-22T10:00:00.000Z'),
  data: fc.jsonValue({ maxDepth: 4, noUnicodeString: false }),
});

describe('any input', () => {
  test('that is JSON ends as an event or a refusal', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), nearlyRight, anyEvent), (value) => {
        expectSound(parseEvent(value));
        expectSound(parseEventLine(JSON.stringify(value)));
        expectSound(parseIntakeMessage(JSON.stringify(value)));
      }),
      { numRuns: 2000 },
    );
  });

  test('that is text ends as a refusal', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        for (const parsed of [parseEventLine(text), parseIntakeMessage(text)]) {
          expect(parsed.ok).toBe(false);
          expectSound(parsed);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('inside an envelope of the bus ends as an event or a refusal', () => {
    const bus = fc.record({
      id: fc.jsonValue(),
      source: fc.oneof(fc.constant('wms.returns'), fc.jsonValue(), fc.string({ unit: 'binary' })),
      'detail-type': fc.oneof(fc.constant(refund.type), fc.string({ unit: 'binary' })),
      detail: fc.oneof(nearlyRight, fc.jsonValue()),
    });
    fc.assert(
      fc.property(bus, (message) => {
        expectSound(parseIntakeMessage(JSON.stringify(message)));
      }),
      { numRuns: 1000 },
    );
  });
});
