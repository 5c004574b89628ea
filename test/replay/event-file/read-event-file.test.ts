import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileEvent } from '../../../lib/replay/event-file/file-event.ts';
import { readEventFile } from '../../../lib/replay/event-file/read-event-file.ts';
import { file } from '../../lab/replay-file.ts';

async function batches(chunks: readonly (string | Buffer)[]): Promise<readonly (readonly FileEvent[])[]> {
  const read: (readonly FileEvent[])[] = [];
  const bytes = chunks.map((chunk) => Buffer.from(chunk));
  for await (const batch of readEventFile(Readable.from(bytes, { objectMode: false }))) read.push(batch);
  return read;
}

async function events(...chunks: readonly (string | Buffer)[]): Promise<readonly FileEvent[]> {
  return (await batches(chunks)).flat();
}

async function lines(...chunks: readonly (string | Buffer)[]): Promise<readonly string[]> {
  return (await events(...chunks)).map(({ line }) => line);
}

/** Returns what a file says, event by event: its number, and its id or what is wrong with it. */
async function said(...chunks: readonly (string | Buffer)[]): Promise<readonly string[]> {
  return (await events(...chunks)).map(
    ({ unit, number, parsed }) =>
      `${unit} ${number}: ${parsed.ok ? parsed.event.id : (parsed.refusal.problems[0]?.message ?? '')}`,
  );
}

/** Cuts bytes at some places. */
function cutAt(bytes: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const ends = [...cuts.toSorted((a, b) => a - b), bytes.length];
  const chunks = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
  return chunks.filter((chunk) => chunk.length > 0);
}

const cuts = fc.array(fc.integer({ min: 0, max: 64 }), { maxLength: 8 });

const build = file();
const [one, two] = [build.dock(0), build.dock(1)];
const [oneText, twoText] = [JSON.stringify(one), JSON.stringify(two)];

/** An event as EventBridge delivers it to a target, and as an archive gives it back. */
const enveloped = (event: typeof one, overrides: Readonly<Record<string, unknown>> = {}) => ({
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': event.type,
  source: event.source,
  account: '111122223333',
  time: '2026-11-22T10:00:00Z',
  region: 'eu-central-1',
  resources: [],
  detail: event,
  ...overrides,
});

describe('a file of lines', () => {
  it('gives every line once, wherever the reads cut the text', async () => {
    const text = '\uFEFF{"a":"é…𝄞"}\n{"b":2}\r\n\n  \n{"c":3}\n{"d":4}';
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        expect(await lines(...cutAt(Buffer.from(text), places))).toStrictEqual([
          '{"a":"é…𝄞"}',
          '{"b":2}',
          '{"c":3}',
          '{"d":4}',
        ]);
      }),
    );
  });

  it('hands over what is whole after each read, before it waits for the next', async () => {
    const read = await batches(['1\n2\n3', '\n4\n']);
    expect(read.slice(0, 2).map((batch) => batch.map(({ line }) => line))).toStrictEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('ends a line at nothing but a line feed: JSON may have other separators in its texts', async () => {
    expect(await lines('{"note":"a\u2028b\u2029c\u0085d"}\n')).toStrictEqual([
      '{"note":"a\u2028b\u2029c\u0085d"}',
    ]);
  });

  it('counts blank lines, but gives none of them', async () => {
    expect(await said(`\n\r\n${oneText}\n \n${twoText}`)).toStrictEqual([
      `line 3: ${one.id}`,
      `line 5: ${two.id}`,
    ]);
  });

  it('takes off the byte order mark of each of several files that were joined', async () => {
    expect(await said(`\uFEFF${oneText}\n\uFEFF${twoText}\n`)).toStrictEqual([
      `line 1: ${one.id}`,
      `line 2: ${two.id}`,
    ]);
  });

  it('goes on after a line that is no JSON, and after one that only begins as an array', async () => {
    const read = await said(`{"a":\n[[[[\n[1]\n${oneText}\n`);
    expect(read).toHaveLength(4);
    expect(read[3]).toBe(`line 4: ${one.id}`);
    expect((await said(`[[[[[\n${oneText}`))[1]).toBe(`line 2: ${one.id}`);
  });

  it('gives nothing of an empty file', async () => {
    expect(await events()).toStrictEqual([]);
    expect(await events('\uFEFF')).toStrictEqual([]);
    expect(await events(' \n\r\n')).toStrictEqual([]);
  });
});

