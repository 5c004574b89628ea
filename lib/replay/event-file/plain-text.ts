import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/**
 * The first bytes of a gzip file (RFC 1952). The name does not show it: a download may be unpacked, a pipe has no
 * name.
 */
const GZIP_MAGIC = [0x1f, 0x8b] as const;

/** Returns the text of a stream of bytes as it comes: unpacked if it is gzip, without a byte order mark. */
export async function* plainText(input: Readable): AsyncGenerator<string> {
  // Bytes that are not UTF-8 become replacement characters; the line is then parsed with them.
  const decoder = new TextDecoder();
  for await (const bytes of unpacked(input)) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

async function* unpacked(input: Readable): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = input[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < GZIP_MAGIC.length) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  const all = withHead(head, chunks);
  if (!GZIP_MAGIC.every((byte, at) => head[at] === byte)) {
    yield* all;
    return;
  }
  const gunzip = createGunzip();
  // An error in the pipeline destroys the stream with that error, and the loop below throws it.
  pipeline(all, gunzip).catch(() => undefined);
  try {
    for await (const bytes of gunzip as AsyncIterable<Buffer>) yield bytes;
  } catch (error) {
    throw new Error('the gzip data is damaged or cut off; what came before that place was read', {
      cause: error,
    });
  }
}

async function* withHead(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
