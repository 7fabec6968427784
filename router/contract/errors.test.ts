import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { describeError, ERROR_CODES } from './errors.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'errors.md'), 'utf8');

test('the page of errors and the catalogue say the same', () => {
  const rows = [
    ...page.matchAll(/^\| `(\w+)` +\| +(\d+) \| `(\w+)` +\| (yes|no) +\| (.+?) +\|$/gm),
  ];
  const documented = rows.map(([, code, status, type, again, title]) => ({
    code: code?.toUpperCase(),
    status: Number(status),
    type,
    retryable: again === 'yes',
    title,
  }));
  expect(documented).toEqual(ERROR_CODES.map((code) => ({ code, ...describeError(code) })));
});
