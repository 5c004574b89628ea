/** Returns the value of a JSON text. Returns undefined, which no schema accepts, for a text that is not JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
