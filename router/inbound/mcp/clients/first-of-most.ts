/** Of whoever has the most of these, the first one: it makes room, so that nobody crowds out the others. */
export function firstOfMost<Item>(
  items: Iterable<Item>,
  ownerOf: (item: Item) => string,
): Item | undefined {
  const owned = new Map<string, { readonly first: Item; count: number }>();
  for (const item of items) {
    const owner = ownerOf(item);
    const known = owned.get(owner);
    if (known === undefined) owned.set(owner, { first: item, count: 1 });
    else known.count += 1;
  }
  let most: { readonly first: Item; readonly count: number } | undefined;
  for (const one of owned.values()) if (one.count > (most?.count ?? 0)) most = one;
  return most?.first;
}
