/**
 * `woollama://` links come from anywhere: a web page, a mail, another program. They are data for a
 * review dialog and start nothing.
 *
 *   woollama://add-server?name=git&config=<JSON or base64 of one entry of mcp.json>
 *   woollama://recipe?name=counter
 */
import { z } from 'zod';

import { serverEntry } from '#contract/config.ts';
import type { DeepLink } from '../bridge/channels.ts';

export const LINK_SCHEME = 'woollama';

const LONGEST_LINK = 32_000;
/** Far more than an entry of mcp.json needs. */
const DEEPEST = 16;
/** Indented text can be much longer than the link. */
const LONGEST_TEXT = 64_000;

/** No spaces, no control characters, nothing that reads as a path or as another argument. */
const linkName = z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/);

export type ParsedLink =
  | { readonly ok: true; readonly link: DeepLink }
  /** For people. */
  | { readonly ok: false; readonly problem: string };

/** The first link among the arguments of a start; undefined when there is none. */
export function findLink(args: readonly string[]): string | undefined {
  return args.find((arg) => arg.toLowerCase().startsWith(`${LINK_SCHEME}:`));
}

export function parseLink(text: string): ParsedLink {
  if (text.length > LONGEST_LINK || !URL.canParse(text)) return refuse('it is not a valid address');
  const url = new URL(text);
  if (url.protocol !== `${LINK_SCHEME}:`) return refuse('it is not a valid address');
  const name = linkName.safeParse(url.searchParams.get('name'));
  if (!name.success) return refuse('the name is missing or has characters that are not allowed');
  if (url.host === 'recipe') return { ok: true, link: { kind: 'open-recipe', name: name.data } };
  if (url.host === 'add-server') return parseServer(name.data, url.searchParams.get('config'));
  return refuse(`this version does not know what '${url.host.slice(0, 40)}' is`);
}

function parseServer(name: string, config: string | null): ParsedLink {
  const given = parseJson(config ?? '');
  // Before anything walks through it: deep nesting overflows the stack.
  if (!isShallow(given, DEEPEST))
    return refuse('the description of the server is nested too deeply');
  const entry = serverEntry.safeParse(given);
  if (!entry.success) return refuse('the description of the server is not valid');
  const { command, url } = entry.data;
  if ((command === undefined) === (url === undefined)) {
    return refuse('the description needs either a command or a url');
  }
  // As it was written, so that the review shows nothing that was not in the link.
  const text = JSON.stringify({ mcpServers: { [name]: given } }, null, 2);
  if (text.length > LONGEST_TEXT) return refuse('the description of the server is too long');
  return { ok: true, link: { kind: 'add-server', name, text } };
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}

/** Undefined when it is neither JSON nor base64 of JSON. */
function parseJson(text: string): unknown {
  for (const candidate of [text, Buffer.from(text, 'base64').toString('utf8')]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // The other spelling, then.
    }
  }
  return undefined;
}

function refuse(why: string): ParsedLink {
  return { ok: false, problem: `A link to Woollama was not opened: ${why}.` };
}
