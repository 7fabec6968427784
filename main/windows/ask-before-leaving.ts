/** Closing a window whose page has unsaved changes: asked first, and never silently refused. */
import { dialog, type BrowserWindow, type Event } from 'electron';

const LEAVE = 1;

/** A page with unsaved changes prevents its own end; without a question nobody would see why. */
export function askBeforeLeaving(window: BrowserWindow): void {
  window.webContents.on('will-prevent-unload', (event) => {
    const answer = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: 'Close without saving?',
      detail: 'What you changed in the editor is not in your files yet.',
      buttons: ['Stay', 'Close without saving'],
      defaultId: 0,
      cancelId: 0,
    });
    if (answer === LEAVE) event.preventDefault();
  });
}

/** False when the user stays. */
export function closeWindow(window: BrowserWindow): Promise<boolean> {
  return new Promise((resolve) => {
    const onStay = (event: Event): void => {
      // Asked by the listener above, which ran first.
      if (event.defaultPrevented) return;
      window.off('closed', onClosed);
      resolve(false);
    };
    const onClosed = (): void => resolve(true);
    window.once('closed', onClosed);
    window.webContents.once('will-prevent-unload', onStay);
    window.close();
  });
}
