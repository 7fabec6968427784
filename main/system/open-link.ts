/** Links to the outside open in the browser, after a look at where they lead. */
import { dialog, shell, type BrowserWindow, type MessageBoxOptions } from 'electron';

import { isWebLink } from '../windows/navigation-guard.ts';

/** Where our own pages link to. */
const KNOWN_HOSTS: ReadonlySet<string> = new Set([
  'console.anthropic.com',
  'console.groq.com',
  'github.com',
  'lmstudio.ai',
  'modelcontextprotocol.io',
  'ollama.com',
  'openrouter.ai',
  'platform.openai.com',
]);

export type OpenLink = (url: string) => Promise<boolean>;

/** False when it is no https link, or when the user said no. */
export function createOpenLink(window: () => BrowserWindow | undefined): OpenLink {
  return async (text) => {
    if (!isWebLink(text)) return false;
    const url = new URL(text);
    if (!KNOWN_HOSTS.has(url.host) && !(await confirm(url, window()))) return false;
    await shell.openExternal(url.href);
    return true;
  };
}

async function confirm(url: URL, parent: BrowserWindow | undefined): Promise<boolean> {
  const question: MessageBoxOptions = {
    type: 'question',
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    message: `Open ${url.host} in the browser?`,
    detail: url.href,
  };
  const { response } =
    parent === undefined
      ? await dialog.showMessageBox(question)
      : await dialog.showMessageBox(parent, question);
  return response === 0;
}
