/**
 * What a terminal, an e-mail or a page would obey instead of showing: control characters (C0, DEL and C1, so escape
 * sequences too), format characters (bidi overrides, joiners, tags), line and paragraph separators, halves of
 * characters, and characters that nobody can see (fillers, variation selectors, the braille pattern without dots).
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Returns a text as one line in which such characters are written out, as `\u{1b}`. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/**
 * Returns a value as one line of JSON without characters that a terminal would obey. A parser reads the same value
 * from it.
 */
export function visibleJson(value: unknown): string {
  return visibleJsonText(JSON.stringify(value));
}

/** Returns the same for a text that is already JSON. White space between its parts becomes spaces. */
export function visibleJsonText(json: string): string {
  return json.replace(/[\t\r\n]/g, ' ').replace(INVISIBLE, escapedInJson);
}

/** Returns the JSON escapes of a character, one for each UTF-16 unit. */
function escapedInJson(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
