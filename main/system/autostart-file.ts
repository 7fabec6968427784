/** Start at login on Linux, which has no call for it, only a file in a known folder. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';

import { replaceFile } from './replace-file.ts';

export interface LoginItem {
  isOn(): boolean;
  /** Rejects with the system's error. */
  set(on: boolean): Promise<void>;
}

export interface Autostart {
  readonly path: string;
  /** Program and arguments. */
  readonly command: readonly string[];
}

export function createAutostartFile({ path, command }: Autostart): LoginItem {
  return {
    isOn: () => existsSync(path),
    set: (on) => (on ? replaceFile(path, toDesktopEntry(command)) : rm(path, { force: true })),
  };
}

function toDesktopEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Woollama',
    'Comment=A local router between AI programs and AI backends',
    `Exec=${command.map(quote).join(' ')}`,
    'X-GNOME-Autostart-enabled=true',
    'Terminal=false',
    '',
  ].join('\n');
}

/** As the desktop entry specification wants it: quoted for Exec, then escaped as a string value. */
function quote(part: string): string {
  const quoted = part.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%');
  return `"${quoted.replaceAll('\\', '\\\\')}"`;
}
