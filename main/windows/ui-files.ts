/** The built pages on disk (inside the program's archive when it is packaged). */
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

export interface UiFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** Undefined for everything that is not a file below the folder. */
export async function readUiFile(dir: string, pathname: string): Promise<UiFile | undefined> {
  const path = toPath(dir, pathname);
  const type = path && TYPES[extname(path)];
  if (path === undefined || type === undefined) return undefined;
  try {
    return { bytes: new Uint8Array(await readFile(path)), type };
  } catch {
    return undefined;
  }
}

function toPath(dir: string, pathname: string): string | undefined {
  try {
    const name = decodeURIComponent(pathname === '/' ? '/index.html' : pathname);
    const path = join(dir, name);
    return path.startsWith(dir + sep) && !name.includes('\0') ? path : undefined;
  } catch {
    return undefined;
  }
}
