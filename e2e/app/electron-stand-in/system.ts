/** The system around the app: recorded, answered by the specs, or done in memory. */
import type Electron from 'electron';
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';

import { assertReady } from './app.ts';
import { record } from './record.ts';

export const clipboard = {
  async writeText(text: string) {
    record.clipboard = text;
  },
  readText: async () => record.clipboard,
} satisfies Pick<Electron.Clipboard, 'readText' | 'writeText'>;

export const shell = {
  async openExternal(url: string) {
    record.openedLinks.push(url);
  },
  async openPath(path: string) {
    record.openedPaths.push(path);
    return '';
  },
} satisfies Pick<Electron.Shell, 'openExternal' | 'openPath'>;

/** Index of the button that the user presses from now on. */
let pressed = 0;
export function pressButton(index: number): void {
  pressed = index;
}

export const dialog = {
  async showMessageBox(...args: readonly unknown[]) {
    const options = args.at(-1) as Electron.MessageBoxOptions;
    record.questions.push(options.message);
    return { response: pressed, checkboxChecked: false };
  },
  showMessageBoxSync(...args: readonly unknown[]) {
    const options = args.at(-1) as Electron.MessageBoxSyncOptions;
    record.questions.push(options.message);
    return pressed;
  },
  showErrorBox(title: string, content: string) {
    process.stderr.write(`${title}: ${content}\n`);
  },
} satisfies Pick<Electron.Dialog, 'showMessageBox' | 'showMessageBoxSync' | 'showErrorBox'>;

/** Never shuts down here. */
export const powerMonitor = new EventEmitter();

const shown: Notification[] = [];

export class Notification extends EventEmitter {
  readonly options: Electron.NotificationConstructorOptions;

  constructor(options: Electron.NotificationConstructorOptions) {
    super();
    this.options = options;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    const { title = '', body = '' } = this.options;
    record.notifications.push({ title, body });
    shown.push(this);
  }

  close(): void {
    const place = shown.indexOf(this);
    if (place !== -1) shown.splice(place, 1);
  }
}

export function clickNotification(title: string): void {
  const found = shown.findLast((one) => one.options.title === title);
  if (found === undefined) throw new Error(`no notification '${title}'`);
  found.emit('click');
}

export const nativeTheme = {
  get themeSource() {
    return record.themeSource as Electron.NativeTheme['themeSource'];
  },
  set themeSource(source) {
    record.themeSource = source;
  },
} satisfies Pick<Electron.NativeTheme, 'themeSource'>;

export const nativeImage = {
  createFromPath: (path: string) => ({ path, setTemplateImage: () => undefined }),
};

const area = { x: 0, y: 0, width: 1920, height: 1040 };
export const screen = {
  getAllDisplays() {
    assertReady('screen');
    return [{ workArea: area } as Electron.Display];
  },
} satisfies Pick<Electron.Screen, 'getAllDisplays'>;

type InvokeHandler = Parameters<Electron.IpcMain['handle']>[1];
const invokeHandlers = new Map<string, InvokeHandler>();

export const ipcMain = {
  handle(channel: string, handler: InvokeHandler) {
    if (invokeHandlers.has(channel)) throw new Error(`second handler for '${channel}'`);
    invokeHandlers.set(channel, handler);
  },
} satisfies Pick<Electron.IpcMain, 'handle'>;

export async function invoke(
  channel: string,
  event: Electron.IpcMainInvokeEvent,
  args: readonly unknown[],
): Promise<unknown> {
  const handler = invokeHandlers.get(channel);
  if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
  return handler(event, ...args) as unknown;
}

/** A real cipher whose key is in no file, so that a kept value can be read by nobody else. */
const key = createHash('sha256')
  .update(process.env['STAND_IN_KEY'] ?? 'locked')
  .digest();

export const safeStorage = {
  async isAsyncEncryptionAvailable() {
    assertReady('safeStorage');
    return true;
  },
  async encryptStringAsync(text: string) {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]);
  },
  async decryptStringAsync(encrypted: Buffer) {
    const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(0, 12));
    decipher.setAuthTag(encrypted.subarray(12, 28));
    const body = Buffer.concat([decipher.update(encrypted.subarray(28)), decipher.final()]);
    return { shouldReEncrypt: false, result: body.toString('utf8') };
  },
  getSelectedStorageBackend: () => 'gnome_libsecret' as const,
} satisfies Pick<
  Electron.SafeStorage,
  | 'isAsyncEncryptionAvailable'
  | 'encryptStringAsync'
  | 'decryptStringAsync'
  | 'getSelectedStorageBackend'
>;
