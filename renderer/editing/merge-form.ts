/** The form on another text of its file: my fields stay, all others are as the file says now. */
export function mergeForm<Form extends object>({
  base,
  mine,
  now,
}: {
  readonly base: Form;
  readonly mine: Form;
  readonly now: Form;
}): Form {
  const merged = { ...now };
  for (const key of Object.keys(mine) as (keyof Form)[]) {
    if (!isSame(mine[key], base[key])) merged[key] = mine[key];
  }
  return merged;
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
