/** What a click in the tray's menu does. */
import { app, clipboard } from 'electron';

import type { ControlClient } from '#contract/control-client.ts';
import type { ShellPage } from '../bridge/channels.ts';
import type { TrayAction } from './menu-model.ts';

export interface TrayTargets {
  /** Undefined while no router runs. */
  readonly client: () => ControlClient | undefined;
  readonly showWindow: () => void;
  readonly openPage: (page: ShellPage) => void;
  readonly setLoginItem: (on: boolean) => Promise<void>;
  readonly restartRouter: () => Promise<void>;
  /** Something that was clicked could not be done. */
  readonly onProblem: (message: string) => void;
}

/** Never rejects. */
export async function runTrayAction(action: TrayAction, targets: TrayTargets): Promise<void> {
  try {
    await run(action, targets);
  } catch (error) {
    targets.onProblem(error instanceof Error ? error.message : String(error));
  }
}

async function run(action: TrayAction, targets: TrayTargets): Promise<unknown> {
  switch (action.kind) {
    case 'copy':
      return clipboard.writeText(action.text);
    case 'open-window':
      return targets.showWindow();
    case 'open-page':
      return targets.openPage(action.page);
    case 'restart-server':
      return targets.client()?.call('servers.restart', { name: action.name });
    case 'cancel-request':
      return targets.client()?.call('requests.cancel', { id: action.id });
    case 'set-login-item':
      return targets.setLoginItem(action.on);
    case 'restart-router':
      return targets.restartRouter();
    case 'quit':
      return app.quit();
  }
}
