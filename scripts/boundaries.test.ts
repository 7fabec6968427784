/** Sees every wall of .dependency-cruiser.cjs stand: a clean tree passes, one planted import per rule fires. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type IConfiguration, type IViolation } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const config: IConfiguration = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const rules = (config.forbidden ?? []).map((rule) => rule.name ?? 'nameless');

const CAPABILITIES = [
  'config',
  'inferencers',
  'mcp',
  'engine',
  'conversations',
  'jobs',
  'events',
  'logs',
  'access',
  'state',
  'secrets',
  'imports',
  'questions',
];

/** Path to the modules it imports; the shape of the tree with one file a room. */
const CLEAN_TREE: Record<string, string[]> = {
  'router/contract/errors.ts': ['zod'],
  'router/core/router-error.ts': ['#contract/errors.ts', 'node:assert'],
  ...Object.fromEntries(
    CAPABILITIES.map((room) => [`router/${room}/room.ts`, ['#core/router-error.ts', 'zod']]),
  ),
  'router/engine/room.test.ts': ['./room.ts', '../mcp/room.ts', '../testing/fake-model.ts'],
  'router/inferencers/fixtures/reply.ts': ['../room.ts'],
  'router/inferencers/adapters/shared/stage.ts': ['#core/router-error.ts'],
  'router/inferencers/adapters/openai/adapter.ts': ['../shared/stage.ts'],
  'router/inferencers/adapters/ollama/adapter.ts': ['../shared/stage.ts', '../../room.ts'],
  'router/inbound/mcp/own/deep.test.ts': ['#testing/fake-model.ts'],
  'router/inbound/shared/sse.ts': ['#core/router-error.ts'],
  'router/inbound/openai/surface.ts': ['../shared/sse.ts', 'type ../../engine/room.ts'],
  'router/inbound/mcp/surface.ts': ['../shared/sse.ts'],
  'router/listeners/listeners.ts': ['#core/router-error.ts'],
  'router/settings.ts': ['#contract/errors.ts'],
  'router/app.ts': ['./settings.ts', './listeners/listeners.ts', './create-doors.ts'],
  'router/create-doors.ts': [
    './inbound/openai/surface.ts',
    './inbound/mcp/surface.ts',
    './create-parts.ts',
  ],
  'router/create-parts.ts': CAPABILITIES.map((room) => `./${room}/room.ts`),
  'router/cli/main.ts': ['../app.ts', '../settings.ts', '../config/room.ts'],
  'router/entry/node.ts': ['../cli/main.ts'],
  'router/testing/fake-model.ts': ['../engine/room.ts'],
  'resources/servers/hello.ts': ['zod'],
  'e2e/router/chat.test.ts': ['../fixtures/home.ts', '#contract/errors.ts'],
  'e2e/fixtures/home.ts': ['node:fs'],
  'bench/run.ts': ['./rounds.ts'],
  'bench/rounds.ts': ['node:fs'],
  'main/index.ts': ['electron', './bridge/handle.ts'],
  'main/bridge/channels.ts': ['#contract/errors.ts', 'zod'],
  'main/bridge/handle.ts': ['./channels.ts'],
  'main/bridge/preload.ts': ['electron', './channels.ts'],
  'renderer/main.tsx': ['./app/app.tsx'],
  'renderer/app/app.tsx': ['../features/home/home.tsx', '../features/logs/logs.tsx'],
  'renderer/features/home/home.tsx': ['../../components/page.tsx', '../../editing/draft.tsx'],
  'renderer/features/logs/logs.tsx': ['../../activity-view/view.tsx'],
  'renderer/editing/draft.tsx': ['../client/client.ts', '../components/page.tsx'],
  'renderer/activity-view/view.tsx': ['../client/client.ts'],
  'renderer/schema-form/form.tsx': ['../components/page.tsx'],
  'renderer/client/client.ts': ['#contract/errors.ts', '../../main/bridge/channels.ts'],
  'renderer/components/page.tsx': ['zod'],
};

