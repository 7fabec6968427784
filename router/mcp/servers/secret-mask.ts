/** Keeps a server's secrets out of everything we say about it. */
import type { ServerEntry } from '#contract/config.ts';
import { isSecretName } from '#core/secret-name.ts';

export type Mask = (text: string) => string;

const MARK = '[secret]';
/** Shorter values (flags, ports, levels) are not secrets, and masking them would garble every text. */
const SHORTEST_SECRET = 6;
/** Path segments from this length on may be keys, as some hosted servers have them in their URL. */
const SHORTEST_KEY_SEGMENT = 16;
/** What is read beyond a cut, so that a secret on the cut is seen whole: longest secret expected. */
export const CUT_MARGIN = 8192;

/**
 * The router's mask and, in addition, what only this entry tells: environment and header values,
 * private parts of its URL, and credentials in its arguments. They stay masked while a replaced
 * connection drains, when the router's mask may have forgotten them already.
 */
export function createSecretMask(entry: ServerEntry, shared: Mask): Mask {
  const own = [
    ...Object.values(entry.env).flatMap((value) => [value, ...value.split(/\r?\n/)]),
    ...Object.values(entry.headers).flatMap(withoutScheme),
    ...(entry.url === undefined ? [] : privateParts(entry.url)),
    ...entry.args.flatMap((arg, at) => argumentSecrets(arg, entry.args[at - 1])),
  ].filter((secret) => secret.trim().length >= SHORTEST_SECRET);
  // The router's mask comes first; of a value that holds one of its secrets the rest must go too.
  const leftovers = own.map(shared).filter((secret) => secret.length > MARK.length);
  // In one go and with the mark itself, so that no secret is looked for inside a mark.
  const longestFirst = [...own, ...leftovers, MARK].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(literally).join('|'), 'g');
  return (text) => shared(text).replace(pattern, MARK);
}

/**
 * At most `length` characters of the masked text; at most `CUT_MARGIN` more are looked at. A part of
 * a secret never stays behind on a cut.
 */
export function maskThenCut(text: string, mask: Mask, length: number): string {
  const seen = text.slice(0, length + CUT_MARGIN);
  const masked = mask(seen);
  // Only the end of what was seen can be the beginning of something that was not seen whole.
  const safe = seen.length < text.length ? masked.slice(0, -CUT_MARGIN) : masked;
  return safe.slice(0, length);
}

/** As a pattern that matches just this text. */
function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/** The value after a telling flag (`--token x`), or in `API_KEY=x`, `Authorization: Bearer x`, a URL. */
function argumentSecrets(arg: string, before: string | undefined): readonly string[] {
  const [, name = '', value = ''] = /^([^=:\s]+)[=:]\s*(.+)$/s.exec(arg) ?? [];
  const afterFlag = before?.startsWith('-') === true && isTelling(before) && !arg.startsWith('-');
  return [
    ...(isTelling(name) ? withoutScheme(value) : []),
    ...(afterFlag ? withoutScheme(arg) : []),
    ...(arg.includes('://') && URL.canParse(arg) ? credentialsOf(new URL(arg)) : []),
  ];
}

function isTelling(name: string): boolean {
  return isSecretName(name) || /authorization/i.test(name);
}

/** `Bearer x` as it is, and `x`. */
function withoutScheme(value: string): readonly string[] {
  return [value, ...value.split(/\s+/)];
}

function privateParts(text: string): readonly string[] {
  if (!URL.canParse(text)) return [text];
  const url = new URL(text);
  const segments = url.pathname.split('/').filter((one) => one.length >= SHORTEST_KEY_SEGMENT);
  return [url.username, url.search, url.hash, ...credentialsOf(url), ...segments];
}

/** As written and decoded. */
function credentialsOf(url: URL): readonly string[] {
  const written = url.search.slice(1).split('&');
  const password = new URLSearchParams(`p=${url.password.replaceAll('+', '%2B')}`).get('p') ?? '';
  return [
    url.password,
    password,
    ...written.map((one) => one.slice(one.indexOf('=') + 1)),
    ...url.searchParams.values(),
  ];
}
