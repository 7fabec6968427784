/** Draws the tray's model; an open menu is replaced only when something in it changed. */
import {
  Menu,
  nativeImage,
  Tray,
  type MenuItemConstructorOptions,
  type NativeImage,
} from 'electron';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import type { TrayAction, TrayIcon, TrayItem, TrayModel } from './menu-model.ts';

export interface TrayOptions {
  readonly iconsDir: string;
  readonly onAction: (action: TrayAction) => void;
}

export interface TrayView {
  draw(model: TrayModel): void;
  close(): void;
}

export function createTray({ iconsDir, onAction }: TrayOptions): TrayView {
  const icon = (name: TrayIcon) => loadIcon(iconsDir, name);
  const tray = new Tray(icon('stopped'));
  // On macOS a click opens the menu; elsewhere that is the right button's.
  if (process.platform !== 'darwin') tray.on('click', () => onAction({ kind: 'open-window' }));
  let shown: TrayModel | undefined;
  return {
    draw(model) {
      if (shown?.icon !== model.icon) tray.setImage(icon(model.icon));
      if (shown?.tooltip !== model.tooltip) tray.setToolTip(model.tooltip);
      if (!isDeepStrictEqual(shown?.items, model.items)) {
        const template = model.items.map((item) => toMenuItem(item, onAction));
        tray.setContextMenu(Menu.buildFromTemplate(template));
      }
      shown = model;
    },
    close: () => tray.destroy(),
  };
}

/** macOS colours template images itself, by light, dark and selected. */
function loadIcon(dir: string, name: TrayIcon): NativeImage {
  const isMac = process.platform === 'darwin';
  const image = nativeImage.createFromPath(join(dir, `tray-${name}${isMac ? 'Template' : ''}.png`));
  if (isMac) image.setTemplateImage(true);
  return image;
}

type OnAction = TrayOptions['onAction'];

function toMenuItem(item: TrayItem, onAction: OnAction): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'text':
      return { label: plain(item.label), enabled: false };
    case 'action':
      return { label: plain(item.label), click: () => onAction(item.action) };
    case 'switch':
      return {
        type: 'checkbox',
        label: plain(item.label),
        checked: item.on,
        click: () => onAction(item.action),
      };
    case 'submenu':
      return {
        label: plain(item.label),
        submenu: item.items.map((one) => toMenuItem(one, onAction)),
      };
  }
}

/** Windows and Linux take `&` as the mark of a shortcut. */
function plain(label: string): string {
  return process.platform === 'darwin' ? label : label.replaceAll('&', '&&');
}
