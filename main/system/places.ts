/** Where the parts of the program and of this user lie. */
import { app } from 'electron';
import { join } from 'node:path';

export interface Places {
  readonly uiDir: string;
  readonly preload: string;
  readonly routerScript: string;
  readonly nodeRunner: string;
  readonly iconsDir: string;
  readonly preferences: string;
  readonly secrets: string;
}

/** Another name than the folder of the router's settings, which is `woollama` on every system. */
export function claimUserData(): void {
  if (app.commandLine.hasSwitch('user-data-dir')) return;
  app.setPath('userData', join(app.getPath('appData'), 'Woollama Desktop'));
}

/** `here` is the folder of the built main file, `out/main`. */
export function findPlaces(here: string): Places {
  const out = join(here, '..');
  const userData = app.getPath('userData');
  // Pages from anywhere else would have the owner's power, so a packaged app has only its own.
  const ownUi = app.isPackaged ? undefined : process.env['WOOLLAMA_UI_DIR'];
  return {
    uiDir: ownUi ?? join(out, 'ui'),
    preload: join(here, 'preload.cjs'),
    routerScript: join(out, 'router-process.js'),
    nodeRunner: join(out, 'node-runner.js'),
    iconsDir: join(out, '..', 'resources', 'icons'),
    preferences: join(userData, 'preferences.json'),
    secrets: join(userData, 'secrets.json'),
  };
}
