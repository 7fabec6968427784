import { expect, test } from 'vitest';

import { hasDesktop } from './has-desktop.ts';

test.each([
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['linux', {}, false],
  ['linux', { DISPLAY: '' }, false],
  ['linux', { SSH_CONNECTION: '1 2 3 4' }, false],
  ['linux', { SSH_CONNECTION: '1 2 3 4', DISPLAY: 'localhost:10.0' }, true],
  ['linux', { DISPLAY: ':0', CI: 'true' }, false],
  ['darwin', {}, true],
  ['darwin', { SSH_CONNECTION: '1 2 3 4' }, false],
  ['darwin', { CI: '1' }, false],
  ['win32', {}, true],
  ['win32', { SSH_CONNECTION: '1 2 3 4' }, false],
] as const)('on %s with %j: %s', (platform, env, expected) => {
  expect(hasDesktop(env, platform)).toBe(expected);
});
