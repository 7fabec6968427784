import { expect, test } from 'vitest';

import { childEnvironment } from './child-env.ts';

test('programs get what they need to run, and none of our secrets', () => {
  const base = {
    PATH: '/bin',
    HOME: '/home/me',
    LC_ALL: 'C',
    https_proxy: 'http://proxy',
    OPENAI_API_KEY: 'sk-secret',
    WOOLLAMA_TOKEN: 'secret',
    NODE_OPTIONS: '--inspect',
    LANG: undefined,
  };
  expect(childEnvironment(base, {}, 'linux')).toEqual({
    PATH: '/bin',
    HOME: '/home/me',
    LC_ALL: 'C',
    https_proxy: 'http://proxy',
  });
});

test("the entry's own values win", () => {
  const base = { PATH: '/bin', OPENAI_API_KEY: 'ours' };
  const own = { PATH: '/opt/bin', OPENAI_API_KEY: 'theirs' };
  expect(childEnvironment(base, own, 'linux')).toEqual(own);
});

test('names are case-insensitive on Windows only', () => {
  const base = { Path: 'C:\\bin', SystemRoot: 'C:\\Windows', AppData: 'C:\\a', Secret: 's' };
  expect(Object.keys(childEnvironment(base, {}, 'win32'))).toEqual([
    'Path',
    'SystemRoot',
    'AppData',
  ]);
  expect(childEnvironment(base, {}, 'linux')).toEqual({});
});