describe('a gzip file', () => {
  const text = `${oneText}\n${twoText}\n`;

  it('is read by its first bytes, wherever the reads cut it', async () => {
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        expect(await said(...cutAt(gzipSync(text), places))).toStrictEqual([
          `line 1: ${one.id}`,
          `line 2: ${two.id}`,
        ]);
      }),
    );
  });

  it('may be several that were joined, as log deliveries are', async () => {
    expect(await said(gzipSync(`${oneText}\n`), gzipSync(`${twoText}\n`))).toStrictEqual([
      `line 1: ${one.id}`,
      `line 2: ${two.id}`,
    ]);
  });

  it('that is cut off fails by name, not in silence', async () => {
    const whole = gzipSync(text);
    await expect(events(whole.subarray(0, whole.length - 12))).rejects.toThrow('damaged or cut off');
  });
});

describe('a JSON array', () => {
  it('gives every event once, wherever the reads cut the text, in any layout', async () => {
    const values = [one, { a: 'é…𝄞 ][}{ "' }, two];
    const layouts = fc.constantFrom(
      JSON.stringify(values),
      `\uFEFF\r\n [\n${values.map((value) => JSON.stringify(value)).join('\n,\n')}\n]\n`,
      JSON.stringify(values, null, 2),
    );
    await fc.assert(
      fc.asyncProperty(layouts, cuts, async (text, places) => {
        expect(await said(...cutAt(Buffer.from(text), places))).toStrictEqual([
          `event 1: ${one.id}`,
          'event 2: expected "1.0"',
          `event 3: ${two.id}`,
        ]);
      }),
    );
  });

  it('reads an event as a line with the same text is read, prototypes and repeated keys included', async () => {
    const odd = oneText.replace('{', '{"__proto__":{"id":"inherited"},"id":"first",');
    const [inArray] = await events(`[${odd}]`);
    const [inLine] = await events(odd);
    expect(inArray?.parsed).toStrictEqual(inLine?.parsed);
  });

  it('that breaks off or goes wrong gives what came before, and says where', async () => {
    const [first, second, ...rest] = await said(`[${oneText},{"a":NaN},${twoText}]`);
    expect(first).toBe(`event 1: ${one.id}`);
    expect(second).toMatch(/^event 2: the array is no JSON from here on, and nothing after this is read: /);
    expect(rest).toStrictEqual([]);
    expect(await said(`[${oneText},{"a":`)).toHaveLength(2);
    expect(await said(`[${oneText}]${twoText}`)).toHaveLength(2);
    expect(await said(`[${oneText},`, twoText, ']')).toHaveLength(2);
  });

  it('may be empty, or nest deeper than any stack', async () => {
    expect(await events('[ ]')).toStrictEqual([]);
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(await said(`[${deep},${oneText}]`)).toStrictEqual([
      'event 1: expected "1.0"',
      `event 2: ${one.id}`,
    ]);
  });

  it('has a line for each tick, by which it is echoed', async () => {
    const tick = build.tick(1);
    const [read] = await events(JSON.stringify([tick], null, 2));
    expect(JSON.parse(read?.line ?? '')).toMatchObject({ id: tick.id, type: tick.type, time: tick.time });
  });
});

describe('an EventBridge envelope', () => {
  it('is opened, in a line and in an array', async () => {
    const text = [one, two].map((event) => JSON.stringify(enveloped(event)));
    expect(await said(text.join('\n'))).toStrictEqual([`line 1: ${one.id}`, `line 2: ${two.id}`]);
    expect(await said(`[${text.join()}]`)).toStrictEqual([`event 1: ${one.id}`, `event 2: ${two.id}`]);
  });

  it('that names another source or type than the event in it is refused, as on the way in', async () => {
    const forged = enveloped(one, { source: 'hr' });
    expect(await said(JSON.stringify(forged))).toStrictEqual(['line 1: the envelope says "hr"']);
    expect(await said(JSON.stringify([forged]))).toStrictEqual(['event 1: the envelope says "hr"']);
  });
});
