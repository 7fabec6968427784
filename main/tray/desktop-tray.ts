/** The tray with its model: asked to draw, it looks at everything there is to know. */
import type { Clock } from '../system/clock.ts';
import { createThrottle } from '../system/throttle.ts';
import { toTrayModel, type TrayAction, type TrayInput } from './menu-model.ts';
import { createTray } from './tray.ts';

const PAUSE_MS = 1_000;

export interface DesktopTrayOptions {
  readonly iconsDir: string;
  readonly input: () => TrayInput;
  readonly onAction: (action: TrayAction) => void;
  readonly clock: Clock;
}

export interface DesktopTray {
  /** Something changed that can wait: once a second is enough. */
  readonly request: () => void;
  /** The router came or went; nobody may read the old state for a second. */
  readonly drawNow: () => void;
  close(): void;
}

export function createDesktopTray(options: DesktopTrayOptions): DesktopTray {
  const { iconsDir, input, onAction, clock } = options;
  const tray = createTray({ iconsDir, onAction });
  const draw = () => tray.draw(toTrayModel(input()));
  const throttle = createThrottle(PAUSE_MS, draw, clock);
  draw();
  return {
    request: throttle.request,
    drawNow: draw,
    close() {
      throttle.cancel();
      tray.close();
    },
  };
}
