export function publishArguments(env: Readonly<Record<string, string | undefined>>): {
  readonly feed: string | undefined;
  readonly args: readonly string[];
};
