/** Whether an entry of ours already does what a foreign one does. */
import { memberOf } from './foreign-document.ts';
import type { ForeignEntry } from './foreign-entry.ts';
import type { Template } from './template.ts';

/** Stands for every variable and every secret: what is filled in may well be the same. */
const FILLED_IN = '\0';

export function isSameServer(entry: ForeignEntry, ours: unknown): boolean {
  if (entry.command === undefined) {
    const url = memberOf(ours, 'url');
    if (entry.url === undefined || typeof url !== 'string') return false;
    return trimUrl(outline(entry.url)) === trimUrl(outlineText(url));
  }
  const command = memberOf(ours, 'command');
  if (typeof command !== 'string') return false;
  const args: unknown = memberOf(ours, 'args') ?? [];
  const own = [command, ...(Array.isArray(args) ? args.map(String) : [])].map(outlineText);
  const foreign = [entry.command, ...entry.args].map(outline);
  return own.length === foreign.length && own.every((part, at) => part === foreign[at]);
}

function outline(template: Template): string {
  return template.map((piece) => (piece.kind === 'text' ? piece.text : FILLED_IN)).join('');
}

/** In what the editor shows of our file, secrets are placeholders. */
function outlineText(text: string): string {
  return text.replaceAll(/\$\{[^}]*\}|‹secret(?:-\d+)? \d+›/g, FILLED_IN);
}

function trimUrl(url: string): string {
  return url.replace(/\/+$/, '');
}
