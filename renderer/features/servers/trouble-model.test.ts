import { expect, test } from 'vitest';

import { adviseOn, missingVariables } from './trouble-model.ts';

// Reasons as the router writes them.
test.each([
  ['Command "npx" was not found. Install it, or write its full path', 'npx was not found', 'edit'],
  ['Command "/opt/uvx.exe" was not found. Install it', '/opt/uvx.exe was not found', 'edit'],
  ['Command "/etc/passwd" may not be executed', 'may not be executed', 'edit'],
  ['The folder "/nope" (cwd) does not exist', 'folder /nope', 'edit'],
  ['The process exited with code 1. Last line on stderr: boom', 'ended again', 'logs'],
  ['http://h:1 answered with HTTP status 401: it wants other', 'HTTP 401', 'edit'],
  ['http://h:1 answered with HTTP status 404', 'HTTP 404', 'edit'],
  ['http://h:1 cannot be reached: connection refused', 'Nobody answers', 'restart'],
  ['It did not answer within 30 s', 'in time', 'restart'],
  ['http://h:1 broke off the connection or did not speak MCP', 'no MCP server', 'edit'],
  ['something new', 'does not work', 'logs'],
])('%s', (reason, title, firstStep) => {
  const advice = adviseOn(reason);
  expect(advice.title).toContain(title);
  expect(advice.steps[0]).toBe(firstStep);
  expect(advice.advice).not.toBe('');
});

test('says where well-known programs come from', () => {
  expect(adviseOn('Command "npx" was not found. x').advice).toContain('Node.js');
  expect(adviseOn('Command "C:\\bin\\UVX.exe" was not found. x').advice).toContain('uv');
});

test('variables that are not set, each once', () => {
  const issues = [
    { message: 'the variable ${KEY} is not set' },
    { message: 'the variable ${KEY} is not set' },
    { message: "missing 'command' or 'url'" },
  ];
  expect(missingVariables(issues)).toEqual(['KEY']);
});
