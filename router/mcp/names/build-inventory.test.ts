import { expect, test } from 'vitest';

import { buildInventory, type OfferedTool, type Stock } from './build-inventory.ts';

function offered(name: string, permitted = true, more = {}): OfferedTool {
  const tool = { name, description: `does ${name}`, inputSchema: { type: 'object' }, ...more };
  return { tool: { ...tool, raw: tool }, permitted };
}

function namesOf(stocks: Readonly<Record<string, Stock>>): string[] {
  return buildInventory(new Map(Object.entries(stocks))).map((info) => info.name);
}

test('has every tool with what is known about it, frozen', () => {
  const annotations = { readOnlyHint: true };
  const inventory = buildInventory(
    new Map([
      [
        'git',
        {
          offered: [
            offered('log', true, { title: 'Log', annotations, outputSchema: {} }),
            offered('push', false),
          ],
          prefix: undefined,
        },
      ],
    ]),
  );
  const common = { server: 'git', inputSchema: { type: 'object' } };
  expect(inventory).toEqual([
    {
      ...common,
      tool: 'log',
      name: 'git.log',
      title: 'Log',
      description: 'does log',
      annotations,
      permitted: true,
    },
    { ...common, tool: 'push', name: 'git.push', description: 'does push', permitted: false },
  ]);
  expect(Object.isFrozen(inventory) && inventory.every((info) => Object.isFrozen(info))).toBe(true);
});

test('is sorted by the names that calls take, prefixes included', () => {
  const names = namesOf({
    zebra: { offered: [offered('b'), offered('a')], prefix: undefined },
    ape: { offered: [offered('x')], prefix: 'zoo' },
    bare: { offered: [offered('alone')], prefix: false },
  });
  expect(names).toEqual(['alone', 'zebra.a', 'zebra.b', 'zoo.x']);
});

test('lists both of two tools with one name, by server', () => {
  const inventory = buildInventory(
    new Map([
      ['b', { offered: [offered('echo')], prefix: false }],
      ['a', { offered: [offered('echo')], prefix: false }],
    ]),
  );
  expect(inventory.map(({ server, name }) => [server, name])).toEqual([
    ['a', 'echo'],
    ['b', 'echo'],
  ]);
});
