/** The way to the desktop app, as Electron gives it to a utility process. */

/** Declared here because the router knows no Electron; `close` means that the app is gone. */
export interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
}

/** Throws when this process was not started by a desktop app. */
export function findParentPort(): ParentPort {
  const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ParentPort };
  if (parentPort === undefined) throw new Error('this program is started by the desktop app');
  return parentPort;
}
