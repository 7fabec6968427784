import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

import { API, METHODS, type Method } from './api.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'api.md'), 'utf8');

test('the table of methods and the contract say the same', () => {
  const rows = [...page.matchAll(/^\| `([a-z]+\.[a-z-]+)` +\| +(?:`(.+?)`)? +\| (\w.+?) +\|$/gm)];
  const documented = rows.map(([, method, params = '']) => `${method}(${params})`);
  expect(documented).toEqual(METHODS.map((method) => `${method}(${paramsOf(method)})`));
});

/** Such as `name, arguments, requestId?`. */
function paramsOf(method: Method): string {
  const { properties = {}, required = [] } = z.toJSONSchema(API[method].params);
  const names = Object.keys(properties);
  return names.map((name) => (required.includes(name) ? name : `${name}?`)).join(', ');
}
