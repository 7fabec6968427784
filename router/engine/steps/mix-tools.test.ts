import { describe, expect, it } from 'vitest';

import { toolCall } from '../../testing/fake-scripted-model.ts';
import { createFakeToolServers, text } from '../../testing/fake-tool-servers.ts';
import { mixTools, toWireChoice } from './mix-tools.ts';
import { planCalls } from './plan-calls.ts';

const TOOLS = createFakeToolServers({ 'a.b': () => text(''), 'a.secret': () => text('') });
const OFFERED = TOOLS.list().filter(({ name }) => name === 'a.b');
const MINE = { type: 'function', function: { name: 'mine' } };

function mix(clientTools?: unknown) {
  return mixTools({ offered: OFFERED, clientTools, tools: TOOLS });
}

describe('mixTools', () => {
  it.each([undefined, null, []])('takes %j for no tools of the client', (clientTools) => {
    expect(mix(clientTools).names).toEqual(['mcp__a__b']);
  });

  it.each(['a.b', 'a__b', 'mcp__a__b'])('finds an offered tool as %s', (name) => {
    expect(mix().find(name)).toBe(OFFERED[0]);
  });

  it.each(['a.secret', 'mcp__a__secret', 'b', '', 'mine'])('finds nothing as %j', (name) => {
    expect(mix([MINE]).find(name)).toBeUndefined();
  });

  it('knows the names of the client only as they are', () => {
    const toolbox = mix([MINE]);
    expect(toolbox.isClientTool('mine')).toBe(true);
    expect(toolbox.isClientTool('a.b')).toBe(false);
    expect(toolbox.isClientTool('Mine')).toBe(false);
  });
});

describe('toWireChoice', () => {
  it('translates names of recipe tools and nothing else', () => {
    const toolbox = mix([MINE]);
    const choose = (name: string) => ({ type: 'function', function: { name } });
    expect(toWireChoice(choose('a.b'), toolbox)).toEqual(choose('mcp__a__b'));
    for (const choice of [choose('mine'), choose('a.secret'), 'required', undefined]) {
      expect(toWireChoice(choice, toolbox)).toEqual(choice);
    }
  });
});

describe('planCalls', () => {
  it('sorts calls into those of the router and those of the client', () => {
    const own = toolCall('c1', 'mine');
    const hidden = toolCall('c2', 'a__b');
    const refused = toolCall('c3', 'a.secret');
    expect(planCalls([own, hidden, refused], mix([MINE]))).toEqual({
      hidden: [
        { call: hidden, entry: OFFERED[0] },
        { call: refused, entry: undefined },
      ],
      client: [own],
    });
  });
});
