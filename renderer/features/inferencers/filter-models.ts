/** Those that hold all the words, in any case and order. */
export function filterModels(models: readonly string[], query: string): readonly string[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return models;
  return models.filter((id) => {
    const text = id.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
