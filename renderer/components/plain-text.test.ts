import { expect, test } from 'vitest';

import { revealHidden } from './plain-text.tsx';

test.each([
  ['plain text, ünï', 'plain text, ünï'],
  ['two\nlines\tand a tab\r\n', 'two\nlines\tand a tab\r\n'],
  ['evil\u202egnp.exe', 'evil\\u{202e}gnp.exe'],
  ['zero\u200bwidth', 'zero\\u{200b}width'],
  ['\u001b[31mred', '\\u{1b}[31mred'],
  ['tag\u{e0041}', 'tag\\u{e0041}'],
  ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
])('%j shows as %j', (text, shown) => {
  expect(revealHidden(text)).toBe(shown);
});
