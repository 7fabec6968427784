/** Questions of MCP servers: seen on every page, answered in the window, and harmless. */
import { join } from 'node:path';
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
import { connectProgram, type McpProgram } from './fixtures/mcp-client.ts';
import { goTo, openWindow, ownerClient, SIZES, type Window } from './fixtures/window.ts';

let browser: Browser;
let home: Home;
let router: RouterProcess;
let program: McpProgram;
let window: Window;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  home = createHome();
  const args = [join(import.meta.dirname, 'fixtures', 'asking-server.ts')];
  const mcpServers = { rooms: { command: process.execPath, args } };
  home.write('mcp.json', JSON.stringify({ mcpServers }));
  home.write('settings.toml', '[sampling]\ninferencer = "demo/echo"\n');
  router = await startRouter(home);
  await eventually(
    () => ownerClient(home).call('status.get', {}),
    ({ servers }) => servers.every(({ state }) => state === 'connected'),
  );
  program = await connectProgram(router, { name: 'Planner', version: '2.1' });
  window = await openWindow(browser, home, { path: '/servers' });
});

afterEach(async () => {
  await window.close();
  await program.close();
  await router.stop();
  home.remove();
});

const page = () => window.page;
const card = () => page().getByRole('region', { name: 'A question waits' });
const waitingButton = () => page().getByRole('button', { name: /^Waiting for you/ });
const dialog = () => page().getByRole('dialog');
const field = (name: string) => dialog().getByRole('textbox', { name });
const button = (name: string) => dialog().getByRole('button', { name, exact: true });
const waiting = async () => (await ownerClient(home).call('questions.list', {})).questions;

async function openQuestion(): Promise<void> {
  await card().getByRole('button', { name: 'Answer' }).click();
  await expect(dialog()).toBeVisible();
}

describe('a form', () => {
  test('is announced without taking the focus, filled in, and sent', async () => {
    const find = page().getByRole('textbox', { name: 'Find a server' });
    await find.fill('ro');
    const told = program.call('rooms.book');
    await expect(card()).toContainText('rooms asks you something');
    await expect(find).toBeFocused();
    await expect(waitingButton()).toHaveText('Waiting for you: 1');
    await expect(page()).toHaveTitle('(1) Woollama');
    await openQuestion();
    await expect(dialog()).toContainText('For whom shall I book a room?');
    await expect(dialog()).toContainText('called by Planner 2.1');
    await expect(dialog()).toContainText('left');
    await expect(field('Your name')).toBeFocused();
    await button('Send').click();
    await expect(field('Your name')).toHaveAccessibleDescription(/This is needed/);
    await field('Your name').fill('Ada');
    await field('People').fill('31');
    await button('Send').click();
    await expect(field('People')).toHaveAccessibleDescription(/At most 30/);
    await field('People').fill('3');
    await dialog().getByRole('combobox', { name: 'Room' }).click();
    await page().getByRole('option', { name: 'The large one' }).click();
    await button('Send').click();
    await expect(dialog()).toHaveCount(0);
    expect(JSON.parse(await told)).toEqual({
      action: 'accept',
      content: { name: 'Ada', room: 'large', people: 3, things: ['board'] },
    });
    await expect(waitingButton()).toHaveCount(0);
    await expect(card()).toHaveCount(0);
    await expect(page()).toHaveTitle('Woollama');
    expect(window.complaints).toEqual([]);
  });

  test('Escape answers nothing and keeps what was typed; later it can be declined', async () => {
    const told = program.call('rooms.book');
    await openQuestion();
    await field('Your name').fill('Ada');
    await page().keyboard.press('Escape');
    await expect(dialog()).toHaveCount(0);
    await expect(card()).toHaveCount(0);
    expect(await waiting()).toHaveLength(1);
    await goTo(page(), '/logs');
    await waitingButton().click();
    await expect(field('Your name')).toHaveValue('Ada');
    await button('Decline').click();
    expect(JSON.parse(await told)).toMatchObject({ action: 'decline' });
  });

  test('Escape leaves what lies below it open', async () => {
    await goTo(page(), '/servers?open=rooms');
    await expect(dialog()).toBeVisible();
    const told = program.call('rooms.book');
    await card().getByRole('button', { name: 'Answer' }).click();
    const question = page().getByRole('dialog', { name: 'rooms asks you something' });
    await expect(question.getByRole('textbox', { name: 'Your name' })).toBeFocused();
    await page().keyboard.press('Escape');
    await expect(question).toHaveCount(0);
    await expect(page().getByRole('dialog', { name: /^rooms/ })).toBeVisible();
    await page().keyboard.press('Escape');
    await expect(dialog()).toHaveCount(0);
    await waitingButton().click();
    await button('Not now').click();
    expect(JSON.parse(await told)).toMatchObject({ action: 'cancel' });
  });

  test('covers nothing of the page, and no notice covers it', async () => {
    await page().setViewportSize(SIZES[1]);
    program.call('rooms.book').catch(() => undefined);
    await expect(card()).toBeVisible();
    await page().keyboard.press('ControlOrMeta+K');
    await page().keyboard.type('copy base_url');
    await page().keyboard.press('Enter');
    const notice = page().getByRole('alert').filter({ hasText: 'Copied' });
    await expect(notice).toBeVisible();
    const [asks, tells, main] = await Promise.all(
      [card(), notice, page().getByRole('main')].map((one) => one.boundingBox()),
    );
    expect((asks?.x ?? 0) + (asks?.width ?? 0)).toBeLessThanOrEqual(main?.x ?? 0);
    expect((tells?.y ?? 0) + (tells?.height ?? 0)).toBeLessThanOrEqual(asks?.y ?? 0);
  });

  test('"Later" takes the card away until the next question', async () => {
    const first = program.call('rooms.book');
    await card().getByRole('button', { name: 'Later' }).click();
    await expect(card()).toHaveCount(0);
    const second = program.call('rooms.sign_in');
    await expect(card()).toContainText('rooms asks you to open a page');
    await expect(waitingButton()).toHaveText('Waiting for you: 2');
    await waitingButton().click();
    await expect(field('Your name')).toBeVisible();
    await button('Next question').click();
    await expect(dialog()).toContainText('accounts.example');
    await button('Decline').click();
    await waitingButton().click();
    await button('Decline').click();
    await Promise.all([first, second]);
  });

  test('answered somewhere else, it says so', async () => {
    const told = program.call('rooms.book');
    await openQuestion();
    const [question] = await waiting();
    const answer = { action: 'decline' } as const;
    await ownerClient(home).call('questions.answer', { id: question?.id ?? '', answer });
    await expect(dialog()).toContainText('This question does not wait any more');
    await expect(dialog()).toContainText('answered somewhere else');
    await button('Close').last().click();
    await expect(dialog()).toHaveCount(0);
    await told;
  });

  test('the palette reaches it', async () => {
    const told = program.call('rooms.book');
    await expect(card()).toBeVisible();
    await page().keyboard.press('Control+k');
    await page().keyboard.type('answer');
    await expect(page().getByText("Answer rooms's question")).toBeVisible();
    await page().keyboard.press('Enter');
    await expect(field('Your name')).toBeVisible();
    await button('Not now').click();
    await told;
  });
});

