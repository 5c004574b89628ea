import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from '../../lib/cli/read-lines.ts';

async function batches(chunks: readonly (string | Buffer)[]): Promise<readonly (readonly string[])[]> {
  const read: (readonly string[])[] = [];
  for await (const batch of readLines(Readable.from(chunks, { objectMode: false }))) read.push(batch);
  return read;
}

async function lines(chunks: readonly (string | Buffer)[]): Promise<readonly string[]> {
  return (await batches(chunks)).flat();
}

describe('reading lines', () => {
  it('answers every line once, wherever the reads cut the text', async () => {
    const text = '{"a":"é…𝄞"}\n{"b":2}\r\n\n  \n{"c":3}\n{"d":4}';
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 64 }), { maxLength: 8 }), async (cuts) => {
        const bytes = Buffer.from(text);
        const ends = [...cuts.toSorted((a, b) => a - b), bytes.length];
        const chunks = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
        const read = await lines(chunks.filter((chunk) => chunk.length > 0));
        expect(read).toStrictEqual(['{"a":"é…𝄞"}', '{"b":2}', '{"c":3}', '{"d":4}']);
      }),
    );
  });

  it('hands over what is whole after each read, before it waits for the next', async () => {
    expect(await batches(['1\n2\n3', '\n4\n'])).toStrictEqual([['1', '2'], ['3', '4'], []]);
  });

  it('ends a line at nothing but a line feed: JSON may have other separators in its texts', async () => {
    expect(await lines(['{"note":"a\u2028b\u2029c\u0085d"}\n'])).toStrictEqual([
      '{"note":"a\u2028b\u2029c\u0085d"}',
    ]);
  });

  it('answers nothing of an empty stream', async () => {
    expect(await lines([])).toStrictEqual([]);
  });
});
