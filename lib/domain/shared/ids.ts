// Ids are visible ASCII. Any other character is percent-encoded as UTF-8, so that every id has one spelling.

/** What an id is made of without encoding: visible ASCII without quotes, `%`, `*`, `<`, `>` and `\`. */
const PLAIN = '[A-Za-z0-9!#$&()+,./:;=?@\\[\\]^_`{|}~-]';

/** The most characters of an id. */
export const MAX_ID = 128;

/** An id: at most 128 plain characters and percent-encoded bytes. */
export const ID_PATTERN = new RegExp(`^(?:${PLAIN}|%[0-9A-F]{2}){1,${MAX_ID}}$`);

const IS_PLAIN = new RegExp(`^${PLAIN}$`);
const IS_CANONICAL = /^[a-z0-9._:-]+$/;
/** What nobody can see: two ids that differ only in it would look like one. U+2800 is the braille pattern without dots. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * Returns the text that an id stands for, or undefined when its encoding is not the one there is: bytes that are no UTF-8, a
 * character that needs no encoding, one that nobody can see, or nothing but spaces.
 */
export function decodedId(id: string): string | undefined {
  if (!id.includes('%')) return id;
  try {
    const text = decodeURIComponent(id);
    const isOne =
      encodedId(text) === id && text.trim() !== '' && !UNPRINTABLE.test(text + text.normalize('NFKC'));
    return isOne && canonicalText(text).length <= MAX_ID ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Returns a text as an id: what is not plain is percent-encoded. */
export function encodedId(text: string): string {
  return [...text].map((one) => (IS_PLAIN.test(one) ? one : percentEncoded(one))).join('');
}

function percentEncoded(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

/**
 * Returns the form in which ids of people, devices, sites, SKUs, customers and other subjects are compared: decoded,
 * NFKC, without spaces around it and without regard to case, then encoded again. `EMP_7` and `emp_7` are one person. Ids
 * of refunds, orders, lines and returns are compared as they are.
 */
export function canonicalId(id: string): string {
  if (IS_CANONICAL.test(id)) return id;
  return canonicalText(decodedId(id) ?? id);
}

/** Returns the canonical form, encoded as an id, of any text: the category or the name of an article. */
export function canonicalText(text: string): string {
  return encodedId(text.normalize('NFKC').trim().toLowerCase().toUpperCase().toLowerCase().normalize('NFKC'));
}
