/** `server git, attempts 2, err TypeError: no pipe`: facts of a log line for people, without stacks. */
export function describeFacts(facts: object): string {
  return Object.entries(facts)
    .flatMap(([name, value]) => {
      const text = isMoment(name, value) ? new Date(value).toISOString() : describe(value);
      return text === undefined ? [] : [`${name} ${text}`];
    })
    .join(', ');
}

/** `nextRetryAt` and the like, in milliseconds since 1970. */
function isMoment(name: string, value: unknown): value is number {
  const isTime = typeof value === 'number' && value > 0 && value < 8.64e15;
  return isTime && name.endsWith('At');
}

function describe(value: unknown): string | undefined {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (Array.isArray(value)) return value.flatMap((one) => describe(one) ?? []).join(' ');
  return typeof value === 'string' ? value : toJson(value);
}

/** Undefined for what JSON does not know. */
function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // A cycle, say; the log file has what its own writer makes of it.
    return undefined;
  }
}
