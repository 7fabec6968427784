/** How the router begins and ends, and what is left behind. */
import type { Requirement } from './requirement.ts';

export const LIFETIME: readonly Requirement[] = [
  {
    id: 'process.broken-file-stops-start',
    promise:
      'A file that does not parse stops the start with exit code 1 and the place, before anything is bound',
    source: ['contract 1.2', 'contract 1.3', 'contract 10.27', 'contract 11 "recipes.toml error"'],
    tests: {
      'e2e/router/command-line.test.ts':
        'start refuses a file that does not parse, with the place, and starts nothing',
    },
  },
  {
    id: 'process.unreadable-file',
    promise:
      'A file of the user that cannot be read stops the start; the bundled one is never taken instead',
    source: ['contract 2.1', 'contract 10.27'],
    tests: {
      'router/config/config-store.test.ts':
        'refuses a file it cannot read instead of using the bundled one',
    },
  },
  {
    id: 'process.listens-at-once',
    promise: 'Models are answered while MCP servers still start or hang',
    source: ['contract 1.3', 'contract 10.32', 'issue 2 "Start"'],
    tests: {
      'e2e/router/lifetime.test.ts':
        'models are answered while a server still hangs in its handshake',
    },
  },
  {
    id: 'process.servers-side-by-side',
    promise: 'MCP servers start side by side; one that hangs holds nobody up',
    source: ['contract 1.3', 'contract 10.32', 'issue 2 "MCP downstreams"'],
    tests: {
      'router/mcp/mcp-tools.test.ts': [
        'twenty servers come up side by side',
        'apply returns at once, and the server comes up with its tools',
      ],
    },
  },
  {
    id: 'process.clean-end',
    promise: 'SIGTERM ends the router with exit code 0 and leaves no child, socket or address file',
    source: ['contract 1.2', 'contract 1.9', 'contract 10.33', 'issue 2 "Listeners"'],
    tests: {
      'e2e/router/lifetime.test.ts':
        'SIGTERM ends it cleanly: exit 0, no child, no socket, no address file',
    },
  },
  {
    id: 'process.drain',
    promise:
      'What is in flight may end within the grace after a signal; what stays is aborted and told why',
    source: ['contract 1.9', 'contract 10.33', 'issue 2 "Listeners"'],
    tests: {
      'e2e/router/lifetime.test.ts':
        'a stream in flight may end after SIGTERM; then the router does',
      'router/listeners/drain.test.ts':
        'what is still there after the grace is aborted, may say why, and is cut',
    },
  },
  {
    id: 'process.second-signal',
    promise: 'A second signal does not wait for what does not end',
    source: ['contract 1.9'],
    tests: {
      'router/cli/serve-command.test.ts':
        'a second signal does not wait for those that do not come to an end',
    },
  },
  {
    id: 'process.other-signals',
    promise:
      'SIGINT and SIGHUP end the router in order, as SIGTERM does; `npm start` hands them on once',
    source: ['contract 1.9'],
    tests: {
      'e2e/router/lifetime.test.ts': '%s ends it as cleanly',
      'scripts/start.test.ts': 'hands on %s once, however often it arrives',
    },
  },
  {
    id: 'process.reload',
    promise: 'Files are watched: an edit counts without a signal and without a restart',
    source: ['contract 1.9', 'contract 10.29', 'issue 2 "Config"'],
    tests: {
      'router/config/config-store.test.ts': 'notices with real clocks, even through a link',
    },
    deviation:
      'no reload on SIGHUP: watching makes it needless, and a closed terminal must not leave a router behind',
  },
  {
    id: 'process.kill-9',
    promise: 'After kill -9 of the router no child of it is left',
    source: ['contract 1.9', 'issue 2 "MCP downstreams"'],
    tests: {
      'e2e/router/lifetime.test.ts': 'kill -9 leaves no child alive',
      'router/core/processes/guardian.test.ts':
        'leaves no process behind when the router is killed',
    },
  },
  {
    id: 'process.closed-output',
    promise: 'A router whose output nobody reads any more goes on, and still ends cleanly',
    source: ['issue 2 "Bad input"'],
    tests: {
      'e2e/router/lifetime.test.ts':
        'goes on when whoever read its output went away, and still ends cleanly',
    },
  },
  {
    id: 'process.npm-start',
    promise:
      '`npm start` installs and builds what is missing, then starts; a failed install starts nothing',
    source: ['issue 2 "Start"', 'issue 3 "npm start"'],
    tests: {
      'scripts/start.test.ts': [
        'installs, builds, and runs the router with the given flags',
        'does not start anything when installing failed',
      ],
    },
  },
  {
    id: 'process.npm-start-signals',
    promise: '`npm start` hands signals on, and its router ends with it, even by kill -9',
    source: ['issue 2 "Start"'],
    tests: {
      'scripts/start.test.ts': [
        'hands on %s once, however often it arrives',
        'does not leave the router behind when it is killed itself',
      ],
    },
  },
  {
    id: 'process.npm-test-installs',
    promise:
      '`npm test` installs what is missing by itself, a browser included where tests need it',
    source: ['issue 2 "Start"'],
    proof: 'none',
    reason: 'only a fresh machine can show it: done by hand',
  },
  {
    id: 'process.npm-test',
    promise:
      '`npm test` ends with one line that counts what passed, failed and was skipped, and fails with the runner',
    source: ['issue 2 "Start"'],
    tests: {
      'scripts/tally.test.ts': [
        'is one line',
        'does not believe a green report of a runner that failed',
      ],
    },
  },
  {
    id: 'process.docs-say-it',
    promise:
      'The docs list every error code and every method of the control surface that there is, and no other',
    source: ['issue 2 "Repository"'],
    tests: {
      'router/contract/errors.test.ts': 'the page of errors and the catalogue say the same',
      'router/contract/api.test.ts': 'the table of methods and the contract say the same',
    },
  },
  {
    id: 'process.walls',
    promise: 'Every import wall has a probe that sees it fire',
    source: ['issue 2 "Repository"'],
    tests: {
      'scripts/boundaries.test.ts': ['%s fires, and nothing else', 'have a probe for every rule'],
    },
  },
];
