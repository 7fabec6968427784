/** Decides which program shows the window: the desktop app, or the headless router and a browser. */
import { join } from 'node:path';

/** A download that failed is tried again the next day. */
const RETRY_MS = 24 * 60 * 60 * 1000;

/**
 * Whether somebody sits in front of this machine who could look at a window or browser.
 * Before anything is built or installed, so it cannot be taken from the router; one test holds both.
 */
export function hasDesktop(env, platform) {
  if (env.CI) return false;
  // Over SSH too a display can be forwarded.
  if (platform !== 'darwin' && platform !== 'win32') {
    return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
  }
  return !env.SSH_CONNECTION;
}

/** Where the time of a failed download is written. */
export function failureMark(root) {
  return join(root, 'node_modules', '.cache', 'woollama', 'electron-download-failed');
}

/**
 * `files.read` gives a file's text or undefined, `files.exists` looks. Electron is found by its
 * files, because asking the package for its path starts a download.
 * Returns `{kind: 'app', program, args}`, `{kind: 'download'}`, or `{kind: 'router', args, reason}`
 * whose reason is undefined when nobody wanted the app.
 */
export function chooseHost({ root, args, env, platform, files, nowMs }) {
  const router = (reason) => ({ kind: 'router', args: ['serve', ...args, '--open'], reason });
  if (args.includes('--headless')) {
    return { kind: 'router', args: ['serve', ...args], reason: undefined };
  }
  const main = join(root, 'out', 'main', 'index.js');
  if (!files.exists(main)) return router('it is not built');
  if (env.CI) return router('this is a CI run');
  if (!hasDesktop(env, platform)) return router('there is no desktop session');
  const program = findElectron({ root, env, platform, files });
  // The folder, not the file: name and version of the app come from its package.json.
  if (program !== undefined) return { kind: 'app', program, args: [root, ...args] };
  if (env.ELECTRON_OVERRIDE_DIST_PATH) {
    return router('ELECTRON_OVERRIDE_DIST_PATH holds no Electron');
  }
  if (env.ELECTRON_SKIP_BINARY_DOWNLOAD) return router('Electron is not installed');
  const failedMs = Number(files.read(failureMark(root)) ?? -Infinity);
  if (nowMs - failedMs < RETRY_MS) {
    return router('Electron could not be downloaded; `npx install-electron` tries again');
  }
  return { kind: 'download' };
}

/** As Electron's own package finds it: `path.txt` is written when an installation is complete. */
function findElectron({ root, env, platform, files }) {
  const folder = join(root, 'node_modules', 'electron');
  const installed = files.read(join(folder, 'path.txt'))?.trim();
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!installed && !override) return undefined;
  const path = join(override || join(folder, 'dist'), installed || usualPath(platform));
  return files.exists(path) ? path : undefined;
}

function usualPath(platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}
