import { expect, test } from 'vitest';

import { changesWhatRuns } from './changes-what-runs.ts';

test.each([
  'NODE_OPTIONS',
  'node_options',
  'NODE_PATH',
  'LD_PRELOAD',
  'DYLD_INSERT_LIBRARIES',
  'Path',
  'PYTHONSTARTUP',
  'BASH_ENV',
  'ENV',
  'PERL5OPT',
  'RUBYOPT',
  'JAVA_TOOL_OPTIONS',
  '_JAVA_OPTIONS',
  'npm_config_registry',
  'NPM_CONFIG_REGISTRY',
  'UV_INDEX_URL',
  'PIP_INDEX_URL',
  'https_proxy',
  'ALL_PROXY',
  'SHELL',
  'EDITOR',
  'GIT_SSH_COMMAND',
  'GIT_CONFIG_KEY_0',
  'GIT_ASKPASS',
])('%s does', (name) => expect(changesWhatRuns(name)).toBe(true));

test.each(['MY_PATH', 'NODE_ENV', 'ENVIRONMENT', 'PROXY', 'API_KEY', 'SHELLS', 'A_LD_X', ''])(
  '%j does not',
  (name) => expect(changesWhatRuns(name)).toBe(false),
);
