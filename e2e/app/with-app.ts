/** An app for the specs of one file, ended whatever happens; starts are the specs' own. */
import { join } from 'node:path';
import { afterAll } from 'vitest';

import { createHome, eventually, type Home } from '../fixtures/router-process.ts';
import { launchApp, type LaunchedApp, type LaunchOptions } from './launch-app.ts';
import { trayLines } from './tray.ts';

/** A page that does nothing by itself. */
export const BARE_UI = join(import.meta.dirname, 'bare-ui');

export interface Apps {
  readonly home: Home;
  launch(options?: Omit<LaunchOptions, 'home'>): Promise<LaunchedApp>;
}

/** Call it at the top of a spec file. */
export function withApps(): Apps {
  const home = createHome();
  const running: LaunchedApp[] = [];
  afterAll(async () => {
    for (const app of running) await app.close();
    home.remove();
  });
  return {
    home,
    async launch(options = {}) {
      const app = await launchApp({ home, ...options });
      running.push(app);
      return app;
    },
  };
}

/** Until the tray shows that the router answers and that its servers have started. */
export async function untilRunning({ desktop }: LaunchedApp): Promise<string[]> {
  return eventually(
    () => trayLines(desktop),
    (lines) =>
      lines[0] === 'Running' &&
      lines.includes('Servers') &&
      !lines.some((line) => line.endsWith(' - starting')),
  );
}

export async function routerPid({ desktop }: LaunchedApp): Promise<number> {
  const { utilityPids } = await desktop.ask('record');
  return utilityPids['Woollama router'] ?? 0;
}
