/** Returns a text of an event with its control and direction characters written out, so that it cannot steer a terminal. */
export function printable(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (one) => `\\u{${one.codePointAt(0)?.toString(16) ?? ''}}`,
  );
}
