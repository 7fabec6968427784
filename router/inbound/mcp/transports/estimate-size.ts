const PER_VALUE = 16;

/** About how many bytes a JSON value holds, without making its text. */
export function estimateSize(value: unknown): number {
  let size = 0;
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    size += PER_VALUE;
    if (typeof next === 'string') size += next.length;
    else if (typeof next === 'object' && next !== null) {
      for (const [key, member] of Object.entries(next)) {
        size += key.length;
        left.push(member);
      }
    }
  }
  return size;
}
