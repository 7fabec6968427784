/**
 * Opens a link in the user's browser without naming it on a command line, where every user of the
 * machine could read it: the browser is given a private file that forwards to the link.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { ensurePrivateDir } from '../listeners/runtime-dir.ts';

/** As long as the link itself is good. */
const KEPT_MS = 120_000;

export interface BrowserOptions {
  readonly link: string;
  /** The private runtime folder. */
  readonly dir: string;
  /** Starts the system's program for a `file:` URL. */
  readonly open?: (url: string) => Promise<unknown>;
}

/**
 * Resolves with what removes the file: at once when called, else after two minutes while this
 * process lives. Rejects when there is no program to open it with.
 */
export async function openInBrowser(options: BrowserOptions): Promise<() => void> {
  const { link, dir, open = openBySystem } = options;
  ensurePrivateDir(dir);
  const file = join(dir, 'woollama-open.html');
  rmSync(file, { force: true });
  writeFileSync(file, forwardingPage(link), { mode: 0o600, flag: 'wx' });
  const remove = () => rmSync(file, { force: true });
  try {
    await open(pathToFileURL(file).href);
  } catch (error) {
    remove();
    throw error;
  }
  const timer = setTimeout(remove, KEPT_MS).unref();
  return () => {
    clearTimeout(timer);
    remove();
  };
}

/** Loaded only when it is needed: most starts open nothing. */
async function openBySystem(url: string): Promise<void> {
  const { default: open } = await import('open');
  const launched = await open(url);
  // The browser lives on; how its launcher ends tells nothing.
  launched.on('error', () => undefined);
}

function forwardingPage(link: string): string {
  const url = escapeHtml(link);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${url}">
<title>Woollama</title>
<p><a href="${url}" rel="noreferrer">Open Woollama</a></p>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
