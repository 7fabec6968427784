/** The recipes page before the real router: the list, the form, its tools, and what is in the file then. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { expect } from 'playwright/test';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';

import {
  createHome,
  eventually,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';
import { launchBrowser } from './fixtures/browser.ts';
import { axeViolations } from './fixtures/check-axe.ts';
import { HOSTILE } from './fixtures/hostile-texts.ts';
import { chat, goTo, openWindow, ownerClient, SIZES, type Window } from './fixtures/window.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

let home: Home;
let router: RouterProcess;
let window: Window;

async function start(recipes?: string, path = '/recipes'): Promise<void> {
  home = createHome();
  if (recipes !== undefined) home.write('recipes.toml', recipes);
  router = await startRouter(home);
  window = await openWindow(browser, home, { path });
}

afterEach(async () => {
  await window.close();
  await router.stop();
  home.remove();
});

const MINE = `# My recipes. Keep this line.
[recipes.teller]
description = "Tells"   # aligned by hand
inferencer = "demo/tools"
tools = [ "hello.*", ]
my_own_key = { a = 1 }
system = """
You tell {{who}} things.
"""

[recipes.other]
inferencer = "demo/echo"
tools = []
system = 'x'
`;

const file = () => readFileSync(join(home.configDir, 'recipes.toml'), 'utf8');
const page = () => window.page;
const row = (name: string) =>
  page()
    .getByRole('list', { name: 'Recipes' })
    .getByRole('listitem')
    .filter({ has: page().getByRole('link', { name, exact: true }) });
const field = (name: string) => page().getByRole('textbox', { name, exact: true });
const button = (name: string) => page().getByRole('button', { name, exact: true });
const tool = (name: string) => page().getByRole('treeitem', { name, exact: true });
const isReady = () => expect(row('teller')).toContainText('Ready');

describe('the list', () => {
  test('shows what came with Woollama, with names to copy', async () => {
    await start();
    await expect(row('streamer')).toContainText('Ready');
    await expect(row('streamer')).toContainText('auto/default');
    await expect(row('textcounter')).toContainText('2 tools');
    await row('streamer').getByRole('button', { name: 'Copy woollama/streamer' }).click();
    expect(await page().evaluate(() => navigator.clipboard.readText())).toBe('woollama/streamer');
    expect(existsSync(join(home.configDir, 'recipes.toml'))).toBe(false);
    expect(window.complaints).toEqual([]);
  });

  test('says why a recipe cannot run, and when one ran last', async () => {
    const bad = [
      '[recipes.lost]\ninferencer = "mars/rover"\ntools = []\nsystem = ""\n',
      '[recipes.bare]\ninferencer = "demo/echo"\ntools = ["gone.x"]\nsystem = ""\n',
      '[recipes.wrong]\ninferencer = "demo"\ntools = []\nsystem = ""\n',
    ];
    await start(MINE + bad.join(''));
    await expect(row('lost')).toContainText("There is no inferencer 'mars'");
    await expect(row('bare')).toContainText('no server of that name');
    await expect(row('wrong')).toContainText('Not used');
    await expect(row('wrong').getByRole('link', { name: /^Try/ })).toHaveCount(0);
    await expect(row('other')).toContainText('not run yet');
    expect((await chat(router, 'woollama/other', 'hi')).status).toBe(200);
    await expect(row('other')).toContainText('ran just now');
    await page().getByRole('textbox', { name: 'Search recipes' }).fill('inferencer mars');
    await expect(row('lost')).toBeVisible();
    await expect(row('other')).toHaveCount(0);
  });

  test('texts of a file do nothing but be read', async () => {
    const texts = Object.values(HOSTILE);
    const recipes = texts.map((text, at) => {
      const [name, value] = [JSON.stringify(text.slice(0, 60)), JSON.stringify(text)];
      return `[recipes.${name}]\ndescription = ${value}\ninferencer = "demo/echo${at}"\ntools = [${value}]\nsystem = ${value}\n`;
    });
    await start(recipes.join(''));
    const items = page().getByRole('list', { name: 'Recipes' }).getByRole('listitem');
    await expect(items).toHaveCount(texts.length);
    await expect(items.filter({ hasText: 'safe\\u{202e}gnp' })).toHaveCount(1);
    await expect(page().locator('main img, main script, main a[href^="javascript"]')).toHaveCount(
      0,
    );
    await goTo(page(), `/recipes?edit=${encodeURIComponent(HOSTILE.image)}`);
    await expect(page().getByLabel('Description').first()).toHaveValue(HOSTILE.image);
    expect(await page().evaluate(() => 'hacked' in globalThis)).toBe(false);
    expect(window.complaints).toEqual([]);
  });

  test('duplicates, deletes after a yes, and takes that back', async () => {
    await start(MINE);
    await isReady();
    await button('Actions of teller').click();
    await page().getByRole('menuitem', { name: 'Duplicate' }).click();
    await expect(field('Name')).toHaveValue('teller-copy');
    await button('Close').click();
    const both = file();
    expect(both).toContain('[recipes.teller-copy]');

    await button('Actions of teller').click();
    await page().getByRole('menuitem', { name: 'Delete' }).click();
    await page().getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(file()).toBe(both);
    await button('Actions of teller').click();
    await page().getByRole('menuitem', { name: 'Delete' }).click();
    await button('Delete recipe').click();
    await expect(row('teller')).toHaveCount(0);
    expect(file()).not.toContain('[recipes.teller]');
    await button('Undo').last().click();
    await isReady();
    expect(file()).toBe(both);
  });

  test('an empty file offers the first recipe', async () => {
    await start('# nothing yet\n');
    await expect(page().getByText('No recipes yet')).toBeVisible();
    await page().getByRole('main').getByRole('button', { name: 'New recipe' }).last().click();
    await expect(field('Name')).toHaveValue('my-recipe');
  });
});

describe('the form', () => {
  test('makes a recipe with two tools that answers at once', async () => {
    await start();
    await button('New recipe').click();
    await field('Name').fill('both');
    await page().getByRole('combobox', { name: 'Inferencer and model' }).fill('demo/tools');
    await field('System prompt').fill('You count for {{who}}.');
    await page().getByRole('group', { name: 'Variable who' }).getByLabel('Default').fill('people');
    await tool('count_to').click();
    await tool('word_count').click();
    await expect(page().getByText('The model may call 2 of')).toBeVisible();
    await button('Save').click();
    await expect(row('both')).toContainText('Ready');
    expect(file()).toContain(
      '[recipes.both]\ninferencer = "demo/tools"\ntools = ["hello.count_to", "textops.word_count"]\n',
    );
    // The others, and what is said about them, came along.
    expect(file()).toContain('[recipes.streamer]');
    expect(file()).toContain('# Recipes: a system prompt, an inferencer');

    const answer = await chat(router, 'woollama/both', 'Please count to 3');
    expect(answer.status).toBe(200);
    const { requests } = await ownerClient(home).call('activity.list', {});
    const run = requests.find(({ model }) => model === 'woollama/both');
    expect(run?.calls.map((call) => call.tool)).toContain('hello.count_to');
    await expect(row('both')).toContainText('ran just now');
    expect(window.complaints).toEqual([]);
  });

  test('changes one key and leaves the rest of the file byte for byte', async () => {
    await start(MINE, '/recipes?edit=teller');
    await page().getByLabel('Description').first().fill('Tells more');
    await page().getByLabel('Temperature').fill('0.5');
    await expect(page().getByText('description = "Tells more"')).toBeVisible();
    await button('Save').click();
    await isReady();
    const wanted = MINE.replace('"Tells"  ', '"Tells more"  ');
    // Whatever the new key looks like, it is one line more.
    const lines = file()
      .split('\n')
      .filter((line) => !line.startsWith('params'));
    expect(lines.join('\n')).toBe(wanted);
    expect(file()).toMatch(/^params = \{ temperature = 0\.5 \}$/m);
  });

  test('another name is a rename: the table stays where it was', async () => {
    await start(MINE, '/recipes?edit=teller');
    await field('Name').fill('other');
    await expect(page().getByText('There is a recipe of this name.').first()).toBeVisible();
    await expect(button('Save')).toBeDisabled();
    await field('Name').fill('narrator');
    await button('Save').click();
    await expect(row('narrator')).toContainText('Ready');
    expect(file()).toBe(MINE.replace('[recipes.teller]', '[recipes.narrator]'));
  });

  test('a wrong model is refused at its field, an unknown one only warned about', async () => {
    await start(MINE, '/recipes?edit=teller');
    const model = page().getByRole('combobox', { name: 'Inferencer and model' });
    await model.fill('nonsense');
    await expect(model).toHaveAccessibleDescription(/must name an inferencer and a model/);
    await expect(page().getByText('This cannot be saved yet')).toBeVisible();
    await expect(button('Save')).toBeDisabled();
    await model.fill('demo/later');
    await expect(page().getByText('demo does not list this model')).toBeVisible();
    await model.fill('mars/rover');
    await expect(page().getByText("there is no inferencer 'mars'")).toBeVisible();
    await page().getByLabel('Most turns').fill('1000');
    await expect(page().getByLabel('Most turns')).toHaveAccessibleDescription(/100/);
    await page().getByLabel('Most turns').fill('');
    await button('Save').click();
    await expect(row('teller')).toContainText('No inferencer');
    expect(file()).toContain('inferencer = "mars/rover"');
  });

  test('offers the models there are', async () => {
    await start(MINE, '/recipes?edit=teller');
    const model = page().getByRole('combobox', { name: 'Inferencer and model' });
    await model.fill('');
    await expect(page().getByRole('option').first()).toContainText('auto/default');
    await page().getByRole('option', { name: 'demo/echo', exact: true }).click();
    await expect(model).toHaveValue('demo/echo');
  });

  test('whole servers, single tools and patterns', async () => {
    await start(
      MINE.replace('[ "hello.*", ]', '["hello.*", "text*.w?rd_*", "gone.x"]'),
      '/recipes?edit=teller',
    );
    const entries = page().getByRole('list', { name: 'Patterns and tools that are not there' });
    await expect(entries.getByRole('listitem').nth(0)).toContainText('pattern for 1 tool now');
    await expect(entries.getByRole('listitem').nth(1)).toContainText('not there now');
    await expect(tool('hello, 4 of 4 tools')).toHaveAttribute('aria-checked', 'true');
    await expect(tool('word_count')).toHaveAttribute('aria-disabled', 'true');
    // One less than all of them: the others by name.
    await page().getByRole('textbox', { name: 'Search tools' }).fill('count_to');
    await tool('count_to').click();
    await page().getByRole('textbox', { name: 'Search tools' }).fill('');
    await expect(tool('hello, 3 of 4 tools')).toHaveAttribute('aria-checked', 'mixed');
    await button('Remove gone.x').click();
    await button('Remove text*.w?rd_*').click();
    await page()
      .getByRole('treeitem', { name: /^textops, 0 of/ })
      .click();
    await button('Save').click();
    const saved = await eventually(file, (text) => text !== MINE && !text.includes('gone.x'));
    expect(saved).toMatch(/"hello\.\w+", "hello\.\w+", "textops\.\*"/);
    expect(saved).not.toContain('hello.count_to');
  });
});

test('a recipe is made with the keyboard alone', async () => {
  await start(MINE);
  await isReady();
  const press = async (...keys: string[]) => {
    for (const key of keys) await page().keyboard.press(key);
  };
  await press('Control+k');
  await expect(field('Find a page or an action')).toBeFocused();
  await page().keyboard.type('New recipe');
  await press('Enter');
  await expect(field('Name')).toBeFocused();
  await press('Control+a');
  await page().keyboard.type('by-keys');
  await press('Tab');
  await page().keyboard.type('Made by keys');
  await press('Tab', 'Control+a');
  await page().keyboard.type('demo/tools');
  await press('Escape', 'Tab');
  await expect(field('System prompt')).toBeFocused();
  await page().keyboard.type('You help.');
  await press('Tab');
  await expect(page().getByRole('textbox', { name: 'Search tools' })).toBeFocused();
  await press('Tab');
  await expect(page().getByRole('tree')).toBeFocused();
  await press('Home', 'ArrowRight', 'ArrowDown', ' ', 'End', 'ArrowUp', ' ');
  await press('Control+s');
  await expect(row('by-keys')).toContainText('2 tools');
  expect(file()).toContain('[recipes.by-keys]\ndescription = "Made by keys"\n');
  expect(file().startsWith(MINE.trimEnd())).toBe(true);
});

describe('for everybody', () => {
  for (const theme of ['light', 'dark'] as const) {
    test(`axe finds nothing in the ${theme} theme, and nothing is cut off`, async () => {
      await start(MINE.replace('"hello.*"', '"hello.*", "gone.x", "text*.*"'));
      await window.close();
      for (const size of SIZES) {
        window = await openWindow(browser, home, { theme, size, path: '/recipes' });
        await expect(row('teller')).toContainText('Tool missing');
        expect(await axeViolations(page())).toEqual([]);
        await goTo(page(), '/recipes?edit=teller');
        await page().getByLabel('Description').first().fill('Tells more');
        await expect(page().getByText('description = "Tells more"')).toBeVisible();
        expect(await axeViolations(page())).toEqual([]);
        await field('Name').fill('');
        await expect(page().getByText('The form is not finished')).toBeVisible();
        await page().getByText('recipes.toml', { exact: true }).click();
        await expect(field('Text of recipes.toml')).toBeVisible();
        expect(await axeViolations(page())).toEqual([]);
        const main = page().getByRole('main');
        expect(await main.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
        if (size !== SIZES.at(-1)) await window.close();
      }
    });
  }
});
