import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

import { hasProgram } from './has-program.ts';

const dir = mkdtempSync(join(tmpdir(), 'wool-'));
afterAll(() => rmSync(dir, { recursive: true }));

for (const [name, mode] of [
  ['runs', 0o755],
  ['reads', 0o644],
  ['tool.exe', 0o755],
] as const) {
  writeFileSync(join(dir, name), '');
  chmodSync(join(dir, name), mode);
}
mkdirSync(join(dir, 'empty'));

test('along PATH, in any of its folders', () => {
  const PATH = [join(dir, 'empty'), dir].join(delimiter);
  expect(hasProgram('runs', { PATH })).toBe(true);
  expect(hasProgram('absent', { PATH })).toBe(false);
  expect(hasProgram('runs', { PATH: join(dir, 'empty') })).toBe(false);
  expect(hasProgram('runs', {})).toBe(false);
});

test('what may not be run does not count', () => {
  expect(hasProgram('empty', { PATH: dir })).toBe(false);
  expect(hasProgram('reads', { PATH: dir })).toBe(false);
});

test('a path is taken as it is', () => {
  expect(hasProgram(join(dir, 'runs'), {})).toBe(true);
  expect(hasProgram(join(dir, 'absent'), { PATH: dir })).toBe(false);
});

test('Windows adds the ending and writes PATH in any case', () => {
  expect(hasProgram('tool', { Path: dir }, 'win32')).toBe(true);
  expect(hasProgram('tool', { Path: dir }, 'linux')).toBe(false);
});
