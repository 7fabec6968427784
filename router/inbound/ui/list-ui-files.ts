import { readdir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

export interface UiFile {
  /** Absolute. */
  readonly path: string;
  readonly contentType: string;
  readonly cacheControl: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** The build names what lies there after its content, so another content has another name. */
const HASHED = /^assets\/.*-[\w-]{8}\.\w+$/;

/**
 * The files below a folder by their address there, such as `assets/index-a1b2c3d4.js`. What comes
 * later is not served, and links are left out: no address can lead anywhere else.
 */
export async function listUiFiles(dir: string): Promise<ReadonlyMap<string, UiFile>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = new Map<string, UiFile>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const address = relative(dir, path).split(sep).join('/');
    files.set(address, {
      path,
      contentType: CONTENT_TYPES[extname(entry.name)] ?? 'application/octet-stream',
      cacheControl: HASHED.test(address) ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
  }
  return files;
}