/** Rule to planted files, each with its imports. */
const PLANTS: Record<string, Record<string, string[]>> = {
  'no-cycles': {
    'router/engine/ring-a.ts': ['./ring-b.ts'],
    'router/engine/ring-b.ts': ['type ./ring-a.ts'],
  },
  'no-orphans': { 'router/engine/alone.ts': [] },
  'no-unlisted-packages': {
    'router/engine/unlisted.ts': ['unlisted'],
    'router/engine/absent.ts': ['absent'],
  },
  'no-imports-of-tests': {
    'router/engine/of-test.ts': ['./room.test.ts'],
    'router/of-testing.ts': ['./testing/fake-model.ts'],
    'router/inbound/mcp/of-testing.ts': ['#testing/fake-model.ts'],
    'router/inferencers/of-fixture.ts': ['./fixtures/reply.ts'],
    'bench/of-e2e.ts': ['../e2e/fixtures/home.ts'],
  },
  'router-stands-alone': {
    'router/engine/of-main.ts': ['../../main/index.ts'],
    'router/engine/of-bench.ts': ['../../bench/rounds.ts'],
    'router/engine/of-resources.ts': ['../../resources/servers/hello.ts'],
  },
  'demo-servers-stand-alone': {
    'resources/servers/of-core.ts': ['#core/router-error.ts'],
    'resources/servers/of-contract.ts': ['#contract/errors.ts'],
  },
  'e2e-is-black-box': {
    'e2e/router/of-core.test.ts': ['#core/router-error.ts'],
    'e2e/router/of-fixture.test.ts': ['../../router/inferencers/fixtures/reply.ts'],
    'e2e/router/of-bench.test.ts': ['../../bench/rounds.ts'],
  },
  'bench-is-black-box': { 'bench/of-app.ts': ['../router/app.ts'] },
  'electron-only-in-main': {
    'bench/of-electron.ts': ['electron'],
    'router/engine/of-electron.ts': ['electron'],
  },
  'main-sees-router-through-contract': {
    'main/of-core.ts': ['#core/router-error.ts'],
    'main/of-renderer.ts': ['../renderer/components/page.tsx'],
  },
  'preload-stays-thin': { 'main/bridge/preload.ts': ['node:fs'] },
  'channels-are-plain': { 'main/bridge/channels.ts': ['node:fs'] },
  'renderer-sees-contract-and-bridge-only': {
    'renderer/client/of-core.ts': ['#core/router-error.ts'],
    'renderer/client/of-main.ts': ['../../main/bridge/handle.ts'],
  },
  'renderer-has-no-node': { 'renderer/client/of-node.ts': ['node:fs'] },
  'features-are-strangers': {
    'renderer/features/home/of-logs.tsx': ['../logs/logs.tsx'],
    'renderer/features/home/of-app.tsx': ['../../app/app.tsx'],
  },
  'areas-know-no-feature': {
    'renderer/editing/of-feature.tsx': ['../features/home/home.tsx'],
    'renderer/activity-view/of-editing.tsx': ['../editing/draft.tsx'],
    'renderer/schema-form/of-feature.tsx': ['../features/home/home.tsx'],
  },
  'components-are-domain-free': { 'renderer/components/of-client.tsx': ['../client/client.ts'] },
  'client-knows-no-ui': { 'renderer/client/of-page.tsx': ['../components/page.tsx'] },
  'contract-is-a-leaf': {
    'router/contract/of-node.ts': ['node:fs'],
    'router/contract/of-core.ts': ['#core/router-error.ts'],
  },
  'core-knows-only-contract': { 'router/core/of-engine.ts': ['../engine/room.ts'] },
  'capabilities-are-strangers': Object.fromEntries(
    CAPABILITIES.map((room, index) => [
      `router/${room}/of-stranger.ts`,
      [`type ../${CAPABILITIES.at(index - 1)}/room.ts`],
    ]),
  ),
  'adapters-are-strangers': {
    'router/inferencers/adapters/ollama/of-openai.ts': ['../openai/adapter.ts'],
  },
  'surfaces-are-strangers': { 'router/inbound/mcp/of-openai.ts': ['../openai/surface.ts'] },
  'surfaces-take-types-only': { 'router/inbound/mcp/of-engine.ts': ['../../engine/room.ts'] },
  'surfaces-know-no-listener': {
    'router/inbound/mcp/of-listeners.ts': ['../../listeners/listeners.ts'],
  },
  'listeners-know-no-surface': {
    'router/listeners/of-surface.ts': ['../inbound/openai/surface.ts'],
    'router/listeners/of-logs.ts': ['../logs/room.ts'],
  },
  'only-composers-compose': {
    'router/inbound/mcp/of-app.ts': ['../../app.ts'],
    'router/inbound/mcp/of-cli.ts': ['../../cli/main.ts'],
    'router/inbound/mcp/of-parts.ts': ['../../create-parts.ts'],
  },
  'app-knows-no-command-line': { 'router/settings.ts': ['./cli/flags.ts'] },
  'command-line-starts-app': {
    'router/cli/flags.ts': ['../engine/room.ts'],
    'router/cli/of-entry.ts': ['../entry/node.ts'],
  },
  'entries-only-start': { 'router/entry/of-config.ts': ['../config/room.ts'] },
};

