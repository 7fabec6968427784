/** Every page, and its main dialogs and editors, as addresses and the steps that follow. */
import type { Page } from 'playwright';

import type { Window } from '../fixtures/window.ts';

export interface View {
  readonly name: string;
  /** Behind `#`. */
  readonly path: string;
  readonly prepare?: (page: Page) => Promise<void>;
  /** Questions of servers wait. */
  readonly asked?: boolean;
}

const LATE_MS = 1_000;

const LOCAL_SERVER = JSON.stringify({
  mcpServers: {
    files: {
      command: 'npx',
      args: ['-y', '@modelcontextprotocol/server-filesystem', '/home/me/papers'],
      env: { FILES_TOKEN: 'tok_5b1e9d77c2f04a8e63d0' },
    },
    cleaner: { command: 'sh', args: ['-c', 'sudo rm -rf /var/cache/thing'] },
  },
});

export const VIEWS: readonly View[] = [
  { name: 'home', path: '/' },
  { name: 'home-tools', path: '/', prepare: (page) => press(page, /^2 Tools/) },
  { name: 'activity', path: '/activity' },
  {
    name: 'activity-running',
    path: '/activity',
    async prepare(page) {
      await page
        .getByRole('row', { name: /Running/ })
        .last()
        .click();
      await page.getByRole('progressbar').first().waitFor();
    },
  },
  {
    name: 'activity-error',
    path: '/activity',
    async prepare(page) {
      // Every picture before it left rows of its own above.
      await page.getByRole('textbox', { name: 'Text in a request' }).fill('limited');
      await page
        .getByRole('row', { name: /limited/ })
        .first()
        .click();
    },
  },
  {
    name: 'activity-clients',
    path: '/activity',
    async prepare(page) {
      await press(page, /MCP client/);
      await page
        .getByRole('row', { name: /Planner.*rooms\.summarise/ })
        .last()
        .click();
    },
  },
  {
    name: 'playground',
    path: '/playground?model=woollama%2Fstreamer',
    async prepare(page) {
      const message = page.getByRole('textbox', { name: 'Your message' });
      await message.fill('Please count to 60');
      await message.press('Enter');
      await page.getByRole('progressbar').first().waitFor();
    },
  },
  { name: 'playground-tool', path: '/playground?tool=hello.count_to' },
  { name: 'recipes', path: '/recipes' },
  {
    name: 'recipe-editor',
    path: '/recipes?edit=weekly-report',
    prepare: (page) =>
      page.getByRole('textbox', { name: 'Description' }).first().fill('What happened this week'),
  },
  { name: 'recipe-new', path: '/recipes?edit=' },
  { name: 'inferencers', path: '/inferencers' },
  { name: 'inferencer-open', path: '/inferencers?open=openai' },
  { name: 'inferencer-editor', path: '/inferencers?edit=lmstudio' },
  { name: 'inferencer-add', path: '/inferencers?add=', prepare: (page) => press(page, /^Mistral/) },
  { name: 'servers', path: '/servers' },
  {
    name: 'server-menu',
    path: '/servers',
    prepare: (page) => press(page, /^Actions of hello/),
  },
  { name: 'server-open', path: '/servers?open=calendar' },
  { name: 'server-trouble', path: '/servers?open=postgres' },
  {
    name: 'server-prompts',
    path: '/servers?open=rooms',
    prepare: (page) => openTab(page, 'Prompts'),
  },
  {
    name: 'server-resources',
    path: '/servers?open=rooms',
    prepare: (page) => openTab(page, 'Resources'),
  },
  { name: 'server-about', path: '/servers?open=rooms', prepare: (page) => openTab(page, 'About') },
  { name: 'server-editor', path: '/servers?edit=hello' },
  {
    name: 'server-add',
    path: '/servers?add=paste',
    async prepare(page) {
      await page.getByLabel('Configuration or command line').fill(LOCAL_SERVER);
      await page.getByRole('group', { name: 'cleaner' }).waitFor();
    },
  },
  { name: 'server-form', path: '/servers?add=form' },
  { name: 'conversations', path: '/conversations' },
  {
    name: 'conversation-question',
    path: '/conversations',
    prepare: (page) => press(page, /^fence$/),
  },
  {
    name: 'conversation-open',
    path: '/conversations',
    prepare: (page) => press(page, /^What we said/),
  },
  {
    name: 'conversation-delete',
    path: '/conversations',
    async prepare(page) {
      await press(page, /^nightly/);
      await press(page, /^Delete$/);
    },
  },
  {
    name: 'conversation-playground',
    path: '/conversations',
    async prepare(page) {
      await press(page, /^What we said/);
      await page.getByRole('link', { name: 'Continue in the Playground' }).click();
      await page.getByRole('log').getByText('And the neighbours?').first().waitFor();
    },
  },
  {
    name: 'conversation-playground-question',
    path: '/conversations',
    async prepare(page) {
      await press(page, /^fence$/);
      await page.getByRole('link', { name: 'Continue in the Playground' }).click();
      await page.getByRole('button', { name: /as before/ }).waitFor();
    },
  },
  { name: 'logs', path: '/logs' },
  { name: 'settings', path: '/settings' },
  {
    name: 'settings-mcp',
    path: '/settings?tab=router',
    prepare: (page) => page.getByText('When servers ask for a model').scrollIntoViewIfNeeded(),
  },
  { name: 'question-card', path: '/servers', asked: true },
  { name: 'question-form', path: '/', asked: true, prepare: (page) => openQuestion(page, 0) },
  { name: 'question-page', path: '/', asked: true, prepare: (page) => openQuestion(page, 1) },
  { name: 'question-model', path: '/', asked: true, prepare: (page) => openQuestion(page, 2) },
  {
    name: 'palette',
    path: '/',
    async prepare(page) {
      await page.keyboard.press('ControlOrMeta+K');
      await page.getByRole('textbox', { name: 'Find a page or an action' }).fill('hello');
    },
  },
];

async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
}

async function openQuestion(page: Page, at: number): Promise<void> {
  await press(page, /^Waiting for you/);
  for (let step = 0; step < at; step += 1) await press(page, /^Next question$/);
}

async function press(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click();
}

/** Opens a view in a tab of its own, and waits until nothing of it is missing. */
export async function openView({ context, page: signedIn }: Window, view: View): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${new URL(signedIn.url()).origin}/ui/#${view.path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await view.prepare?.(page);
  await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
  // Code is loaded late, previews are asked for when typing rests.
  await page.waitForTimeout(LATE_MS);
  return page;
}
