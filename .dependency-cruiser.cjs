// The walls of the house: who may import whom. scripts/boundaries.test.ts sees every rule fire.
const CAPABILITIES = 'config|inferencers|mcp|engine|conversations|jobs|events|logs|access|state';
/** Files that put the parts together; everything else waits to be called. */
const COMPOSERS = '^router/((app|describe-router|settings)[.]ts$|cli/|entry/)';
const TEST = '[.]test[.]tsx?$';
const TEST_ONLY = `${TEST}|^e2e/|^router/testing/|^router/.*/fixtures/`;

const forbid = (name, from, to) => ({ name, severity: 'error', from, to });
const code = (path) => ({ path, pathNot: TEST });

module.exports = {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }),
    forbid('no-orphans', { orphan: true, pathNot: [TEST, '[.]d[.]ts$', '^e2e/', '^bench/'] }, {}),
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
      { path: '^(main|renderer|resources|scripts|bench)/|^(node_modules/)?electron(/|$)' },
    ),
    forbid(
      'demo-servers-stand-alone',
      { path: '^resources/', pathNot: TEST },
      { path: '^(router|scripts|bench)/' },
    ),
    forbid(
      'e2e-is-black-box',
      { path: '^e2e/' },
      { path: '^(router|resources|scripts|bench)/', pathNot: '^router/contract/' },
    ),
    forbid(
      'bench-is-black-box',
      { path: '^bench/' },
      { path: '^(router|resources|scripts)/', pathNot: '^router/contract/' },
    ),

    // router, inside out
    forbid('contract-is-a-leaf', code('^router/contract/'), {
      pathNot: '^router/contract/|^node_modules/zod/',
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
      { path: '^router/(app|describe-router|settings)[.]ts$' },
      { path: '^router/(cli|entry)/' },
    ),
    forbid('command-line-starts-app', code('^router/cli/'), {
      path: '^router/',
      pathNot: '^router/((app|settings)[.]ts$|(cli|config|listeners|core|contract)/)',
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
