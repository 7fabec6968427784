/** Quitting waits until the router and its children have ended, so that nothing is left behind. */
import { app, powerMonitor } from 'electron';

/** The system waits only a little longer. */
const SHUTDOWN_MS = 3_000;

export interface Quit {
  /** Ends everything as quitting does, without quitting. Idempotent; never rejects. */
  readonly end: () => Promise<void>;
}

export interface QuitSteps {
  /** False when the user wants to stay, because of something that was not saved. */
  readonly mayQuit: () => Promise<boolean>;
  readonly endAll: () => Promise<void>;
}

/**
 * However the app is asked to quit: menu, tray, signal. When the system shuts down nobody is asked
 * and nothing is prevented, because macOS would give up the logout.
 */
export function quitInOrder({ mayQuit, endAll }: QuitSteps): Quit {
  let ending: Promise<void> | undefined;
  let hasEnded = false;
  let isShutdown = false;

  const end = (): Promise<void> => {
    ending ??= endAll().then(() => void (hasEnded = true));
    return ending;
  };

  const quitIfWanted = async (): Promise<void> => {
    if (!(await mayQuit())) return;
    await end();
    app.quit();
  };

  app.on('before-quit', (event) => {
    if (hasEnded || isShutdown) return;
    event.preventDefault();
    void quitIfWanted();
  });
  // Prevented means a short delay here: the system waits until we quit. The types lack the event.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    isShutdown = true;
    setTimeout(() => app.quit(), SHUTDOWN_MS);
    void end().then(() => app.quit());
  });
  return { end };
}
