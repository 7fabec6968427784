import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { importSource, LONGEST_IMPORT_TEXT } from '#contract/imports.ts';
import { RouterError } from '#core/router-error.ts';
import { createImportHome, type ImportHome } from './fixtures/import-home.ts';

let own: ImportHome;

beforeEach(async () => {
  own = await createImportHome();
});

afterEach(() => own[Symbol.asyncDispose]());

const fill = (part: string): string =>
  part.repeat(Math.floor(LONGEST_IMPORT_TEXT / part.length)).slice(0, LONGEST_IMPORT_TEXT);

describe('a pasted text of the greatest length', () => {
  // Each of these would take minutes if any step took quadratic time.
  it.each([
    ['blanks', ' '],
    ['tabs and a word', '\t\t\t\tx'],
    ['backslashes', '\\'],
    ['lines that go on', ' \\\n'],
    ['fences', '```\n'],
    ['fences of both kinds', '```a\n~~~\n'],
    ['one long fence', '`'],
    ['brackets', '[\n'],
    ['braces', '{"a":'],
    ['quotes', '"'],
    ['escaped quotes', '\\"'],
    ['single and double quotes', `"'\\"`],
    ['comments that begin', '/*'],
    ['comments', '/**/'],
    ['commas', ', '],
    ['tables', '[mcp_servers.a]\n'],
    ['tables of their own', '[mcp_servers.a.b.c.d]\nx=1\n'],
    ['variables', 'A=1 '],
    ['dollars', '${'],
    ['addresses', 'http://a '],
    ['servers', 'npx a\n'],
    ['pairs', 'claude mcp add a -e A=1 '],
  ])('of %s is answered', async (_, part) => {
    for (const text of [fill(part), `x${fill(part)}x`, `npx x ${fill(part)}`]) {
      await own.imports.review(text).catch((error: unknown) => {
        if (!(error instanceof RouterError)) throw error;
        expect(['INVALID_REQUEST', 'BODY_TOO_LARGE']).toContain(error.code);
      });
    }
  });

  it('is the limit', () => {
    const parse = (text: string) => importSource.safeParse({ kind: 'text', text }).success;
    expect(parse(fill('x'))).toBe(true);
    expect(parse(`${fill('x')}x`)).toBe(false);
  });
});

it('more servers than anybody looks at are refused', async () => {
  await expect(own.imports.review('npx a\n'.repeat(501))).rejects.toMatchObject({
    code: 'BODY_TOO_LARGE',
    message: expect.stringContaining('more than 500'),
  });
  expect(await own.imports.review('npx a\n'.repeat(500))).toHaveLength(500);
});

it('lines that go on are one, also over empty ones', async () => {
  const { commandLine } = await own.reviewOne('npx \\\n  -y   ^\n  \\\n`\n pack');
  expect(commandLine).toEqual(['npx', '-y', 'pack']);
});

it('a fault in a later block is told with its line of the page', async () => {
  await expect(
    own.imports.review('# A\n~~~~\nno\n~~~\n~~~~\n\n```\n{\n "a" 1 }\n```'),
  ).rejects.toThrow('Line 9');
});
