/** The desktop app around the router: start, tray, supervision, links, updates, packages. */
import type { Requirement } from './requirement.ts';

export const APP: readonly Requirement[] = [
  {
    id: 'app.npm-start',
    promise:
      '`npm start` at a desktop runs the app; without its binary or a desktop it says so in one line and serves the same window',
    source: ['issue 3 "npm start"'],
    tests: {
      'scripts/start.test.ts': [
        'runs the app that somebody brought, with the flags, and ends as it did',
        'says why there is no app, and lets the router open a browser',
      ],
      'scripts/choose-host.test.ts':
        'is the app where it is installed and somebody sits, with all arguments',
    },
  },
  {
    id: 'app.headless',
    promise: 'With `--headless` the app is never tried',
    source: ['issue 3 "npm start"'],
    tests: {
      'scripts/choose-host.test.ts': 'never is the app with --headless, and needs no reason then',
      'scripts/start.test.ts':
        'does not download anything with --headless, in CI or without a desktop',
    },
  },
  {
    id: 'app.browser',
    promise:
      'Without the app the window opens in a browser by a private link, where there is a desktop',
    source: ['issue 3 "npm start"'],
    tests: {
      'e2e/router/window.test.ts': [
        '--open gives the browser a private file that leads to a session, again after a restart',
        'without a desktop nothing is opened',
      ],
      'router/cli/open-in-browser.test.ts':
        'what is started sees a file only this user can read, and the file forwards',
    },
  },
  {
    id: 'app.forks',
    promise: 'Main forks the router, hands over flags and secrets, and waits until it listens',
    source: ['issue 3 "npm start"'],
    tests: {
      'main/router-process/supervisor.test.ts':
        'hands over flags, secrets and pages, and waits until the router listens',
      'router/entry/utility.test.ts':
        'starts with the flags, tells where it is, and ends when it is told to',
    },
  },
  {
    id: 'app.first-run',
    promise: 'The window opens at the first run, later starts may be hidden',
    source: ['issue 3 "npm start"'],
    tests: {
      'e2e/app/starts-and-links.test.ts': [
        'the first start shows the window even if it was started hidden',
        'a later hidden start shows no window; the place of the window is remembered',
      ],
    },
  },
  {
    id: 'app.supervision',
    promise:
      'A router that breaks down is shown with its last words, and comes back at the same address with growing pauses',
    source: ['issue 3 "Main process"'],
    tests: {
      'e2e/app/router-lifetime.test.ts':
        'killed, it is missed at once and comes back at the same address',
      'main/router-process/supervisor.test.ts': [
        'is shown with the last words and the next try, then repaired',
        'waits longer each time, half a minute at most',
      ],
    },
  },
  {
    id: 'app.no-retry',
    promise:
      'A router that says why it cannot run stays down until somebody asks or mends the file',
    source: ['issue 3 "Main process"'],
    tests: {
      'e2e/app/router-lifetime.test.ts':
        'a file that cannot be read stops it for good, until the file is saved again',
      'main/router-process/supervisor.test.ts': 'stays down until somebody asks',
    },
  },
  {
    id: 'app.single',
    promise: 'A second start shows the window of the first and ends',
    source: ['issue 3 "Main process"'],
    tests: {
      'e2e/app/starts-and-links.test.ts':
        'a second start shows the window of the first and ends by itself',
    },
  },
  {
    id: 'app.quit',
    promise:
      'Quit leaves no process, socket or address file; so does SIGTERM, and kill -9 no child',
    source: ['issue 3 "Main process"'],
    tests: {
      'e2e/app/start.test.ts': 'Quit leaves no process, no socket and no address file',
      'e2e/app/router-lifetime.test.ts': [
        'SIGTERM quits in order',
        'kill -9 of the app leaves no child after five seconds',
      ],
    },
  },
  {
    id: 'app.window-closed',
    promise: 'Closing the window keeps tray and router; unsaved changes are asked about',
    source: ['issue 3 "Main process"'],
    tests: {
      'e2e/app/start.test.ts': [
        'closing the window keeps tray and router; a click on the tray opens it again',
        'what is not saved is asked about, when closing and when quitting',
      ],
    },
  },
  {
    id: 'app.login-item',
    promise: 'Start at login can be switched on and off',
    source: ['issue 3 "Main process"'],
    tests: {
      'e2e/app/start.test.ts': 'switches the start at login on and off',
      'main/system/user-files.test.ts': 'is there or not, and starts the program hidden',
    },
  },
  {
    id: 'app.notices',
    promise:
      'Breakdowns, failed servers, updates, questions and waiting conversations are notices, each once',
    source: ['issue 3 "Main process"'],
    tests: {
      'main/system/notices.test.ts': [
        'one breakdown is one notice, however many tries it takes',
        'a server that failed for good is named, and a click leads to it',
        'a conversation that waits is told once for each answer it wants, without its words',
      ],
    },
  },
  {
    id: 'app.tray',
    promise:
      "The tray's menu is a pure function of the state: state, copy, recipes, servers, in flight, waiting, login, restart, quit",
    source: ['issue 3 "Pages"', 'issue 3 "Tests"'],
    tests: {
      'main/tray/menu-model.test.ts': [
        'the whole menu of a busy router, in the order of the design',
        'each entry does what it says',
      ],
      'e2e/app/start.test.ts': 'shows state, servers and the way out',
    },
  },
  {
    id: 'app.tray-icon',
    promise: 'The icon is never calm while something is wrong',
    source: ['issue 3 "Pages"'],
    tests: {
      'main/tray/menu-model.test.ts': 'is never calm while something is wrong',
      'e2e/app/router-lifetime.test.ts': 'a server that is down makes the tray say so, by its name',
    },
  },
  {
    id: 'app.tray-acts',
    promise: 'The tray copies the base_url, cancels a request and restarts a server',
    source: ['issue 3 "Pages"'],
    tests: {
      'e2e/app/start.test.ts': [
        'copies the base_url, which answers',
        'shows a request while it runs, and cancels it',
        'restarts a server',
      ],
    },
  },
];
