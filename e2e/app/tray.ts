/** How specs read the tray: one line for each entry, deeper ones indented. */
import type { Desktop } from './desktop.ts';
import type { MenuEntry } from './electron-stand-in/record.ts';

export async function trayLines(desktop: Desktop): Promise<string[]> {
  const { tray } = await desktop.ask('record');
  return (tray?.menu ?? []).flatMap((entry) => toLines(entry, ''));
}

export async function trayIcon(desktop: Desktop): Promise<string> {
  const { tray } = await desktop.ask('record');
  return /tray-([a-z-]+?)(Template)?\.png$/.exec(tray?.icon ?? '')?.[1] ?? 'none';
}

function toLines(entry: MenuEntry, indent: string): string[] {
  if (entry.type === 'separator') return [];
  const below = entry.submenu.flatMap((one) => toLines(one, `${indent}  `));
  return [indent + entry.label, ...below];
}
