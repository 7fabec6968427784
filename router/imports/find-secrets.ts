/** Which parts of a foreign value are literal secrets. */
import { isSecretName } from '#core/secret-name.ts';
import { KNOWN_KEY_SOURCE } from '#core/secret-shapes.ts';
import type { Piece, Template } from './template.ts';

export type Place =
  | { readonly kind: 'env' | 'header'; readonly name: string }
  | { readonly kind: 'argument'; readonly before: string | undefined }
  | { readonly kind: 'url' | 'other' };

interface Span {
  readonly start: number;
  readonly end: number;
  readonly hint: string;
}

const KNOWN_KEYS = new RegExp(KNOWN_KEY_SOURCE, 'g');
const AFTER_SCHEME = /\b(?:Bearer|Basic|Token)\s+([\w.~+/=:-]{6,})/gi;
const SCHEME = /^\s*(?:Bearer|Basic|Digest|Token|ApiKey)\s+/i;
const HARMLESS_HEADER = /^(accept|content-type|user-agent)$/i;
/** Switches, small numbers and files: what a secret-sounding name may hold without being secret. */
const HARMLESS_VALUE = /^\s*(true|false|on|off|yes|no|none|null|\d{0,5})\s*$/i;
/** Names of a setting and of a program: what they hold must be seen. */
const HARMLESS_VARIABLE = /^GIT_CONFIG_KEY_\d+$|ASKPASS$/i;
const FILE_NAME = /(FILE|PATH|DIR|SOCK|SOCKET|CREDENTIALS)$/i;
const FILE_VALUE = /^(~|\.{0,2}[/\\]|[A-Za-z]:[/\\])/;
/** A part of a path that nobody would choose: hosted servers have keys in their addresses. */
const OPAQUE_SEGMENT =
  /^(?=.{20,}$)(?:[\w-]*[-_])?(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{8,}(?:[-_]|$)/;
const ADDRESS = /\b([a-z][a-z\d+.-]{0,20}:\/\/)([^/?#@\s]*@)?([^?#\s]*)(\?[^#\s]*)?/gi;
const SHORTEST_ARGUMENT = 6;

/** The same template with its secrets taken apart. */
export function markSecrets(template: Template, place: Place): Template {
  const [only] = template;
  const isWhole = template.length === 1;
  if (isWhole && only?.kind === 'text') return split(only.text, spansOf(only.text, place));
  // Beside a variable only what is certainly a key counts: `Bearer ${TOKEN}` holds none.
  return template.flatMap((piece): readonly Piece[] =>
    piece.kind === 'text' ? split(piece.text, keySpans(piece.text, hintOf(place))) : [piece],
  );
}

function spansOf(text: string, place: Place): readonly Span[] {
  const keys = keySpans(text, hintOf(place));
  const addresses = addressSpans(text);
  switch (place.kind) {
    case 'env':
      if (HARMLESS_VARIABLE.test(place.name)) return [...addresses, ...keys];
      return [...valueSpans(text, place.name), ...addresses, ...keys];
    case 'header':
      if (HARMLESS_HEADER.test(place.name)) return keys;
      return [...valueSpans(text, place.name), ...keys];
    case 'argument':
      return [...argumentSpans(text, place.before), ...addresses, ...keys];
    case 'url':
    case 'other':
      return [...addresses, ...keys];
  }
}

/** All of the value but its scheme, if the name says that it is secret. */
function valueSpans(text: string, name: string, offset = 0): readonly Span[] {
  const isFile = FILE_NAME.test(name) && FILE_VALUE.test(text);
  if (!isSecretName(name) || HARMLESS_VALUE.test(text) || isFile) return [];
  const start = SCHEME.exec(text)?.[0].length ?? 0;
  return [{ start: offset + start, end: offset + text.length, hint: name }];
}

/**
 * `--token x`, `--token=x`, `TOKEN=x` and `Authorization: Bearer x`. A value with a blank in it is
 * no key, except after a scheme, and hiding it would hide a part of the command from its reader.
 */
function argumentSpans(text: string, before: string | undefined): readonly Span[] {
  const [lead = '', name = ''] = /^([^=:\s]+)(?:=|:\s*)/.exec(text) ?? [];
  const pair = valueSpans(text.slice(lead.length), name, lead.length);
  const isFlagged = before !== undefined && /^--?[^=]+$/.test(before) && !text.startsWith('-');
  const flagged = isFlagged && !FILE_VALUE.test(text) ? valueSpans(text, before) : [];
  const found = name === '' || pair.length === 0 ? flagged : pair;
  return found.filter(({ start, end }) => {
    return end - start >= SHORTEST_ARGUMENT && !/\s/.test(text.slice(start, end));
  });
}

function keySpans(text: string, hint: string): readonly Span[] {
  const known = Array.from(text.matchAll(KNOWN_KEYS), ({ index, 0: key }) => {
    return { start: index, end: index + key.length, hint };
  });
  const schemed = Array.from(text.matchAll(AFTER_SCHEME), ({ index, 0: all, 1: key = '' }) => {
    return { start: index + all.length - key.length, end: index + all.length, hint };
  });
  return [...known, ...schemed];
}

/** Passwords, query fields with a telling name, and opaque parts of the path. */
function addressSpans(text: string): readonly Span[] {
  return Array.from(text.matchAll(ADDRESS), (address) => {
    const [, lead = '', user = '', path = '', query = ''] = address;
    const userStart = address.index + lead.length;
    const pathStart = userStart + user.length;
    const queryStart = pathStart + path.length;
    const segments = Array.from(path.matchAll(/[^/]+/g), ({ index, 0: segment }) => {
      const start = pathStart + index;
      return { start, end: OPAQUE_SEGMENT.test(segment) ? start + segment.length : start };
    });
    const fields = Array.from(query.matchAll(/([^?&=]+)=([^&]*)/g), (field) => {
      const [, name = '', value = ''] = field;
      return valueSpans(value, name, queryStart + field.index + name.length + 1);
    });
    const login = { start: userStart + passwordAt(lead, user), end: pathStart - 1 };
    return [
      { ...login, hint: 'PASSWORD' },
      ...segments.map((segment) => ({ ...segment, hint: 'KEY' })),
      ...fields.flat(),
    ];
  }).flat();
}

/** Where in `user:password@` the password begins; a lone name on the web is a token. */
function passwordAt(lead: string, user: string): number {
  const colon = user.indexOf(':');
  if (colon !== -1) return colon + 1;
  return /^https?:/i.test(lead) ? 0 : user.length;
}

function hintOf(place: Place): string {
  if (place.kind === 'env' || place.kind === 'header') return place.name;
  return place.kind === 'argument' && place.before?.startsWith('-') ? place.before : 'KEY';
}

function split(text: string, spans: readonly Span[]): Template {
  const pieces: Piece[] = [];
  let end = 0;
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.start < end || span.end <= span.start) continue;
    if (span.start > end) pieces.push({ kind: 'text', text: text.slice(end, span.start) });
    pieces.push({ kind: 'secret', value: text.slice(span.start, span.end), hint: span.hint });
    end = span.end;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}
