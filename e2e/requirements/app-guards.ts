/** What the desktop app lets nobody do, and what is packed. */
import type { Requirement } from './requirement.ts';

export const APP_GUARDS: readonly Requirement[] = [
  {
    id: 'app.navigation',
    promise:
      'The page cannot be led away, opens no window, embeds nothing, and gets no permission but copying',
    source: ['issue 3 "Main process"'],
    tests: {
      'e2e/app/window.test.ts': [
        'the page cannot be navigated away, neither by link nor by script',
        'no other window opens',
        'the permission %s is refused',
      ],
      'main/windows/navigation-guard.test.ts': 'to %j is refused',
    },
  },
  {
    id: 'app.powerless',
    promise: 'The page has no Node and a sandbox',
    source: ['issue 3 "Main process"'],
    tests: { 'e2e/app/start.test.ts': 'the window is as powerless as a page can be' },
  },
  {
    id: 'app.bridge',
    promise: 'Each call of the bridge checks its sender and its parameters',
    source: ['issue 3 "Main process"'],
    tests: {
      'e2e/app/bridge.test.ts': ['refuses %s', 'refuses wrong parameters of %s'],
      'main/bridge/handle.test.ts': 'a stranger gets no answer, and nothing runs',
    },
  },
  {
    id: 'app.scheme',
    promise: "The app's scheme gives its own files only and asks the router as the owner",
    source: ['issue 3 "Main process"'],
    tests: {
      'main/windows/app-scheme.test.ts':
        'gets the request as the owner, without what the page says about itself',
      'e2e/app/window.test.ts': '%s gives no file but ours',
    },
  },
  {
    id: 'app.links',
    promise: '`woollama://` links open a review only; what is not understood is a notice',
    source: ['issue 3 "Main process"'],
    tests: {
      'e2e/app/starts-and-links.test.ts': [
        'a link of a second start is shown for review and does nothing else',
        'a link that is not understood is only a notice (%#)',
      ],
      'e2e/ui/servers-import.test.ts':
        'a link only opens the review, and closing it leaves nothing behind',
    },
  },
  {
    id: 'app.updates',
    promise: 'Updates are looked for, never downloaded or installed without a yes',
    source: ['issue 3 "Main process"'],
    tests: {
      'main/system/updates.test.ts': [
        'nothing is downloaded or installed without a yes',
        'a yes downloads, another one installs after everything has ended',
      ],
    },
  },
  {
    id: 'app.secrets',
    promise: 'Kept keys survive restarts, encrypted; what cannot be decrypted is kept and told',
    source: ['issue 3 "Secrets"'],
    tests: {
      'e2e/app/starts-and-links.test.ts': [
        'survive a restart of router and app, encrypted, in a file of the owner',
        'that cannot be decrypted are kept, reported, and back when the keychain is',
      ],
    },
  },
  {
    id: 'app.stand-in',
    promise: 'The stand-in for Electron fails where Electron would',
    source: ['issue 3 "Tests"'],
    tests: {
      'e2e/app/stand-in.test.ts': [
        'a main module that waits for ready at its top level never starts',
        'too late for %s',
      ],
    },
  },
  {
    id: 'app.real-electron',
    promise: 'The same specs run on the real Electron where it is',
    source: ['issue 3 "Tests"'],
    proof: 'none',
    reason: 'runs in the workflow of three systems only: no Electron binary can be had here',
  },
  {
    id: 'app.node-servers',
    promise: 'In the app, servers whose command is node run without a Node on the system',
    source: ['issue 3 "Own Node"'],
    tests: {
      'e2e/app/router-lifetime.test.ts':
        'servers on the own Node end with the router and start with the next one',
      'router/entry/app-node-servers.test.ts':
        '`node` means the same where nobody installed one, with folder, arguments and environment',
      'router/entry/utility.test.ts':
        'servers run on the app’s own Node, where the machine has none',
    },
  },
  {
    id: 'app.packed',
    promise:
      'The packed app has its entries and pages, no sources, no development tools and no secrets, and its router runs',
    source: ['issue 3 "Packages"'],
    tests: {
      'e2e/packaging/packed-app.test.ts': [
        'the manifest names the entry, and no tool of development',
        'no sources, tests, source maps or node_modules',
        'the router runs from what was packed, with its own tools',
      ],
    },
  },
  {
    id: 'app.fuses',
    promise: 'The binary may do no more than it must: RunAsNode is closed',
    source: ['issue 3 "Packages"', 'issue 3 "Own Node"'],
    tests: { 'e2e/packaging/packed-app.test.ts': 'the binary may do no more than it must' },
  },
  {
    id: 'app.update-metadata',
    promise: 'The packed app knows where updates are; nothing is published when nobody said where',
    source: ['issue 3 "Packages"'],
    tests: {
      'e2e/packaging/packed-app.test.ts': 'the app knows where its updates are',
      'scripts/publish-arguments.test.ts': 'nothing is published when nobody said where',
    },
  },
  {
    id: 'app.installers',
    promise: 'Installers for three systems are made by one command and a release workflow',
    source: ['issue 3 "Packages"', 'original "Surfaces and bundle"'],
    proof: 'none',
    reason: "the workflow never ran: needs Electron's binary and three systems",
  },
  {
    id: 'app.bundle',
    promise: 'Servers come with the app and any of them can be replaced in mcp.json',
    source: ['original "Surfaces and bundle"'],
    tests: {
      'e2e/packaging/packed-app.test.ts':
        'the router runs from what was packed, with its own tools',
      'router/config/config-store.test.ts': "replaces a bundled file entirely by the user's",
    },
  },
];
