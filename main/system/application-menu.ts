/** The menu of the application. On macOS copy and paste do not work without it. */
import { Menu, type MenuItemConstructorOptions } from 'electron';

export interface ApplicationMenuOptions {
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  readonly onSettings: () => void;
}

export function setApplicationMenu(options: ApplicationMenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(options)));
}

function applicationMenu(options: ApplicationMenuOptions): MenuItemConstructorOptions[] {
  const { platform, packaged, onSettings } = options;
  const settings = { label: 'Settings…', accelerator: 'CmdOrCtrl+,', click: onSettings };
  const separator = { type: 'separator' } as const;
  const first: MenuItemConstructorOptions =
    platform === 'darwin'
      ? {
          role: 'appMenu',
          submenu: [
            { role: 'about' },
            separator,
            settings,
            separator,
            { role: 'hide' },
            { role: 'hideOthers' },
            { role: 'unhide' },
            separator,
            { role: 'quit' },
          ],
        }
      : { label: 'File', submenu: [settings, separator, { role: 'close' }, { role: 'quit' }] };
  const developer: MenuItemConstructorOptions[] = packaged
    ? []
    : [{ role: 'reload' }, { role: 'toggleDevTools' }, separator];
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      ...developer,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
    ],
  };
  return [first, { role: 'editMenu' }, view, { role: 'windowMenu' }];
}
