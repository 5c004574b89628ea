import { describe, expect, test } from 'vitest';
import { INBOUND_DATA } from '../../lib/contracts/inbound-events.ts';
import { parseEvent, parseEventLine } from '../../lib/contracts/parse-event.ts';
import { aCloudEvent, aRefund } from '../builders.ts';
import { MISSING, NO_IDS, NO_INSTANTS, problemPaths, withField } from './event-surgery.ts';

const EVENT = aCloudEvent('refund.requested', aRefund());

describe.each([
  ['specversion', [MISSING, null, 1, 1.0, '0.3', '1', '1.0 ']],
  ['id', NO_IDS],
  ['source', [MISSING, null, 1, '', 'two words', 'é', 'x'.repeat(257), []]],
  ['time', NO_INSTANTS],
  ['datacontenttype', [null, 'text/plain', 'application/json; charset=utf-8', 1]],
  ['type', [MISSING, null, 1, 'x'.repeat(257), []]],
] as const)('an envelope is refused for %s alone', (path, wrong) => {
  test.each([...wrong].map((value) => [value]))('when it is %o', (value) => {
    expect(problemPaths(withField(EVENT, path, value))).toStrictEqual([path]);
  });
});

describe('a type of event', () => {
  test.each([
    'refundgate.refund.requested.v2',
    'refundgate.refund.approved.v1',
    'REFUNDGATE.REFUND.REQUESTED.V1',
    '',
    'toString',
    '__proto__',
    'constructor',
  ])('%j is not taken, and the ones that are taken are named', (type) => {
    const parsed = parseEvent(withField(EVENT, 'type', type));
    if (parsed.ok) throw new TypeError('Expected a refusal.');
    expect(parsed.refusal.problems.map(({ path }) => path)).toStrictEqual(['type']);
    for (const taken of Object.keys(INBOUND_DATA)) {
      expect(parsed.refusal.problems[0]?.message).toContain(taken);
    }
  });
});

describe('what is no event at all', () => {
  test.each([null, undefined, 1, 'x', true, [], [EVENT], () => EVENT])(
    'is refused as a whole: %o',
    (value) => {
      expect(parseEvent(value)).toMatchObject({
        ok: false,
        refusal: { eventId: null, source: null, type: null },
      });
      expect(problemPaths(value)).toContain('');
    },
  );

  test.each(['', '{', 'not json', '{"a":1}}', '\u0000', '"\ud800', 'NaN', "{'a':1}"])(
    'is refused as no JSON: %j',
    (line) => {
      const parsed = parseEventLine(line);
      if (parsed.ok) throw new TypeError('Expected a refusal.');
      expect(parsed.refusal.problems).toHaveLength(1);
      expect(parsed.refusal.problems[0]?.path).toBe('');
      expect(parsed.refusal.problems[0]?.message).toMatch(/^not JSON: /);
      expect(parsed.refusal.problems[0]?.message.isWellFormed()).toBe(true);
    },
  );
});

describe('a refusal', () => {
  test('echoes the envelope as far as it can be read', () => {
    const parsed = parseEvent(withField(withField(EVENT, 'specversion', '2.0'), 'source', 7));
    expect(parsed).toStrictEqual({
      ok: false,
      refusal: {
        eventId: 'evt-1',
        source: null,
        type: 'refundgate.refund.requested.v1',
        problems: [
          { path: 'specversion', message: 'expected "1.0"' },
          {
            path: 'source',
            message: 'expected a source: text of 1 to 256 visible ASCII characters',
          },
        ],
      },
    });
  });

  test('echoes only so much, on one line, with every character to be seen', () => {
    const parsed = parseEvent(withField(EVENT, 'id', `${'x'.repeat(300)}\ud800`));
    expect(parsed.ok ? null : parsed.refusal.eventId).toBe('x'.repeat(256));
    const broken = parseEvent(withField(EVENT, 'id', 're\ud800'));
    expect(broken.ok ? null : broken.refusal.eventId).toBe('re\\u{d800}');
    const hostile = parseEvent(withField(EVENT, 'id', 're\u001b[2J\n\u202e'));
    expect(hostile.ok ? null : hostile.refusal.eventId).toBe('re\\u{1b}[2J\\u{a}\\u{202e}');
  });

  test('does not echo what an event only inherits', () => {
    const inherited: unknown = Object.create({ id: 'evt-1' });
    expect(parseEvent(inherited)).toMatchObject({ refusal: { eventId: null } });
  });
});

describe('an event that is taken', () => {
  test.each([
    ['2026-11-22T10:00:00Z', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T10:00:00+00:00', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T10:00:00.5+05:30', '2026-11-22T04:30:00.500Z'],
    ['2026-11-22T00:30:00-08:00', '2026-11-22T08:30:00.000Z'],
    ['2026-11-22t10:00:00z', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22t10:00:00.123z', '2026-11-22T10:00:00.123Z'],
    ['2026-11-22t10:00:00+05:30', '2026-11-22T04:30:00.000Z'],
    ['2026-11-22T10:00:00.1Z', '2026-11-22T10:00:00.100Z'],
    ['2026-11-22T10:00:00.123456789Z', '2026-11-22T10:00:00.123Z'],
  ])('has its time in UTC and milliseconds: %s', (time, expected) => {
    const parsed = parseEvent(withField(EVENT, 'time', time));
    expect(parsed.ok && parsed.event.time).toBe(expected);
  });

  test('need not name its content type', () => {
    expect(problemPaths(withField(EVENT, 'datacontenttype', MISSING))).toStrictEqual([]);
  });

  test('has the last of two keys of one name, as JSON.parse reads them, and that one is checked', () => {
    const line = JSON.stringify(EVENT);
    const twice = line.replace('"minor":20000', '"minor":1,"minor":20000');
    expect(twice).not.toBe(line);
    expect(parseEventLine(twice)).toStrictEqual(parseEvent(EVENT));
    const wrong = parseEventLine(line.replace('"minor":20000', '"minor":20000,"minor":-1'));
    expect(wrong.ok ? [] : wrong.refusal.problems.map(({ path }) => path)).toStrictEqual([
      'data.amount.minor',
    ]);
  });

  test.each([
    ['number', '"minor":20000.0', []],
    ['number', '"minor":2e4', []],
    ['fraction', '"minor":20000.5', ['data.amount.minor']],
    ['huge number', '"minor":1e400', ['data.amount.minor']],
    ['negative zero', '"minor":-0', ['data.amount.minor']],
  ])('is read from text by value, not by spelling: a %s %s', (_name, text, expected) => {
    const line = JSON.stringify(EVENT).replace('"minor":20000', text);
    const parsed = parseEventLine(line);
    expect(parsed.ok ? [] : parsed.refusal.problems.map(({ path }) => path)).toStrictEqual(expected);
  });
});
