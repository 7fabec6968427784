/** The owner, the window and kept secrets. */
import type { Requirement } from './requirement.ts';

export const OWNER: readonly Requirement[] = [
  {
    id: 'security.owner-only',
    promise:
      'The control surface is for the owner, not for tokens of clients, not from the network',
    source: ['issue 3 "Control surface"'],
    tests: {
      'router/inbound/control/control-surface.test.ts': 'is for nobody else',
      'router/app.test.ts': "a client's token makes no owner",
      'router/access/request-guard.test.ts':
        'no proof makes an owner of another machine, nor of one end that is not loopback',
    },
  },
  {
    id: 'security.owner-token',
    promise:
      "The owner's token is new at every start and lies in a private file while the router runs",
    source: ['issue 3 "Control surface"'],
    tests: {
      'router/access/owner-access.test.ts': 'is 256 bits and another one at every start',
      'router/app.test.ts': "the owner's token lies in a file while the router runs",
      'e2e/router/window.test.ts': 'the owner’s token is for one start of the router',
    },
  },
  {
    id: 'security.link',
    promise: 'A link opens one session, once, within two minutes',
    source: ['issue 3 "Control surface"'],
    tests: {
      'router/access/owner-access.test.ts': ['opens one session', 'lasts for two minutes'],
      'router/app.test.ts': 'to a window in the browser, also where clients need a token',
    },
  },
  {
    id: 'security.cookie',
    promise: "The session's cookie is HttpOnly and SameSite=Strict, and is not enough alone",
    source: ['issue 3 "Control surface"'],
    tests: {
      'router/access/owner-access.test.ts': [
        'has a cookie that scripts and other sites do not get',
        'needs the cookie and its other half',
      ],
      'e2e/ui/other-origins.test.ts':
        'gets the cookie as every port does, which is why it is not enough',
    },
  },
  {
    id: 'security.other-pages',
    promise: 'A page of another origin can read nothing, do nothing and frame nothing',
    source: ['issue 3 "Control surface"', 'issue 3 "Tests"'],
    tests: {
      'e2e/ui/other-origins.test.ts': [
        'cannot read by fetch: %s %s %s %s',
        'cannot act by a form, an image or a script',
        'cannot put the window into a frame',
      ],
    },
  },
  {
    id: 'security.page-policy',
    promise: 'The window comes with a strict policy, and no page asks anybody but the router',
    source: ['issue 3 "Main process"', 'other-systems D3'],
    tests: {
      'e2e/router/window.test.ts': 'the page comes with a policy that lets nothing else in',
      'e2e/ui/other-origins.test.ts': 'no page asks anybody but the router, or breaks its policy',
    },
  },
  {
    id: 'security.secrets-kept',
    promise: "Keys typed in are kept by the system's keychain, or in a private file with a warning",
    source: ['issue 3 "Secrets"'],
    tests: {
      'router/secrets/open-secret-keeper.test.ts': [
        'opens it for the first key only, and then keeps keys there',
        'keeps secrets in a file, for the next start too, and says so',
      ],
      'main/secrets/vault.test.ts': 'values come back from a file that does not show them',
    },
  },
  {
    id: 'security.secrets-write-only',
    promise: 'No answer of the router holds a kept secret',
    source: ['issue 3 "Secrets"'],
    tests: {
      'router/inbound/control/secret-handlers.test.ts':
        'secrets are set, named and removed, never shown',
      'router/app.test.ts': 'counts at once and is shown nowhere',
      'router/imports/hostile-imports.test.ts': 'by scan, review or an error',
    },
  },
  {
    id: 'security.secrets-handed',
    promise:
      'The app hands secrets to the router over their own channel at the start; changes are kept before they count',
    source: ['issue 3 "Secrets"'],
    tests: {
      'router/entry/utility.test.ts': 'secrets come with the start, and changes go to the app',
      'router/entry/app-keeper.test.ts': 'a value counts once the app has kept it',
    },
  },
  {
    id: 'security.secrets-damaged',
    promise: 'A damaged store is put aside and never overwritten',
    source: ['issue 3 "Secrets"'],
    tests: {
      'router/secrets/secrets-file.test.ts': 'is kept under another name when it is %s',
      'main/secrets/vault.test.ts': 'a damaged file is neither used nor overwritten',
    },
  },
  {
    id: 'security.canary',
    promise: 'A key shows nowhere: output, status, logs, errors, models, files',
    source: ['issue 2 "Events"', 'issue 3 "Secrets"'],
    tests: {
      'e2e/router/upstream.test.ts':
        'the key shows nowhere: not in output, status, logs, errors or models',
      'e2e/ui/story.test.ts': 'address, server, recipe, key, a run, and what is on disk then',
      'e2e/router/bad-servers.test.ts': 'a secret among the arguments is told to nobody',
    },
  },
  {
    id: 'security.log-masked',
    promise: 'Logs blank known secrets and what looks like one',
    source: ['issue 2 "Events"'],
    tests: {
      'router/logs/secret-mask.test.ts':
        'blanks every known secret, also where it contains another one',
      'router/logs/create-log.test.ts':
        'writes JSON lines, private, with secrets masked in facts, messages and errors',
    },
  },
  {
    id: 'security.regex',
    promise: 'Patterns and schemas of servers cannot keep the router busy',
    source: ['issue 2 "Bad input"'],
    tests: {
      'router/engine/argument-checker.test.ts':
        'does not run expressions of a server, which could run for ever',
      'router/mcp/relay/judge-result.test.ts': 'cannot keep us busy with a pattern',
      'router/contract/match-glob.test.ts':
        'a hostile pattern is answered, and not only after ages',
    },
  },
];
