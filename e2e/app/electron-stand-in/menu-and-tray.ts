/** `Menu` and `Tray`: kept as data that specs can read and click. */
import type Electron from 'electron';
import { EventEmitter } from 'node:events';

import { assertReady } from './app.ts';
import { record, type MenuEntry } from './record.ts';

type Template = readonly Electron.MenuItemConstructorOptions[];

class StandInMenu {
  readonly template: Template;

  constructor(template: Template) {
    this.template = template;
  }

  static applicationMenu: StandInMenu | null = null;

  static buildFromTemplate(template: Template): StandInMenu {
    assertReady('Menu');
    return new StandInMenu(template);
  }

  static setApplicationMenu(menu: StandInMenu | null): void {
    StandInMenu.applicationMenu = menu;
  }
}

export { StandInMenu as Menu };

let contextMenu: StandInMenu | undefined;
const trays: Tray[] = [];

export class Tray extends EventEmitter {
  constructor(image: { readonly path: string }) {
    super();
    assertReady('Tray');
    trays.push(this);
    record.tray = { icon: image.path, tooltip: '', menu: [] };
  }

  setImage(image: { readonly path: string }): void {
    if (record.tray !== undefined) record.tray.icon = image.path;
  }

  setToolTip(tooltip: string): void {
    if (record.tray !== undefined) record.tray.tooltip = tooltip;
  }

  setContextMenu(menu: StandInMenu): void {
    contextMenu = menu;
    if (record.tray !== undefined) record.tray.menu = menu.template.map(toEntry);
  }

  destroy(): void {
    trays.splice(trays.indexOf(this), 1);
    record.tray = undefined;
  }
}

export function clickTray(): void {
  trays.at(-1)?.emit('click');
}

/** By the labels on the way; throws when there is no such item or it cannot be clicked. */
export function clickTrayMenu(labels: readonly string[]): void {
  clickItem(contextMenu?.template ?? [], labels);
}

export function clickApplicationMenu(labels: readonly string[]): void {
  clickItem(StandInMenu.applicationMenu?.template ?? [], labels);
}

function clickItem(template: Template, labels: readonly string[]): void {
  let items = template;
  let item: Electron.MenuItemConstructorOptions | undefined;
  for (const label of labels) {
    item = items.find((one) => one.label === label);
    items = Array.isArray(item?.submenu) ? item.submenu : [];
  }
  if (item?.click === undefined || item.enabled === false) {
    throw new Error(`nothing to click at ${labels.join(' > ')}`);
  }
  item.click({} as Electron.MenuItem, undefined, {});
}

function toEntry(item: Electron.MenuItemConstructorOptions): MenuEntry {
  return {
    label: item.label ?? '',
    type: item.type ?? 'normal',
    enabled: item.enabled ?? true,
    checked: item.checked ?? false,
    submenu: Array.isArray(item.submenu) ? item.submenu.map(toEntry) : [],
  };
}
