/** Keeps a server's own secrets out of everything we say about it. */
import type { ServerEntry } from '#contract/config.ts';

const MASK = '***';
/** Shorter values (flags, ports, levels) are not secrets, and masking them would garble every text. */
const SHORTEST_SECRET = 6;

/** Replaces environment and header values of the entry, and the private parts of its URL. */
export function createSecretMask(entry: ServerEntry): (text: string) => string {
  const secrets = new Set([
    ...Object.values(entry.env),
    ...Object.values(entry.headers).flatMap((value) => [value, ...value.split(/\s+/)]),
    ...(entry.url === undefined ? [] : privateParts(entry.url)),
  ]);
  const longestFirst = [...secrets]
    .filter((secret) => secret.trim().length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}

function privateParts(text: string): readonly string[] {
  if (!URL.canParse(text)) return [text];
  const url = new URL(text);
  const query = [...url.searchParams.values()];
  return [url.username, url.password, url.search, url.hash, ...query];
}
