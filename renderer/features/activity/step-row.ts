interface Place {
  /** Index of the row the keyboard stands on; -1 for none. */
  readonly at: number;
  readonly count: number;
  /** How many rows are in sight. */
  readonly page: number;
}

/** Where a key leads in a list; undefined for keys that do not move. */
export function stepRow(key: string, { at, count, page }: Place): number | undefined {
  if (count === 0) return undefined;
  const targets: Partial<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at < 0 ? 0 : at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const target = targets[key];
  return target === undefined ? undefined : Math.min(count - 1, Math.max(0, target));
}
