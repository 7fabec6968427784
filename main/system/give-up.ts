/** Ends that wait for nothing, because nothing of the app is left that could be waited for. */
import { app, dialog } from 'electron';

/** For a start that failed: without a window or a tray nobody could see that it runs, or end it. */
export function giveUp(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  dialog.showErrorBox('Woollama could not start', reason);
  app.exit(1);
}

/** Begins anew as a new process. */
export function relaunch(): void {
  app.relaunch();
  app.exit(0);
}