test('a page is shown as a text, opened by a click only, and done', async () => {
  const told = program.call('rooms.sign_in');
  await openQuestion();
  const address = dialog().getByRole('group', { name: 'Address' });
  await expect(address).toHaveText(
    'https://accounts.example/login/oauth?client=rooms&state=0c3f8a15',
  );
  await expect(dialog().getByRole('link', { name: /accounts/ })).toHaveCount(0);
  await expect(button('Not now')).toBeFocused();
  const [popup] = await Promise.all([
    window.context.waitForEvent('page'),
    button('Open in browser').click(),
  ]);
  expect(await popup.evaluate(() => globalThis.opener === null).catch(() => true)).toBe(true);
  await popup.close();
  await button('Done').click();
  expect(JSON.parse(await told)).toMatchObject({ action: 'accept' });
});

describe('leave to use a model', () => {
  test('shows what goes to which model, and is given once', async () => {
    const told = program.call('rooms.summarise');
    await expect(card()).toContainText('rooms wants to use a model');
    await openQuestion();
    await expect(dialog()).toContainText('demo/echo would answer with at most 200 tokens');
    await expect(dialog().getByRole('group', { name: 'System prompt' })).toContainText(
      'You summarise in one sentence.',
    );
    await expect(dialog()).toContainText('Rooms are booked by the hour.');
    await expect(button('Decline')).toBeFocused();
    await button('Allow once').click();
    expect(JSON.parse(await told)).toMatchObject({ role: 'assistant' });
    // The call can be told before the window is: the first card must not pass for the second.
    await expect(waitingButton()).toHaveCount(0);
    const again = program.call('rooms.summarise');
    await expect(card()).toContainText('rooms wants to use a model');
    await openQuestion();
    await button('Decline').click();
    expect(JSON.parse(await again)).not.toHaveProperty('role');
  });

  test('until the restart nobody is asked again; the activity shows what was asked for', async () => {
    const told = program.call('rooms.summarise');
    await openQuestion();
    await button('Allow until restart').click();
    await told;
    expect(JSON.parse(await program.call('rooms.summarise'))).toMatchObject({ role: 'assistant' });
    await goTo(page(), '/activity');
    const nested = page().getByRole('row', { name: /for rooms in rooms\.summarise/ });
    await expect(nested).toHaveCount(2);
    await page()
      .getByRole('row', { name: /Planner 2\.1.*rooms\.summarise/ })
      .first()
      .click();
    const pane = page().getByRole('region', { name: 'Request', exact: true });
    await pane.getByRole('link', { name: 'demo/echo' }).click();
    await pane.getByRole('link', { name: 'rooms.summarise' }).click();
    await expect(pane.getByRole('link', { name: 'demo/echo' })).toBeVisible();
  });
});

test('hostile words do nothing but be read', async () => {
  const told = program.call('rooms.threaten');
  await openQuestion();
  await expect(dialog()).toContainText('safe\\u{202e}gnp');
  const found = await page().evaluate(() => ({
    ran: 'hacked' in globalThis,
    elements: document.querySelectorAll('img[src="x"], body script, a[href^="javascript"]').length,
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
  expect(found).toEqual({ ran: false, elements: 0, wider: 0 });
  await button('Decline').click();
  await told;
  expect(window.complaints).toEqual([]);
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the ${theme} theme`, async () => {
    const calls = ['book', 'sign_in', 'summarise'].map((name) => program.call(`rooms.${name}`));
    await eventually(waiting, (all) => all.length === calls.length);
    for (const size of SIZES) {
      const shown = await openWindow(browser, home, { theme, size });
      await shown.page.getByRole('button', { name: /^Waiting for you/ }).click();
      for (let seen = 0; seen < calls.length; seen += 1) {
        await expect(shown.page.getByRole('dialog')).toBeVisible();
        expect(await axeViolations(shown.page)).toEqual([]);
        await shown.page.getByRole('button', { name: 'Next question' }).click();
      }
      await shown.close();
    }
    for (const { id } of await waiting()) {
      await ownerClient(home).call('questions.answer', { id, answer: { action: 'decline' } });
    }
    await Promise.all(calls);
  });
}
