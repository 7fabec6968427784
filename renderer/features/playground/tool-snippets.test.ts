import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

import { toolForms, toolToCurl, toolToPython } from './tool-snippets.ts';

const OPEN = { origin: 'http://127.0.0.1:4711', tokenRequired: false };
const LOCKED = { ...OPEN, tokenRequired: true };
const NASTY = `it's "$HOME" \`id\` $(id) \\ \n ü 🐑`;
const CALL = { name: 'files.read', args: { path: NASTY, deep: { all: true, none: null } } };

describe('curl', () => {
  test('says exactly what is called, whatever is in it', () => {
    const script = `curl() { for one in "$@"; do printf '%s\\0' "$one"; done; }\n${toolToCurl(CALL, OPEN)}`;
    const args = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0');
    expect(args[0]).toBe(`${OPEN.origin}/mcp`);
    expect(JSON.parse(args[args.indexOf('-d') + 1] ?? '')).toMatchObject({
      method: 'tools/call',
      params: { name: CALL.name, arguments: CALL.args },
    });
  });

  test('the token stays in the environment', () => {
    expect(toolToCurl(CALL, LOCKED)).toContain('-H "authorization: Bearer $WOOLLAMA_TOKEN"');
    expect(toolToCurl(CALL, OPEN)).not.toContain('authorization');
  });
});

test('Python knows its own words for what JSON says', () => {
  const text = toolToPython(CALL, LOCKED);
  expect(text).toContain('call_tool("files.read", {"path": ');
  expect(text).toContain('"deep": {"all": True, "none": None}');
  expect(text).toContain('os.environ["WOOLLAMA_TOKEN"]');
});

test('nothing is written while the arguments are not right', () => {
  expect(toolForms(() => undefined).map(({ write }) => write(OPEN))).toEqual([
    undefined,
    undefined,
  ]);
});
