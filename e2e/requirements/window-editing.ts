/** Import, conversations, logs, settings and editors in the window, for everybody. */
import type { Requirement } from './requirement.ts';

export const WINDOW_EDITING: readonly Requirement[] = [
  {
    id: 'window.import',
    promise:
      'Servers of eight other programs are found, inert until a yes to each; literal secrets go into the store',
    source: ['issue 3 "Import"'],
    tests: {
      'e2e/ui/servers-import.test.ts':
        'from other programs, by file, with names that are free here',
      'router/imports/scan-clients.test.ts': [
        'of Claude Desktop: literal values, secrets into the store',
        'of Claude Code: the general servers, and those of single projects in their folders',
        'of Cursor: its variables become ours',
        'of VS Code: what it asks its user for is missing here',
        'of Windsurf',
        'of Codex',
        'of Zed: both shapes, and no extensions',
        'of the Gemini CLI: its variables, and an address that means SSE',
      ],
      'router/imports/apply-imports.test.ts': 'from headers, behind their scheme',
    },
  },
  {
    id: 'window.import-itself',
    promise: 'An entry that is Woollama itself is told as such before a yes',
    source: ['issue 3 "Import"'],
    tests: { 'router/imports/find-warnings.test.ts': '%j is told when it is called %s' },
  },
  {
    id: 'window.import-shapes',
    promise: 'Pasted text is understood in every shape, hostile ones included',
    source: ['issue 3 "Import"'],
    tests: {
      'router/imports/review-pasted.test.ts': 'as %s',
      'router/imports/hostile-pasted.test.ts': 'of %s is answered',
    },
  },
  {
    id: 'window.conversations',
    promise:
      'Conversations say who holds them and what was said, are answered, renamed, deleted, and go on in the Playground',
    source: ['issue 5 "UI"'],
    tests: {
      'e2e/ui/conversations.test.ts': [
        'shows at once what a program begins, who holds it, and what came of it',
        'shows what was said, follows its turns, and takes a title',
        'is deleted after a yes that says what becomes of it at its holder',
        'shows what was said, takes turns as a program would, and is found again',
      ],
    },
  },
  {
    id: 'window.conversations-wait',
    promise: 'A waiting question is counted on every page, notified and answered there',
    source: ['issue 5 "UI"'],
    tests: {
      'e2e/ui/conversations.test.ts': 'is counted on every page, and answered there as a turn',
      'main/system/notices.test.ts':
        'a conversation that waits is told once for each answer it wants, without its words',
      'main/tray/waiting-items.test.ts':
        'a conversation that waits leads to its page, by the best name it has',
    },
  },
  {
    id: 'window.logs',
    promise: 'Logs of router and servers come live, are filtered, followed, copied and exported',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/logs.test.ts': [
        'lines of the router and of a server come as they are written, and are filtered',
        'following stops when somebody scrolls up, and goes on at the end',
        'what is shown is copied and exported',
      ],
    },
  },
  {
    id: 'window.settings',
    promise:
      'Settings are saved where the router reads them, count after a restart, and can be taken back',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/settings.test.ts': [
        'what is saved counts after a restart, which signs the window out',
        'a reset can be taken back',
        'another port: the router moves there, and the page says beforehand that it cannot',
      ],
    },
  },
  {
    id: 'window.settings-exposure',
    promise: 'Letting other machines in makes a token first',
    source: ['issue 3 "Pages"', 'original "Binding"'],
    tests: {
      'e2e/ui/settings.test.ts':
        'letting other machines in makes a key first, which programs must send then',
    },
  },
  {
    id: 'window.settings-look',
    promise: 'Appearance, places of files, kept keys, versions and licences are there',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/settings.test.ts': [
        'the appearance stays as it was chosen',
        'it says where the files are',
        'versions and licences',
      ],
    },
  },
  {
    id: 'window.editors-diff',
    promise: 'Every editor shows form and text with the change to the file before it is saved',
    source: ['issue 3 "Editors"'],
    tests: {
      'e2e/ui/editing.test.ts': [
        'has the change of the form in it, and the form gets it back',
        'keeps what was typed until somebody says that it may go',
      ],
    },
  },
  {
    id: 'window.editors-refuse',
    promise: 'A wrong value is refused at its field, a wrong text at its line',
    source: ['issue 3 "Editors"', 'issue 3 "Tests"'],
    tests: {
      'e2e/ui/servers-edit.test.ts': 'what cannot work is refused at its field',
      'e2e/ui/editing.test.ts': 'is refused at its line while it is no TOML',
      'e2e/ui/recipes.test.ts':
        'a wrong model is refused at its field, an unknown one only warned about',
    },
  },
  {
    id: 'window.editors-conflict',
    promise: 'A file changed elsewhere is put together or asked about, never lost',
    source: ['issue 3 "Editors"', 'issue 3 "Tests"'],
    tests: {
      'e2e/ui/editing.test.ts': [
        'both changes live on, after a look at the other one',
        'never overwrites what came after',
      ],
      'e2e/ui/servers-edit.test.ts': 'another program writes the file meanwhile: both changes stay',
    },
  },
  {
    id: 'window.editors-keep',
    promise: 'Comments, order and unknown keys stay as they were',
    source: ['issue 3 "Editors"'],
    tests: {
      'e2e/ui/servers-edit.test.ts':
        'one field is one changed line; comments, order and unknown keys stay',
      'e2e/ui/recipes.test.ts': 'changes one key and leaves the rest of the file byte for byte',
    },
  },
  {
    id: 'window.editors-leave',
    promise: 'Unsaved changes are asked about, whichever way somebody leaves',
    source: ['issue 3 "Editors"'],
    tests: {
      'e2e/ui/editing.test.ts': [
        'asks, whichever way somebody leaves',
        'a closed tab asks by the browser, but only with unsaved changes',
      ],
    },
  },
  {
    id: 'window.lost-router',
    promise:
      'A router killed under the window is told within two seconds, the page stays, and it comes back',
    source: ['issue 3 "Tests"'],
    tests: {
      'e2e/ui/shell.test.ts':
        'killed: says so within two seconds and keeps the page; back: asks for a new link',
    },
  },
  {
    id: 'window.same-in-browser',
    promise: 'The same window serves app and browser over one transport',
    source: ['issue 3 "npm start"', 'issue 3 "Control surface"'],
    tests: {
      'e2e/app/start.test.ts':
        'the window shows the built pages and talks to the router through the scheme',
      'router/contract/control-client.test.ts':
        'a method is a POST of its params with the given headers',
      'e2e/router/window.test.ts':
        'a link opens one session, which cookie and header carry together',
    },
  },
  {
    id: 'window.keyboard',
    promise: 'Everything is reached by keyboard, the focus is always seen and never lost',
    source: ['issue 3 "Tests"'],
    tests: {
      'e2e/ui/keyboard.test.ts': [
        'on %s is seen at every stop, and every stop has a name',
        'of a dialog on %s stays in it, and goes back to %s',
        'Recipes: one is written, with a tool from the tree',
      ],
    },
  },
  {
    id: 'window.axe',
    promise: 'No serious findings of axe on any page, dialog or editor in both themes',
    source: ['issue 3 "Tests"'],
    tests: { 'e2e/ui/axe.test.ts': '${theme}: $name' },
  },
  {
    id: 'window.hostile',
    promise: 'Hostile names, descriptions and results are text and do nothing',
    source: ['issue 3 "Tests"'],
    tests: {
      'e2e/ui/hostile.test.ts': [
        'nothing of it acts on %s',
        'in tools and their form, and in what a run of one brings',
      ],
      'e2e/ui/playground.test.ts': 'of a hostile server can do nothing',
    },
  },
  {
    id: 'window.volume',
    promise:
      'Forty servers, 300 tools, ten thousand lines and 500 requests stay in hand: only what is seen is drawn',
    source: ['issue 3 "Volume"'],
    tests: {
      'e2e/ui/volume.test.ts': [
        'forty servers',
        'ten thousand log lines',
        'five hundred requests',
        'a burst of requests while %s is open',
      ],
    },
  },
  {
    id: 'window.sizes',
    promise: 'Pages fit 820x560',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/servers.test.ts': 'axe finds nothing, $theme $width',
      'e2e/ui/activity.test.ts': 'nothing is hard to see or to reach at $width x $height',
    },
  },
  {
    id: 'window.screenshots',
    promise: "One command makes pictures of all pages; two of today's are in the README",
    source: ['issue 3 "Tests"'],
    proof: 'none',
    reason: 'pictures are looked at by people',
  },
];
