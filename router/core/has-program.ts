import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether `name` can be run: a path as it is, anything else along PATH. Nothing is started. */
export function hasProgram(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): boolean {
  const windows = platform === 'win32';
  const places = /[\\/]/.test(name) ? [''] : searchPath(env, windows).split(delimiter);
  const endings = windows ? ['.exe', '.cmd', ''] : [''];
  return places.some((place) => endings.some((ending) => isExecutable(join(place, name + ending))));
}

/** Windows writes the name of the variable in any case. */
function searchPath(env: Readonly<Record<string, string | undefined>>, windows: boolean): string {
  const key = windows ? Object.keys(env).find((name) => name.toUpperCase() === 'PATH') : 'PATH';
  return env[key ?? 'PATH'] ?? '';
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    // Folders are executable, too.
    return statSync(path).isFile();
  } catch {
    // Not there, or not to be run: the same to us.
    return false;
  }
}
