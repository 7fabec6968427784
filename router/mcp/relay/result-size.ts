/**
 * Bytes of the JSON of a value, roughly: quotes, commas and escapes are not counted. Stops counting
 * beyond the limit.
 */
export function roughSize(value: unknown, limit = Infinity): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value !== 'object' || value === null) return 4;
  let size = 2;
  if (Array.isArray(value)) {
    for (const item of value) {
      size += roughSize(item, limit - size);
      if (size > limit) break;
    }
    return size;
  }
  for (const [key, item] of Object.entries(value)) {
    size += key.length + roughSize(item, limit - size);
    if (size > limit) break;
  }
  return size;
}
