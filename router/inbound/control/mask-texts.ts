/** The same JSON value with every text in it masked; names of members stay as they are. */
export function maskTexts<T>(value: T, mask: (text: string) => string): T {
  return maskValue(value, mask) as T;
}

function maskValue(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((item) => maskValue(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, item]) => [key, maskValue(item, mask)]);
  return Object.fromEntries(members);
}