const PACKAGES = ['zod', 'electron', 'unlisted'];
const TOP_FOLDERS = ['router', 'resources', 'e2e', 'bench', 'main', 'renderer'];

let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'woollama-walls-'));
  writeFile('package.json', {
    type: 'module',
    imports: {
      '#contract/*': './router/contract/*',
      '#core/*': './router/core/*',
      '#testing/*': './router/testing/*',
    },
    dependencies: { zod: '*', electron: '*' },
  });
  for (const name of PACKAGES) {
    writeFile(`node_modules/${name}/package.json`, { name, version: '1.0.0', exports: './it.js' });
    writeFile(`node_modules/${name}/it.js`, '');
  }
  plant(CLEAN_TREE);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function writeFile(path: string, content: string | object): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(join(root, path), text);
}

function plant(files: Record<string, string[]>): void {
  for (const [path, imports] of Object.entries(files)) {
    writeFile(path, [...imports.map(importLine), 'export const it = 1;'].join('\n'));
  }
}

function importLine(target: string, index: number): string {
  const [, type = '', path] = /^(type )?(.*)$/.exec(target) ?? [];
  return `import ${type}{ it as it${index} } from '${path}';\nexport type It${index} = typeof it${index};`;
}

async function violations(): Promise<readonly IViolation[]> {
  const { tsConfig: _, enhancedResolveOptions, ...options } = config.options ?? {};
  const { output } = await cruise(
    TOP_FOLDERS,
    { ...options, ruleSet: config, validate: true, baseDir: root },
    enhancedResolveOptions,
  );
  if (typeof output === 'string') throw new Error(output);
  return output.summary.violations;
}

/** A cycle is reported once, for one of its files. */
function touches(violation: IViolation, path: string): boolean {
  return violation.from === path || Boolean(violation.cycle?.some(({ name }) => name === path));
}

describe('the walls', () => {
  it('let a clean tree pass', async () => {
    expect(await violations()).toEqual([]);
  });

  it('have a probe for every rule', () => {
    expect(Object.keys(PLANTS).toSorted()).toEqual(rules.toSorted());
  });

  describe('with one planted import each', () => {
    let found: readonly IViolation[] = [];

    beforeAll(async () => {
      for (const files of Object.values(PLANTS)) plant(files);
      found = await violations();
    });

    it.each(Object.entries(PLANTS))('%s fires, and nothing else', (rule, files) => {
      for (const path of Object.keys(files)) {
        const fired = found.filter((one) => touches(one, path)).map((one) => one.rule.name);
        expect([path, ...new Set(fired)]).toEqual([path, rule]);
      }
    });
  });
});
