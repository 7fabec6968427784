/** What a server entry must fulfil beside its shape. Messages never quote a value. */
import type { ServerEntry } from '#contract/config.ts';
import { valueAt } from './formats/value-at.ts';
import type { IssueLog } from './issue-log.ts';

export function checkServer(entry: ServerEntry, log: IssueLog): void {
  checkTransport(entry, log);
  if (entry.url === undefined) return;
  checkUrl(entry.url, log);
  for (const [name, value] of Object.entries(entry.headers)) checkHeader(name, value, log);
  if (Object.keys(entry.headers).length > 0 && isPlainRemote(entry.url)) {
    const hint = 'Use https://, or reach the server through localhost.';
    log.warn(['url'], 'headers are sent unencrypted over the network', hint);
  }
}

function checkTransport({ command, url, type }: ServerEntry, log: IssueLog): void {
  if (command !== undefined && url !== undefined) {
    const hint = "Keep 'command' for a program on this machine, 'url' for a server on the network.";
    return log.error(['url'], "'command' and 'url' exclude each other", hint);
  }
  if (command === undefined && url === undefined) {
    return log.error(
      [],
      "missing 'command' or 'url'",
      'Write "command": "npx" or "url": "https://...".',
    );
  }
  if (type === undefined) return;
  const wanted = type === 'stdio' ? command : url;
  if (wanted !== undefined) return;
  const key = type === 'stdio' ? 'command' : 'url';
  log.error(['type'], `type '${type}' needs '${key}'`, "Leave 'type' out: the other keys tell it.");
}

function checkUrl(url: string, log: IssueLog): void {
  if (!isHttpUrl(url)) {
    const hint = 'Write "url": "https://host/mcp".';
    log.error(['url'], "'url' must be an http:// or https:// address", hint);
  }
}

export function isHttpUrl(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}

function checkHeader(name: string, value: string, log: IssueLog): void {
  const path = ['headers', name];
  if (value.trim() === '') {
    log.error(path, `the value of '${name}' is blank`, 'Is its variable empty?');
  } else if (isCredential(name) && /^(bearer|basic|digest|token)$/i.test(value.trim())) {
    log.error(path, `'${name}' is only a scheme without a credential`, 'Is its variable empty?');
  } else if (/[\r\n\0]/.test(value)) {
    log.error(path, `the value of '${name}' holds a line break`, 'Does its variable end with one?');
  }
}

function isCredential(header: string): boolean {
  return /^(proxy-)?authorization$/i.test(header);
}

/** `http://` to another machine. */
function isPlainRemote(text: string): boolean {
  const url = URL.parse(text);
  if (url?.protocol !== 'http:') return false;
  return !/^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
}

/** A variable that fills an `env` value with nothing is legal and nearly always a slip. */
export function warnEmptyEnv(
  { name, written, entry }: { name: string; written: unknown; entry: ServerEntry },
  log: IssueLog,
): void {
  for (const [key, value] of Object.entries(entry.env)) {
    if (value !== '' || valueAt(written, ['env', key]) === '') continue;
    log.warn(
      ['env', key],
      `'${key}' in 'env' of server '${name}' is empty`,
      'Is its variable empty?',
    );
  }
}
