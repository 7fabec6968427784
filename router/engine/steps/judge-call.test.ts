import { expect, it } from 'vitest';

import { toolCall } from '../../testing/fake-scripted-model.ts';
import { toolEntry } from '../../testing/fake-tool-servers.ts';
import { judgeCall, parseArguments } from './judge-call.ts';

const ENTRY = toolEntry('a.b');

function judge(args: unknown, { entry = ENTRY, violation = undefined as string | undefined } = {}) {
  const hidden = { call: toolCall('c1', 'mcp__a__b', args), entry };
  return judgeCall(hidden, { names: ['mcp__a__b', 'mine'], checkArguments: () => violation });
}

it('lets a permitted call with fitting arguments run', () => {
  expect(judge({ x: 1 })).toEqual({ kind: 'run', entry: ENTRY, args: { x: 1 } });
});

it('refuses a tool that is not permitted, naming it and the allowed ones', () => {
  const hidden = { call: toolCall('c1', 'rm'), entry: undefined };
  const context = { names: ['mcp__a__b', 'mine'], checkArguments: () => undefined };
  const text = "ERROR: tool 'rm' is not permitted here; allowed tools: mcp__a__b, mine";
  expect(judgeCall(hidden, context)).toEqual({ kind: 'refuse', text });
  expect(judgeCall(hidden, { ...context, names: [] })).toMatchObject({
    text: "ERROR: tool 'rm' is not permitted here; allowed tools: none",
  });
});

it('refuses arguments that are no object, in the words of the parser', () => {
  expect(judge('{"x":')).toMatchObject({
    kind: 'refuse',
    text: expect.stringMatching(/^ERROR: arguments are not a JSON object: .*JSON input/),
  });
});

it('refuses arguments that break the schema', () => {
  expect(judge({}, { violation: '/x must be number' })).toEqual({
    kind: 'refuse',
    text: "ERROR: arguments do not match the tool's schema: /x must be number",
  });
});

it.each([
  ['', {}],
  [' \n', {}],
  ['{}', {}],
  [' {"a": [1]} ', { a: [1] }],
])('reads %j', (text, args) => {
  expect(parseArguments(text)).toEqual({ args });
});

it.each(['null', '[]', '1', '"{}"', 'true'])('does not take %s for an object', (text) => {
  expect(parseArguments(text)).toEqual({ problem: `they are ${text}` });
});
