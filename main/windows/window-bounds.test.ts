import { describe, expect, test } from 'vitest';

import { placeWindow } from './window-bounds.ts';

const laptop = { x: 0, y: 0, width: 1440, height: 870 };
const monitor = { x: 1440, y: -200, width: 2560, height: 1400 };

test('the first time the system chooses the place', () => {
  expect(placeWindow(undefined, [laptop])).toEqual({ width: 1120, height: 740 });
});

test('the place it had, on whichever screen', () => {
  const place = { x: 1600, y: -100, width: 1300, height: 900 };
  expect(placeWindow(place, [laptop, monitor])).toEqual(place);
});

describe('a place that cannot be reached any more', () => {
  test.each([
    ['the monitor is gone', { x: 1600, y: 100, width: 1300, height: 800 }],
    ['title bar above the screen', { x: 100, y: -60, width: 1000, height: 700 }],
    ['title bar below the screen', { x: 100, y: 860, width: 1000, height: 700 }],
    ['only a corner is left', { x: 1400, y: 100, width: 1000, height: 700 }],
    ['far to the left', { x: -950, y: 100, width: 1000, height: 700 }],
  ])('%s', (_why, place) => {
    const { x, y, width, height } = placeWindow(place, [laptop]);
    expect([x, y]).toEqual([undefined, undefined]);
    expect(width).toBeLessThanOrEqual(laptop.width);
    expect(height).toBeLessThanOrEqual(laptop.height);
  });
});

test('neither smaller than usable nor larger than the screen', () => {
  const tiny = placeWindow({ x: 10, y: 10, width: 200, height: 100 }, [laptop]);
  expect(tiny).toMatchObject({ width: 820, height: 560 });
  const huge = placeWindow({ x: 10, y: 10, width: 9000, height: 9000 }, [laptop]);
  expect(huge).toMatchObject({ width: 1440, height: 870 });
});

test('no screen at all', () => {
  const place = { x: 1, y: 1, width: 1000, height: 700 };
  expect(placeWindow(place, [])).toEqual({ width: 1120, height: 740 });
});
