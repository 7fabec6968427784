/** Entries in which every word of the query occurs; those that begin with the query come first. */
export function filterEntries<T extends { readonly title: string; readonly group: string }>(
  entries: readonly T[],
  query: string,
): readonly T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries.filter(({ title, group }) => {
    const text = `${title} ${group}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const [first = ''] = words;
  return found.toSorted((a, b) => rank(a.title, first) - rank(b.title, first));
}

function rank(title: string, word: string): number {
  const text = title.toLowerCase();
  if (text.startsWith(word)) return 0;
  return text.split(/[\s/]/).some((part) => part.startsWith(word)) ? 1 : 2;
}
