/** Those of which the texts have every word of the query. */
export function filterFeatures<T>(
  items: readonly T[],
  query: string,
  textsOf: (item: T) => readonly string[],
): readonly T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter((item) => {
    const text = textsOf(item).join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
