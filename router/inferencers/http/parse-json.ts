/** The value, or undefined when `text` is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Callers decide what a text that is not JSON means to them.
    return undefined;
  }
}
