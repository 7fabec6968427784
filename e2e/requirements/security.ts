/** Who may ask: hosts, origins, tokens, the owner, secrets, logs. */
import type { Requirement } from './requirement.ts';

export const SECURITY: readonly Requirement[] = [
  {
    id: 'security.host',
    promise:
      'On loopback the Host must be this machine; anything else is a 403, so no page reaches us by another name',
    source: ['contract 10.41', 'other-systems A3', 'issue 2 "Listeners"'],
    tests: {
      'router/access/request-guard-sockets.test.ts': '%s is a 403',
      'router/access/request-guard.test.ts': [
        'Host %s is refused',
        'a missing or doubled Host is refused',
      ],
    },
  },
  {
    id: 'security.origin',
    promise:
      'A foreign Origin is refused everywhere, at upgrades of WebSockets too, and no answer lets a page read it',
    source: ['contract 10.41', 'other-systems D3', 'other-systems D4', 'issue 2 "Listeners"'],
    tests: {
      'router/access/request-guard-sockets.test.ts': [
        'Origin %j is a 403',
        'no answer of any kind lets a web page read it',
      ],
      'router/inbound/mcp/websocket-door.test.ts': 'what the guard refuses: %s',
    },
  },
  {
    id: 'security.preflight',
    promise:
      'A preflight gets no permission; bodies that a page could post without asking are refused',
    source: ['contract 10.41', 'issue 2 "Listeners"'],
    tests: {
      'router/inbound/shared/create-http-app.test.ts':
        'a preflight gets no permission to do anything',
      'router/access/request-guard-sockets.test.ts':
        'a form or text a page could post without asking is a 415',
    },
  },
  {
    id: 'security.token',
    promise:
      'With a token every TCP request needs it, loopback included, `/mcp` included; as a whole and never in part',
    source: ['contract 1.8', 'issue 2 "Listeners"'],
    tests: {
      'e2e/router/lifetime.test.ts': 'with a token every TCP request needs it, loopback included',
      'router/access/request-guard.test.ts': 'a token, once set, is asked for on loopback, too',
    },
    deviation: 'it is read at the start, not at each request',
  },
  {
    id: 'security.token-refusal',
    promise: 'A refusal is a 401 with `WWW-Authenticate: Bearer` in the envelope',
    source: ['contract 1.8', 'contract 3.1'],
    tests: {
      'e2e/router/lifetime.test.ts': 'with a token every TCP request needs it, loopback included',
      'router/inbound/shared/create-http-app.test.ts':
        'its refusal has the envelope and headers of every error',
    },
  },
  {
    id: 'security.no-token',
    promise: 'Without a token only this machine is answered; an empty token is none',
    source: ['contract 1.8'],
    tests: {
      'router/access/request-guard.test.ts': [
        'other machines need the token, but may use any Host',
        'an empty token counts as none',
        'a peer that hung up has no address and is not taken for the owner',
      ],
    },
  },
  {
    id: 'security.socket-exempt',
    promise: 'The private socket needs no token',
    source: ['contract 1.8'],
    tests: {
      'router/access/request-guard.test.ts': 'the private socket is the owner, without a token',
      'e2e/router/lifetime.test.ts': 'with a token every TCP request needs it, loopback included',
    },
  },
  {
    id: 'security.x-api-key',
    promise: 'The token is taken as a bearer or as `x-api-key`, never from the address',
    source: ['other-systems D3', 'contract 1.8'],
    tests: {
      'router/access/request-guard.test.ts': 'a token, once set, is asked for on loopback, too',
    },
  },
  {
    id: 'security.guard-first',
    promise: 'The guard comes before routing and before the body',
    source: ['contract 1.8'],
    tests: {
      'router/inbound/shared/create-http-app.test.ts': [
        'is asked before routing: %s',
        'is asked before the body is looked at',
      ],
    },
  },
  {
    id: 'security.token-not-in-argv',
    promise: 'The token never stands in a flag; a file or a variable holds it',
    source: ['issue 2 "CLI"'],
    tests: {
      'router/cli/resolve-settings.test.ts': [
        'no flag takes the token itself, since process lists show flags',
        'a file’s content is never shown',
      ],
    },
  },
  {
    id: 'security.body-limits',
    promise: 'Bodies, frames and answers have limits',
    source: ['other-systems D3', 'contract 3.1'],
    tests: {
      'router/inbound/shared/create-http-app.test.ts':
        'one over the limit is a 413, announced or not',
      'router/inbound/mcp/websocket-door.test.ts': 'a frame beyond the limit ends the connection',
      'router/inferencers/http/fetch-text.test.ts':
        'a larger body is UPSTREAM_INVALID, and the connection ends',
    },
  },
  {
    id: 'security.headers',
    promise: 'Every answer says that it may not be sniffed, framed or kept, where it could be',
    source: ['other-systems B4', 'other-systems D3'],
    proof: 'none',
    reason:
      'not built: pages and the control surface say so, other answers come with the API surfaces',
  },
  {
    id: 'security.scopes',
    promise: 'Keys of their own, with scopes, for each program; limits and audit of what they do',
    source: [
      'contract 10.43',
      'contract 10.29',
      'other-systems D3',
      'other-systems B4',
      'other-systems C8',
    ],
    proof: 'none',
    reason: 'not built: access of a later issue',
  },
  {
    id: 'security.run-token',
    promise:
      'A run of Claude Code has a token of its own that opens its tools at `/mcp` on this machine and nothing else',
    source: ['issue 5 "Claude Code"', 'contract 10.42'],
    tests: {
      'router/access/request-guard.test.ts': [
        'enters /mcp on this machine, also where clients need a token',
        'does not enter %s',
      ],
      'router/access/tool-grants.test.ts': 'every run has a token of its own',
    },
  },
];
