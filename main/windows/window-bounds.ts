/** Where the window opens: where it was, unless that place is not on any screen any more. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Size = Pick<Rectangle, 'width' | 'height'>;

export const MIN_SIZE = { width: 820, height: 560 } as const;
const DEFAULT_SIZE = { width: 1120, height: 740 } as const;

/** So much of it must be on a screen that somebody can take hold of it. */
const VISIBLE = { width: 120, height: 40 } as const;

/** Without a place when the system may choose one. `screens` are work areas. */
export function placeWindow(
  remembered: Rectangle | undefined,
  screens: readonly Rectangle[],
): Size & Partial<Rectangle> {
  if (remembered === undefined) return DEFAULT_SIZE;
  const screen = screens.find((one) => isReachable(remembered, one));
  if (screen === undefined) {
    const first = screens[0];
    return first === undefined ? DEFAULT_SIZE : fitSize(remembered, first);
  }
  return { x: remembered.x, y: remembered.y, ...fitSize(remembered, screen) };
}

function fitSize({ width, height }: Size, screen: Size): Size {
  return {
    width: clamp(width, MIN_SIZE.width, screen.width),
    height: clamp(height, MIN_SIZE.height, screen.height),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

/** The title bar, which is at the top, must be inside. */
function isReachable(window: Rectangle, screen: Rectangle): boolean {
  const left = Math.max(window.x, screen.x);
  const right = Math.min(window.x + window.width, screen.x + screen.width);
  const isTopInside = window.y >= screen.y && window.y + VISIBLE.height <= screen.y + screen.height;
  return isTopInside && right - left >= VISIBLE.width;
}
