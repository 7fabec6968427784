/** Conversations in the window: a real store and a mock of the cloud hold what is said in them. */
import type { Browser } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'vitest';

import {
  createHome,
  eventually,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';
import { launchBrowser } from './fixtures/browser.ts';
import { axeViolations } from './fixtures/check-axe.ts';
import { startFakeAgents, type FakeAgents } from './fixtures/fake-agents.ts';
import { ALL_HOSTILE, HOSTILE } from './fixtures/hostile-texts.ts';
import { goTo, openWindow, ownerClient, SIZES, type Window } from './fixtures/window.ts';

const MEMORY = {
  command: '${WOOLLAMA_NODE:-node}',
  args: ['${WOOLLAMA_EXAMPLES_DIR:-.}/thread-store.js'],
};
const STORE = { mcpServers: { memory: MEMORY }, conversationStore: { server: 'memory' } };
const QUESTION = { question: 'Which colour?', options: ['red', 'blue'] };

let browser: Browser;
let agents: FakeAgents;
let home: Home;
let router: RouterProcess;
let window: Window;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  agents = await startFakeAgents(QUESTION);
  home = createHome({
    ANTHROPIC_API_KEY: 'sk-ant-0123456789',
    ANTHROPIC_BASE_URL: agents.origin,
  });
  home.write('mcp.json', JSON.stringify(STORE));
  router = await startRouter(home);
  await eventually(
    () => ownerClient(home).call('status.get', {}),
    ({ servers }) => servers.every(({ state }) => state === 'connected'),
  );
  window = await openWindow(browser, home, { path: '/conversations' });
});

afterEach(async () => {
  await window.close();
  await router.stop();
  await agents.stop();
  home.remove();
});

const page = () => window.page;
const list = () => page().getByRole('list', { name: 'Conversations' });
const rows = () => list().getByRole('listitem');
const drawer = () => page().getByRole('dialog').first();
const said = () => drawer().getByRole('list', { name: 'What was said' });
const button = (name: string | RegExp) => drawer().getByRole('button', { name });
const waitingButton = () => page().getByRole('button', { name: /^Waiting for you/ });

