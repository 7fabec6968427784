// The walls of the house: who may import whom. scripts/boundaries.test.ts sees every rule fire.
const CAPABILITIES =
  'config|inferencers|mcp|engine|conversations|claude-code|jobs|events|logs|access|state|secrets|imports|questions';
/** Files that put the parts together; everything else waits to be called. */
const ROOT_FILES =
  '(app|create-control-parts|create-doors|create-mcp-parts|create-parts|describe-router|open-conversations|settings|stored-secrets)[.]ts$';
const COMPOSERS = `^router/(${ROOT_FILES}|cli/|entry/)`;
const TEST = '[.]test[.]tsx?$';
const TEST_ONLY = `${TEST}|^e2e/|^(router|renderer|main)/testing/|^router/.*/fixtures/`;

const forbid = (name, from, to) => ({ name, severity: 'error', from, to });
const code = (path) => ({ path, pathNot: TEST });

module.exports = {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }),
    forbid(
      'no-orphans',
      {
        orphan: true,
        pathNot: [TEST, '[.]d[.]ts$', '^e2e/', '^bench/', '^renderer/vite[.]config[.]ts$'],
      },
      {},
    ),
    forbid(
      'no-unlisted-packages',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    ),
    forbid('no-imports-of-tests', { pathNot: TEST_ONLY }, { path: TEST_ONLY }),

    // programs
    forbid(
      'router-stands-alone',
      { path: '^router/', pathNot: TEST },
      { path: '^(main|renderer|resources|scripts|bench)/' },
    ),
    forbid(
      'demo-servers-stand-alone',
      { path: '^resources/', pathNot: TEST },
      { path: '^(router|scripts|bench)/' },
    ),
    forbid(
      'e2e-is-black-box',
      { path: '^e2e/' },
      {
        path: '^(main|renderer|router|resources|scripts|bench)/',
        pathNot: '^router/contract/|^main/bridge/channels[.]ts$',
      },
    ),
    forbid(
      'bench-is-black-box',
      { path: '^bench/' },
      { path: '^(router|resources|scripts)/', pathNot: '^router/contract/' },
    ),

    // the desktop app
    forbid(
      'electron-only-in-main',
      { pathNot: '^(main|e2e/app)/' },
      { path: '^(node_modules/)?(electron|electron-updater)(/|$)' },
    ),
    forbid('main-sees-router-through-contract', code('^main/'), {
      path: '^(renderer|router|resources|scripts|bench)/',
      pathNot: '^router/contract/',
    }),
    forbid('preload-stays-thin', code('^main/bridge/preload[.]ts$'), {
      pathNot: '^main/bridge/(channels|ipc-names)[.]ts$|^(node_modules/)?electron(/|$)',
    }),
    forbid('channels-are-plain', code('^main/bridge/channels[.]ts$'), {
      pathNot: '^router/contract/|^node_modules/zod/',
    }),

    // the window, one way: app, features, shared areas, components and client
    forbid('renderer-sees-contract-and-bridge-only', code('^renderer/'), {
      path: '^(main|router|resources|scripts|bench)/',
      pathNot: '^router/contract/|^main/bridge/channels[.]ts$',
    }),
    forbid(
      'renderer-has-no-node',
      { path: '^renderer/', pathNot: `${TEST}|^renderer/(build/|vite[.]config[.]ts$)` },
      { dependencyTypes: ['core'] },
    ),
    forbid('features-are-strangers', code('^renderer/features/([^/]+)/'), {
      path: '^renderer/(features|app)/',
      pathNot: '^renderer/features/$1/',
    }),
    forbid(
      'areas-know-no-feature',
      code('^renderer/(editing|activity-view|conversation-view|schema-form)/'),
      {
        path: '^renderer/(features|app|editing|activity-view|conversation-view|schema-form)/',
        pathNot: '^renderer/$1/',
      },
    ),
    forbid('components-are-domain-free', code('^renderer/components/'), {
      path: '^renderer/(features|app|client|editing|activity-view|conversation-view|schema-form)/|^router/|^main/',
    }),
    forbid('client-knows-no-ui', code('^renderer/client/'), {
      path: '^renderer/(features|app|components|editing|activity-view|conversation-view|schema-form)/',
    }),

    // router, inside out
    forbid('contract-is-a-leaf', code('^router/contract/'), {
      pathNot: '^router/contract/|^node_modules/(zod|eventsource-parser)/',
    }),
    forbid('core-knows-only-contract', code('^router/core/'), {
      path: '^router/',
      pathNot: '^router/(core|contract)/',
    }),
    forbid('capabilities-are-strangers', code(`^router/(${CAPABILITIES})/`), {
      path: '^router/',
      pathNot: '^router/($1|core|contract)/',
    }),
    forbid('adapters-are-strangers', code('^router/inferencers/adapters/([^/]+)/'), {
      path: '^router/inferencers/adapters/[^/]+/',
      pathNot: '^router/inferencers/adapters/($1|shared)/',
    }),
    forbid('surfaces-are-strangers', code('^router/inbound/([^/]+)/'), {
      path: '^router/inbound/',
      pathNot: '^router/inbound/($1|shared)/',
    }),
    forbid('surfaces-take-types-only', code('^router/inbound/'), {
      path: `^router/(${CAPABILITIES})/`,
      dependencyTypesNot: ['type-only'],
    }),
    forbid('surfaces-know-no-listener', code('^router/inbound/'), { path: '^router/listeners/' }),
    forbid('listeners-know-no-surface', code('^router/listeners/'), {
      path: '^router/',
      pathNot: '^router/(listeners|core|contract)/',
    }),
    forbid(
      'only-composers-compose',
      { path: '^router/', pathNot: `${COMPOSERS}|${TEST}|^router/testing/` },
      { path: COMPOSERS },
    ),
    forbid(
      'app-knows-no-command-line',
      { path: `^router/${ROOT_FILES}` },
      { path: '^router/(cli|entry)/' },
    ),
    forbid('command-line-starts-app', code('^router/cli/'), {
      path: '^router/',
      pathNot:
        '^router/((app|settings|stored-secrets)[.]ts$|(cli|config|listeners|access|secrets|core|contract)/)',
    }),
    forbid('entries-only-start', code('^router/entry/'), {
      path: '^router/',
      pathNot: '^router/(app[.]ts$|(entry|cli|core|contract)/)',
    }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
};
