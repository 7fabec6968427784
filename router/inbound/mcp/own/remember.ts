/**
 * A value that is made anew only when something it was made of changed. Lists count as the same
 * while they hold the same items.
 */
export function remember<Inputs extends readonly unknown[] | [], Value>(
  read: () => Inputs,
  make: (...inputs: Inputs) => Value,
): () => Value {
  let last: { readonly inputs: Inputs; readonly value: Value } | undefined;
  return () => {
    const inputs = read();
    if (last === undefined || !isSame(last.inputs, inputs, isSameInput)) {
      last = { inputs, value: make(...inputs) };
    }
    return last.value;
  };
}

function isSameInput(a: unknown, b: unknown): boolean {
  return a === b || (Array.isArray(a) && Array.isArray(b) && isSame(a, b, Object.is));
}

function isSame(
  a: readonly unknown[],
  b: readonly unknown[],
  equal: (a: unknown, b: unknown) => boolean,
): boolean {
  return a.length === b.length && a.every((item, index) => equal(item, b[index]));
}