async function post(path: string, body: object) {
  const answer = await fetch(`${router.baseUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'Planner/2.1' },
    body: JSON.stringify(body),
  });
  const told = (await answer.json()) as Record<string, unknown>;
  expect(answer.ok, JSON.stringify(told)).toBe(true);
  return told;
}

const begin = (changes: object = {}) =>
  post('/responses', { model: 'demo/echo', input: 'Hello there', store: true, ...changes });

async function beginAsking(): Promise<string> {
  const model = 'claude-agent/haiku';
  const { id } = await post('/conversations', { model, title: 'Paint' });
  await post('/responses', { model, input: 'Paint it', conversation: id });
  return String(id);
}

describe('the list', () => {
  test('is empty at first, and says how one begins', async () => {
    await expect(page().getByText('No conversations yet')).toBeVisible();
    await expect(page().getByText(/curl .*\/v1\/responses/)).toBeVisible();
    await page().getByRole('tab', { name: 'Python' }).click();
    await page().getByRole('button', { name: 'Copy for Python' }).click();
    const copied = await page().evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(`OpenAI(base_url="${router.baseUrl}"`);
    expect(await axeViolations(page())).toEqual([]);
  });

  test('shows at once what a program begins, who holds it, and what came of it', async () => {
    await begin({ key: 'nightly' });
    await expect(rows()).toHaveCount(1);
    await expect(rows()).toContainText('nightly');
    await expect(rows()).toContainText('Idle');
    await expect(rows()).toContainText('store-backed');
    await expect(rows()).toContainText('demo/echo');
    await expect(rows()).toContainText('Planner');
    const { conversations } = await ownerClient(home).call('conversations.list', { limit: 1 });
    await expect(rows()).toContainText(conversations[0]?.holder ?? 'nobody');
    await rows().getByRole('button', { name: 'Copy id of nightly' }).click();
    const copied = await page().evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(conversations[0]?.id);
  });

  test('of many has a few in the page, and reads older ones as they are wanted', async () => {
    for (let at = 0; at < 120; at += 1) {
      await post('/conversations', { model: 'demo/echo', title: `Number ${at}` });
    }
    await expect(list()).toContainText('Number 119');
    expect(await rows().count()).toBeLessThan(40);
    const toEnd = () => list().evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await expect
      .poll(async () => {
        await toEnd();
        return list().textContent();
      })
      .toMatch(/Number 0\D/);
    expect(await rows().count()).toBeLessThan(40);
    await expect(page().getByRole('button', { name: 'Show older ones' })).toHaveCount(0);
  });

  test('is searched, further back than it was read', async () => {
    for (let at = 100; at < 160; at += 1) {
      await post('/conversations', { model: 'demo/echo', title: `Number ${at}` });
    }
    await expect(list()).toContainText('Number 159');
    const search = page().getByRole('textbox', { name: 'Find a conversation' });
    await search.fill('number 107');
    await expect(rows()).toHaveCount(1);
    await expect(rows()).toContainText('Number 107');
    await search.fill('the roof');
    await expect(page().getByText('No conversation has these words')).toBeVisible();
  });
});

describe('one of them', () => {
  test('shows what was said, follows its turns, and takes a title', async () => {
    const { id } = await begin();
    await rows().getByRole('button').first().click();
    await expect(said().getByRole('listitem')).toHaveCount(2);
    await expect(said()).toContainText('Hello there');
    await begin({ previous_response_id: id, input: 'And then?' });
    await expect(said().getByRole('listitem')).toHaveCount(4);
    await expect(said()).toContainText('And then?');
    await button('Rename').click();
    const title = page().getByRole('textbox', { name: 'Title' });
    await expect(title).toBeFocused();
    await title.fill('My trip');
    await page().keyboard.press('Enter');
    await expect(title).toHaveCount(0);
    await expect(page().getByRole('dialog', { name: /^My trip/ })).toBeVisible();
    await expect(rows().getByText('My trip')).toHaveCount(1);
    expect(window.complaints).toEqual([]);
  });

  test('is deleted after a yes that says what becomes of it at its holder', async () => {
    await begin();
    await rows().getByRole('button').first().click();
    await button('Delete').click();
    const dialog = page().getByRole('dialog', { name: 'Delete the conversation?' });
    await expect(dialog).toContainText('The store is told to delete what was said.');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await dialog.getByRole('button', { name: 'Delete conversation' }).click();
    await expect(page().getByRole('dialog')).toHaveCount(0);
    await expect(page().getByText('No conversations yet')).toBeVisible();
  });

  test('cannot be read without its store, which is said with a way on', async () => {
    await begin();
    const bare = { mcpServers: STORE.mcpServers };
    home.write('mcp.json', JSON.stringify(bare));
    await eventually(
      () => ownerClient(home).call('config.read', { file: 'mcp.json' }),
      ({ text }) => !text.includes('conversationStore'),
    );
    await rows().getByRole('button').first().click();
    const problem = drawer().getByRole('region', { name: 'What was said' });
    await expect(problem).toContainText(/cannot be read here|could not be read/);
    await expect(problem).toContainText('conversationStore');
  });

  test('that is not there is said', async () => {
    await goTo(page(), '/conversations?open=conv_none');
    await expect(drawer()).toContainText("there is no conversation 'conv_none'");
    await page().keyboard.press('Escape');
    await expect(page().getByRole('dialog')).toHaveCount(0);
  });

  test('is reached and left by keys, and the focus comes back', async () => {
    await begin({ key: 'keyed' });
    const name = rows().getByRole('button', { name: 'keyed', exact: true });
    await name.focus();
    await page().keyboard.press('Enter');
    await expect(drawer()).toBeVisible();
    await expect(said()).toContainText('Hello there');
    await page().keyboard.press('Escape');
    await expect(page().getByRole('dialog')).toHaveCount(0);
    await expect(name).toBeFocused();
  });
});

describe('a question', () => {
  test('is counted on every page, and answered there as a turn', async () => {
    await goTo(page(), '/logs');
    const id = await beginAsking();
    await expect(waitingButton()).toHaveText('Waiting for you: 1');
    await expect(page()).toHaveTitle('(1) Woollama');
    await waitingButton().click();
    await expect(drawer()).toContainText('Which colour?');
    await expect(drawer()).toContainText('Waiting for you');
    const answer = drawer().getByRole('textbox', { name: 'Your answer' });
    await expect(button('Send answer')).toBeDisabled();
    await drawer().getByRole('radio', { name: 'blue' }).check();
    await expect(answer).toHaveValue('blue');
    await answer.fill('blue, but dark');
    await button('Send answer').click();
    await expect(said()).toContainText('Thanks');
    await expect(drawer()).toContainText('Idle');
    await expect(answer).toHaveCount(0);
    await expect(waitingButton()).toHaveCount(0);
    await expect(page()).toHaveTitle('Woollama');
    expect(agents.answers).toEqual([[{ type: 'text', text: 'blue, but dark' }]]);
    expect(await ownerClient(home).call('conversations.get', { id })).toMatchObject({
      status: 'idle',
    });
    expect(window.complaints).toEqual([]);
  });

  test('that is answered somewhere else goes away', async () => {
    const id = await beginAsking();
    await goTo(page(), `/conversations?open=${id}`);
    await expect(drawer()).toContainText('Which colour?');
    await post('/responses', { model: 'claude-agent/haiku', input: 'red', conversation: id });
    await expect(said()).toContainText('Thanks');
    await expect(drawer().getByRole('form', { name: 'Answer' })).toHaveCount(0);
    await expect(waitingButton()).toHaveCount(0);
  });

  test('whose answer is not taken says why, and keeps what was typed', async () => {
    const id = await beginAsking();
    await goTo(page(), `/conversations?open=${id}`);
    await drawer().getByRole('textbox', { name: 'Your answer' }).fill('green');
    agents.refuse('not today');
    await button('Send answer').click();
    await expect(drawer().getByRole('alert')).toContainText('not today');
    await expect(drawer().getByRole('textbox', { name: 'Your answer' })).toHaveValue('green');
  });

  test('is found in the palette', async () => {
    await goTo(page(), '/');
    await beginAsking();
    await expect(waitingButton()).toBeVisible();
    await page().keyboard.press('Control+K');
    await page().getByRole('textbox', { name: 'Find a page or an action' }).fill('answer');
    await page().keyboard.press('Enter');
    await expect(drawer()).toContainText('Which colour?');
  });
});

describe('going on in the Playground', () => {
  const log = () => page().getByRole('log', { name: 'Conversation' });
  const earlier = () => log().getByRole('list', { name: 'What was said' }).getByRole('listitem');
  const message = () => page().getByRole('textbox', { name: 'Your message' });

  async function goOn(): Promise<void> {
    await drawer().getByRole('link', { name: 'Continue in the Playground' }).click();
    await expect(page().getByRole('heading', { name: 'Playground' })).toBeVisible();
  }

  test('shows what was said, takes turns as a program would, and is found again', async () => {
    await begin({ key: 'trip' });
    await rows().getByRole('button').first().click();
    await goOn();
    await expect(earlier()).toHaveCount(2);
    await expect(log()).toContainText('Hello there');
    await message().fill('And then?');
    await page().keyboard.press('Enter');
    // Read from the store, where the turn is now; the window's own copy of it is gone.
    await expect(earlier()).toHaveCount(4);
    await expect(log().getByRole('article')).toHaveCount(0);
    await expect(page().getByRole('region', { name: 'Behind the answer' })).toContainText('Done');
    await message().fill('Copied');
    await page().getByRole('button', { name: 'Copy as' }).click();
    await page().getByRole('menuitem', { name: 'Python' }).click();
    await expect(page().getByText('Copied as Python.')).toBeVisible();
    const copied = await page().evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/responses\.create\(\s+conversation="conv_\w+",\s+input="Copied"/);
    await goTo(page(), '/logs');
    await page().getByRole('link', { name: 'Playground' }).click();
    await expect(earlier()).toHaveCount(4);
    await page().getByRole('link', { name: 'trip' }).click();
    await expect(said().getByRole('listitem')).toHaveCount(4);
    await goOn();
    await page().getByRole('button', { name: 'Leave the conversation' }).click();
    await expect(page().getByRole('combobox', { name: 'Recipe, model or tool' })).toBeVisible();
    expect(window.complaints).toEqual([]);
  });

  test('the next message is the answer to what it waits for', async () => {
    const id = await beginAsking();
    await goTo(page(), `/playground?conversation=${id}`);
    await expect(page().getByText('Which colour?')).toBeVisible();
    await page().getByRole('button', { name: 'blue' }).click();
    await expect(message()).toHaveValue('blue');
    await page().getByRole('button', { name: 'Send' }).click();
    await expect(log()).toContainText('Thanks');
    await expect(page().getByText('Your next message answers its question')).toHaveCount(0);
    expect(agents.answers).toEqual([[{ type: 'text', text: 'blue' }]]);
  });

  test('a turn that fails says why and stays; one that was deleted is said', async () => {
    const id = await beginAsking();
    await goTo(page(), `/playground?conversation=${id}`);
    await expect(page().getByText('Which colour?')).toBeVisible();
    agents.refuse('not today');
    await message().fill('green');
    await page().keyboard.press('Enter');
    await expect(log().getByRole('article')).toContainText('green');
    await expect(log().getByRole('alert')).toContainText('not today');
    await goTo(page(), '/playground?conversation=conv_none');
    await expect(page().getByRole('alert')).toContainText("there is no conversation 'conv_none'");
    await page().getByRole('button', { name: 'Leave the conversation' }).click();
    await expect(page().getByRole('combobox', { name: 'Recipe, model or tool' })).toBeVisible();
  });
});

describe('strangers', () => {
  test('write what they want, and it stays text that fits', async () => {
    const long = `${ALL_HOSTILE}\n${'words '.repeat(1_000)}THE END`;
    await begin({ key: `${HOSTILE.bidi}${HOSTILE.image}`, input: long });
    await page().setViewportSize(SIZES[1]);
    await rows().getByRole('button').first().click();
    await expect(said()).toContainText(String.raw`safe\u{202e}gnp.exe`);
    await expect(said()).not.toContainText('THE END');
    await button(/^Show all/)
      .first()
      .click();
    await expect(said()).toContainText('THE END');
    await button('Show less').click();
    await expect(said()).not.toContainText('THE END');
    await expect(button('Close')).toBeInViewport({ ratio: 1 });
    await expect(button('Show less')).toHaveCount(0);
    expect(await page().evaluate(() => Reflect.get(globalThis, 'hacked'))).toBeUndefined();
    const wide = await page().evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('[role="dialog"]')].some(
        (box) => box.scrollWidth > box.clientWidth,
      ),
    );
    expect(wide).toBe(false);
    expect(window.complaints).toEqual([]);
  });
});

test.each(['light', 'dark'] as const)(
  '%s is readable for everybody, in both sizes',
  async (theme) => {
    await begin({ key: 'first' });
    const id = await beginAsking();
    for (const size of SIZES) {
      const other = await openWindow(browser, home, { theme, size, path: '/conversations' });
      await expect(other.page.getByRole('list', { name: 'Conversations' })).toContainText('Paint');
      expect(await axeViolations(other.page)).toEqual([]);
      await goTo(other.page, `/conversations?open=${id}`);
      await expect(other.page.getByRole('dialog')).toContainText('Which colour?');
      await expect(other.page.getByRole('dialog')).toContainText('Paint it');
      expect(await axeViolations(other.page)).toEqual([]);
      await goTo(other.page, `/playground?conversation=${id}`);
      await expect(other.page.getByRole('log', { name: 'Conversation' })).toContainText('Paint it');
      expect(await axeViolations(other.page)).toEqual([]);
      await other.close();
    }
  },
);
