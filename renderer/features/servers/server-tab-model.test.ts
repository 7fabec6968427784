import { expect, test } from 'vitest';

import type { ServerFeatures } from '#contract/tools.ts';
import { shownTabs } from './server-tab-model.ts';

const NOTHING: ServerFeatures = {
  capabilities: [],
  prompts: [],
  resources: [],
  collisions: [],
  displaced: [],
};
const PROMPTS = [{ name: 'a.b', description: '', arguments: [] }];
const RESOURCES = [{ uri: 'a+x:/1', name: 'x', description: '', isTemplate: false }];

test.each([
  ['connected', 3, NOTHING, 'tools about output entry'],
  ['connected', 3, { ...NOTHING, prompts: PROMPTS }, 'tools prompts about output entry'],
  ['connected', 0, { ...NOTHING, resources: RESOURCES }, 'resources about output entry'],
  ['connected', 0, NOTHING, 'tools about output entry'],
  ['connected', undefined, { ...NOTHING, prompts: PROMPTS }, 'tools prompts about output entry'],
  ['failed', 0, undefined, 'tools output entry'],
] as const)('%s, %s tools: shows only what there is', (state, tools, features, tabs) => {
  expect(shownTabs({ row: { state }, tools, features }).join(' ')).toBe(tabs);
});
