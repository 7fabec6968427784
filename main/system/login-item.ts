/** Start at login, without a window; how depends on the system. */
import { app } from 'electron';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { createAutostartFile, type Autostart, type LoginItem } from './autostart-file.ts';

const HIDDEN_FLAG = '--hidden';

export function createLoginItem(): LoginItem {
  return process.platform === 'linux' ? createAutostartFile(linuxAutostart()) : systemLoginItem;
}

/** Whether the system started the app at login; macOS hands over no arguments. */
export function isStartedAtLogin(): boolean {
  if (process.argv.includes(HIDDEN_FLAG)) return true;
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

const systemLoginItem: LoginItem = {
  isOn: () => app.getLoginItemSettings({ args: [HIDDEN_FLAG] }).openAtLogin,
  async set(openAtLogin) {
    app.setLoginItemSettings({ openAtLogin, args: [HIDDEN_FLAG] });
  },
};

function linuxAutostart(): Autostart {
  const config = process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config');
  // An AppImage runs from a mount that is another one each time; it says where it really is.
  const program = process.env['APPIMAGE'] ?? process.execPath;
  const script = app.isPackaged ? [] : [app.getAppPath()];
  return {
    path: join(config, 'autostart', 'woollama.desktop'),
    command: [program, ...script, HIDDEN_FLAG],
  };
}
