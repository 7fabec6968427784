import { expect, test } from 'vitest';

import { findChromium } from './find-chromium.mjs';

test('the one that is named wins', () => {
  expect(findChromium({ CHROMIUM: '/mine' }, () => true)).toBe('/mine');
});

test('else the first of the usual places', () => {
  expect(findChromium({}, (path: string) => path.includes('google-chrome'))).toBe(
    '/usr/bin/google-chrome',
  );
});

test('there may be none', () =>
  expect(findChromium({ CHROMIUM: '' }, () => false)).toBe(undefined));
