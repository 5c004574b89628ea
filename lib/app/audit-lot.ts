import { hash } from 'node:crypto';

const LOTS = 1_000_000;

/**
 * Answers a refund's lot for the audit sample (R4), from 0 to 999,999: a keyed hash of its id. Without the key
 * nobody can tell which refunds a person will see; with it, everybody can check that none was left out.
 */
export function auditLot(key: string, refundId: string): number {
  return Number.parseInt(hmacSha256(key, refundId).slice(0, 12), 16) % LOTS;
}

/** Bytes of a block of SHA-256, and of its hash. */
const BLOCK = 64;
const HASH = 32;

/**
 * Answers HMAC-SHA-256 in hex. Source: RFC 2104. Two one-shot hashes: the object that `createHmac` makes for each
 * text costs several times as much.
 */
function hmacSha256(key: string, text: string): string {
  const { inner, outer } = padsOf(key);
  outer.write(hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'hex'), BLOCK, 'hex');
  return hash('sha256', outer, 'hex');
}

interface Pads {
  readonly inner: Buffer;
  /** The outer pad, and room for the inner hash. */
  readonly outer: Buffer;
}

/** A process draws its lots by one key. */
let last: { readonly key: string; readonly pads: Pads } | undefined;

function padsOf(key: string): Pads {
  if (last?.key === key) return last.pads;
  const bytes = Buffer.from(key);
  const short = bytes.length > BLOCK ? hash('sha256', bytes, 'buffer') : bytes;
  const pad = (byte: number, room: number): Buffer => {
    const padded = Buffer.alloc(BLOCK + room, byte);
    for (const [at, own] of short.entries()) padded[at] = own ^ byte;
    return padded;
  };
  last = { key, pads: { inner: pad(0x36, 0), outer: pad(0x5c, HASH) } };
  return last.pads;
}
