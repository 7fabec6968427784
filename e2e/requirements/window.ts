/** The pages: what people see and do in them. */
import type { Requirement } from './requirement.ts';

export const WINDOW: readonly Requirement[] = [
  {
    id: 'window.story',
    promise:
      'Address, server, recipe, key and a run, without touching a file, in one story with few clicks',
    source: ['issue 3 "Three minutes"'],
    tests: {
      'e2e/ui/story.test.ts': 'address, server, recipe, key, a run, and what is on disk then',
    },
  },
  {
    id: 'window.bar',
    promise:
      'On every page the bar says Running, Starting or Degraded with the reason, and the address to copy',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/shell.test.ts': [
        'is Running, Starting or Degraded, and says why',
        'every page has its number, and the address to copy',
      ],
    },
  },
  {
    id: 'window.palette',
    promise: 'The palette reaches pages, servers, recipes and actions',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/shell.test.ts': [
        'restarts a server',
        'copies the address, opens a recipe, and says when there is nothing',
      ],
      'renderer/app/palette-entries.test.ts': '%j finds %j',
    },
  },
  {
    id: 'window.home-setups',
    promise: 'Home has set-ups for programs, which work when pasted, and says their limits',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/home.test.ts': [
        'curl and JavaScript get an answer, with a tool that ran',
        'MCP works over HTTP and stdio as the files say',
      ],
      'renderer/features/home/setup-snippets.test.ts': 'limits are said, not hidden',
    },
  },
  {
    id: 'window.home-health',
    promise: 'Home says in sentences what is wrong, with the way to it',
    source: ['issue 3 "Pages"'],
    tests: {
      'renderer/features/home/health.test.ts':
        'each trouble is one sentence with the page that mends it',
      'e2e/ui/home.test.ts':
        'a server that fails is named, with the way to it; so is a wrong entry',
    },
  },
  {
    id: 'window.home-first-steps',
    promise: 'The first steps are done in the page: inferencer, server, recipe',
    source: ['issue 3 "Pages"'],
    tests: { 'e2e/ui/home.test.ts': 'are done in the page, and do not come back' },
  },
  {
    id: 'window.activity',
    promise: 'Every call is there live with turns, calls, arguments, results and progress',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/activity.test.ts': [
        'a recipe shows turns and calls with what went in and came out',
        'shows its progress, and cancelling it reaches the child process',
        'without progress says only that it runs',
      ],
    },
  },
  {
    id: 'window.activity-cancel',
    promise: 'Cancel reaches the child process',
    source: ['issue 3 "Tests"'],
    tests: {
      'e2e/ui/activity.test.ts': 'shows its progress, and cancelling it reaches the child process',
    },
  },
  {
    id: 'window.activity-list',
    promise: 'The list is filtered, paused and exported, and keeps its place',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/activity.test.ts': [
        'is filtered, and what is shown is exported',
        'can be paused, and tells what came meanwhile',
        'follows at its top, keeps its place once scrolled, and a burst renders no row twice',
      ],
    },
  },
  {
    id: 'window.activity-clients',
    promise:
      'MCP clients are shown by name and version, their calls nested below what they belong to',
    source: ['issue 4 "UI"'],
    tests: {
      'renderer/features/activity/client-name.test.ts':
        'an MCP client is shown by name and version, as it introduced itself',
      'renderer/features/activity/nest-requests.test.ts':
        'what belongs to another stands below it, whenever it came',
      'e2e/ui/server-features.test.ts': 'who is connected stands on Home and above the activity',
    },
  },
  {
    id: 'window.playground-chat',
    promise:
      'Models and recipes are tried with the hidden loop in view, stopped, and copied as curl, JavaScript or Python',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/playground.test.ts': [
        'a recipe shows its hidden loop as it runs, then the answer with its tokens',
        'Stop ends the model, the tool and the request',
        'copied as curl it gives the same answer in a shell',
      ],
      'renderer/features/playground/snippets.test.ts': 'with the OpenAI SDK',
    },
  },
  {
    id: 'window.playground-tool',
    promise: 'A single tool has a form of its schema, runs, shows its progress and is cancelled',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/playground.test.ts': [
        'has a form of its schema, which says what is wrong',
        'is cancelled: the count stops, the child hears of it, the activity says so',
      ],
    },
  },
  {
    id: 'window.recipes-list',
    promise: 'The list names what a recipe needs, whether it can run and when it ran last',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/recipes.test.ts': [
        'shows what came with Woollama, with names to copy',
        'says why a recipe cannot run, and when one ran last',
      ],
    },
  },
  {
    id: 'window.recipes-editor',
    promise:
      'A recipe is made in a form with a tree of tools, variables and sampling, and answers at once',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/recipes.test.ts': 'makes a recipe with two tools that answers at once',
      'e2e/ui/recipes-tools.test.ts':
        'only what can be seen is in the page, and a search is answered at once',
      'renderer/features/recipes/variables-model.test.ts':
        'those of the prompt come first, then what else the file describes',
    },
  },
  {
    id: 'window.inferencers',
    promise:
      'Inferencers tell reachability, latency, models and where the key comes from; a test makes a real request',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/inferencers.test.ts': [
        'a dead address says so, and is well once somebody is there',
        'four hundred models are found and copied, with few rows in the page',
      ],
      'router/inferencers/test-inferencer.test.ts':
        'lists its models with the real key, also where discovery is off',
    },
  },
  {
    id: 'window.inferencers-keys',
    promise: 'A key typed in goes upstream with the next call and is seen nowhere',
    source: ['issue 3 "Pages"', 'issue 3 "Secrets"'],
    tests: {
      'e2e/ui/inferencers.test.ts':
        'one typed in here goes upstream with the next call, and is seen nowhere',
    },
  },
  {
    id: 'window.inferencers-add',
    promise: 'An inferencer is added from presets, edited, switched off and removed',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/inferencers-edit.test.ts': [
        'a preset is written beside what is there',
        'only what was changed is written',
        'one is switched off and on again, one of my own is removed',
      ],
    },
  },
  {
    id: 'window.servers',
    promise:
      'Servers show state with reason, transport, memory, uptime and numbers; switched, restarted, removed with undo',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/servers.test.ts': [
        'shows the bundled servers with their numbers',
        'a server is switched off, and on again without a question',
        'a removed server is stopped, and comes back by Undo',
        'each says why, in plain words, with the next step',
      ],
    },
  },
  {
    id: 'window.servers-tools',
    promise: 'Single tools are switched, and lists with patterns kept',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/ui/servers.test.ts': 'one tool is switched off and on again',
      'e2e/ui/servers-edit.test.ts': 'allowed and denied tools, with patterns',
    },
  },
  {
    id: 'window.servers-features',
    promise: 'Prompts, resources, era, capabilities and cost are shown',
    source: ['issue 4 "UI"', 'issue 4 "Tool search"'],
    tests: {
      'e2e/ui/server-features.test.ts': [
        'a row counts what the server offers, and tells its protocol and what its tools cost',
        'prompts and resources are listed with what can be copied',
        'about it: program, protocol in words, capabilities, instructions',
      ],
    },
  },
  {
    id: 'window.servers-yes',
    promise:
      'A command is shown whole and asked for before it runs for the first time, also when it changed',
    source: ['issue 3 "Import"', 'issue 3 "Pages"'],
    tests: {
      'e2e/ui/servers-edit.test.ts': [
        'a changed command is shown in full and asked for before it runs',
        'nor does a quick hand get past the question',
      ],
      'e2e/ui/servers-import.test.ts':
        'pasted JSON: the whole command line, warnings, and a yes for each',
    },
  },
];
