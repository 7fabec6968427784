/** What all editors share, seen in that of recipes: drafts, text, conflicts, undo, leaving. */
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
import { goTo, openWindow, ownerClient, SIZES, type Window } from './fixtures/window.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

let home: Home;
let router: RouterProcess;
let window: Window;

const MINE = `# Mine.
[recipes.teller]
description = "Tells"
inferencer = "demo/tools"
tools = []
system = "You tell."
max_turns = 3

[recipes.other]
inferencer = "demo/echo"
tools = []
system = "x"
`;
const EDIT = '/recipes?edit=teller';

async function start(path = EDIT, recipes: string | null = MINE): Promise<void> {
  home = createHome();
  home.write('mcp.json', '{"mcpServers":{}}');
  if (recipes !== null) home.write('recipes.toml', recipes);
  router = await startRouter(home);
  window = await openWindow(browser, home, { path });
}

afterEach(async () => {
  await window.close();
  await router.stop();
  home.remove();
});

const page = () => window.page;
const path = () => join(home.configDir, 'recipes.toml');
const file = () => readFileSync(path(), 'utf8');
const button = (name: string) => page().getByRole('button', { name, exact: true });
const field = (name: string) => page().getByLabel(name, { exact: true }).first();
const text = () => page().getByRole('textbox', { name: 'Text of recipes.toml' });
const changes = () => page().getByRole('textbox', { name: 'Changes to recipes.toml' });
const dialog = () => page().getByRole('dialog');
const leaving = () => page().getByRole('dialog', { name: 'Leave without saving?' });
const show = (what: 'Changes' | 'recipes.toml') =>
  page().getByRole('radiogroup', { name: 'Show' }).getByText(what, { exact: true }).click();
const isList = () => expect(page().getByRole('list', { name: 'Recipes' })).toBeVisible();

async function describeAs(words: string): Promise<void> {
  await field('Description').fill(words);
  await expect(changes()).toContainText(`description = "${words}"`);
}

async function typeInText(after: string, typed: string): Promise<void> {
  await text().getByText(after).click();
  await page().keyboard.press('End');
  await page().keyboard.type(typed);
}

/** As another program would, and waits until the window heard of it. */
async function writeOutside(recipes: string): Promise<void> {
  home.write('recipes.toml', recipes);
  const client = ownerClient(home);
  await eventually(
    () => client.call('config.read', { file: 'recipes.toml' }),
    (document) => document.text === recipes,
  );
}

describe('another program writes the file meanwhile', () => {
  test('an untouched form follows it', async () => {
    await start();
    await expect(field('Description')).toHaveValue('Tells');
    await writeOutside(MINE.replace('"Tells"', '"Told"'));
    await expect(field('Description')).toHaveValue('Told');
    await expect(page().getByText('was changed outside')).toHaveCount(0);
  });

  test('both changes live on, after a look at the other one', async () => {
    await start();
    await describeAs('Mine now');
    const theirs = MINE.replace('# Mine.', '# Theirs.').replace('max_turns = 3', 'max_turns = 5');
    await writeOutside(theirs);
    await expect(page().getByText('was changed outside while you were editing')).toBeVisible();
    await expect(button('Save')).toBeDisabled();

    await button('Show what changed outside').click();
    await expect(dialog()).toContainText('# Theirs.');
    await expect(dialog()).not.toContainText('Mine now');
    await page().keyboard.press('Escape');
    await expect(button('Show what changed outside')).toBeFocused();

    await button('Use the new file, keep my change').click();
    await expect(field('Most turns')).toHaveValue('5');
    await expect(field('Description')).toHaveValue('Mine now');
    await expect(changes()).toContainText('# Theirs.');
    await button('Save').click();
    await isList();
    expect(file()).toBe(theirs.replace('"Tells"', '"Mine now"'));
  });

  test('a change can be dropped for the other one', async () => {
    await start();
    await describeAs('Mine now');
    await writeOutside(MINE.replace('"Tells"', '"Told"'));
    await button('Drop my change').click();
    await expect(field('Description')).toHaveValue('Told');
    await expect(button('Save')).toBeDisabled();
  });

  test('a recipe that is gone by then is written whole', async () => {
    await start();
    await describeAs('Mine now');
    const rest = MINE.slice(MINE.indexOf('[recipes.other]'));
    await writeOutside(rest);
    await button('Use the new file, keep my change').click();
    await button('Save').click();
    await isList();
    expect(file().startsWith(rest)).toBe(true);
    expect(file()).toContain('[recipes.teller]\ndescription = "Mine now"\n');
    expect(file()).toContain('max_turns = 3');
  });

  test('typed text is put together with it, or asks which one shall stay', async () => {
    await start();
    await show('recipes.toml');
    await typeInText('# Mine.', ' And more.');
    await writeOutside(MINE.replace('max_turns = 3', 'max_turns = 5'));
    await button('Use the new file, keep my change').click();
    await expect(text()).toContainText('max_turns = 5');
    await expect(text()).toContainText('# Mine. And more.');

    await writeOutside(MINE.replace('# Mine.', '# Theirs.'));
    await button('Use the new file, keep my change').click();
    await expect(page().getByText('differ in the same lines')).toBeVisible();
    expect(file()).toContain('# Theirs.');
    await button('Use my text').click();
    await button('Save').click();
    await isList();
    expect(file()).toBe(
      MINE.replace('# Mine.', '# Mine. And more.').replace('max_turns = 3', 'max_turns = 5'),
    );
  });
});

describe('the whole text', () => {
  test('has the change of the form in it, and the form gets it back', async () => {
    await start();
    await field('Description').fill('From the form');
    // At once: the preview has not come yet.
    await show('recipes.toml');
    await expect(text()).toContainText('description = "From the form"');
    await expect(page().getByText('You are editing the text of recipes.toml')).toBeVisible();
    await show('Changes');
    await expect(page().getByText('You are editing the text')).toHaveCount(0);
    await expect(field('Description')).toHaveValue('From the form');
    await expect(changes()).toContainText('From the form');
  });

  test('keeps what was typed until somebody says that it may go', async () => {
    await start();
    await describeAs('From the form');
    await show('recipes.toml');
    const typed = ' 0123456789'.repeat(8);
    await typeInText('# Mine.', typed);
    await expect(text()).toContainText(`# Mine.${typed}`);
    await show('Changes');
    await expect(changes()).toContainText(`# Mine.${typed}`);
    await button('Back to the form').click();
    await button('Cancel').click();
    await show('recipes.toml');
    await expect(text()).toContainText(`# Mine.${typed}`);
    await button('Back to the form').click();
    await button('Drop the text').click();
    await expect(changes()).not.toContainText('0123');
    await expect(field('Description')).toHaveValue('From the form');
    await button('Save').click();
    await isList();
    expect(file()).toBe(MINE.replace('"Tells"', '"From the form"'));
  });

  test('is refused at its line while it is no TOML', async () => {
    await start();
    await show('recipes.toml');
    await typeInText('max_turns = 3', '\nbad = = 1');
    await expect(page().getByText('This cannot be saved yet')).toBeVisible();
    await expect(page().getByRole('alert')).toContainText('recipes.toml:8');
    await expect(button('Save')).toBeDisabled();
    await page().keyboard.press('Control+s');
    await expect(page().getByRole('alert')).toContainText('recipes.toml:8');
    expect(file()).toBe(MINE);
    for (const _ of 'bad = = 1') await page().keyboard.press('Backspace');
    await page().keyboard.type('timeout = 5');
    await button('Save').click();
    await isList();
    expect(file()).toBe(MINE.replace('max_turns = 3', 'max_turns = 3\ntimeout = 5'));
  });

  test('is all there is to edit while the file cannot be read', async () => {
    await start('/recipes');
    await isList();
    await writeOutside(MINE.replace('description =', 'description = ='));
    await expect(page().getByText('recipes.toml cannot be read')).toBeVisible();
    await page().getByRole('link', { name: 'Put it right' }).click();
    await text().getByText('description = =').click();
    await page().keyboard.press('Home');
    for (const _ of 'description = ') await page().keyboard.press('ArrowRight');
    await page().keyboard.press('Delete');
    await page().keyboard.press('Delete');
    await button('Save').click();
    await isList();
    await expect(page().getByText('cannot be read')).toHaveCount(0);
    expect(file()).toBe(MINE);
  });
});

describe('undo', () => {
  test.each(SIZES)('is offered beside the page, not over it, at $width x $height', async (size) => {
    await start();
    await page().setViewportSize(size);
    await describeAs('Changed');
    await button('Save').click();
    const notice = page().getByRole('alert').filter({ hasText: 'Saved recipes.toml.' });
    await expect(notice).toBeVisible();
    const box = await notice.boundingBox();
    const main = await page().getByRole('main').boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(main?.x ?? 0);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(size.height);
    expect(await axeViolations(page())).toEqual([]);
  });

  test('puts back every byte', async () => {
    const windows = MINE.replaceAll('\n', '\r\n');
    await start(EDIT, windows);
    await describeAs('Changed');
    await button('Save').click();
    await isList();
    expect(file()).toBe(windows.replace('"Tells"', '"Changed"'));
    await button('Undo').click();
    await expect(page().getByText('Taken back: recipes.toml is as it was.')).toBeVisible();
    expect(file()).toBe(windows);
  });

  test('of the first save takes the file away again', async () => {
    await start('/recipes?edit=streamer', null);
    // Of a home without a file, the one that came with the program counts.
    await expect(page().getByText('These recipes came with Woollama')).toBeVisible();
    await describeAs('Changed');
    expect(existsSync(path())).toBe(false);
    await button('Save').click();
    await isList();
    expect(file()).toContain('description = "Changed"');
    await button('Undo').click();
    await expect(page().getByText('that came with Woollama counts again')).toBeVisible();
    expect(existsSync(path())).toBe(false);
  });

  test('never overwrites what came after', async () => {
    await start();
    await describeAs('Changed');
    await button('Save').click();
    await isList();
    const later = `${file()}# later\n`;
    await writeOutside(later);
    await button('Undo').click();
    await expect(page().getByText('that change must not be lost')).toBeVisible();
    expect(file()).toBe(later);
  });
});

describe('leaving', () => {
  test('asks, whichever way somebody leaves', async () => {
    await start('/recipes');
    await page().getByRole('link', { name: 'teller', exact: true }).click();
    await describeAs('Unsaved');
    const palette = async () => {
      await page().keyboard.press('Control+k');
      await expect(field('Find a page or an action')).toBeFocused();
      await page().keyboard.type('edit other');
      await page().keyboard.press('Enter');
    };
    const ways = [
      () => page().getByRole('link', { name: 'Servers', exact: true }).click(),
      () => page().keyboard.press('Control+1'),
      palette,
      () => page().goBack(),
    ];
    for (const leave of ways) {
      await leave();
      await expect(leaving()).toBeVisible();
      await button('Cancel').click();
      await expect(leaving()).toHaveCount(0);
      await expect(field('Description')).toHaveValue('Unsaved');
    }
    await page().getByRole('link', { name: 'Servers', exact: true }).click();
    await button('Leave, drop the changes').click();
    await expect(page().getByRole('heading', { name: 'Servers', level: 1 })).toBeVisible();
    expect(file()).toBe(MINE);
  });

  test('a closed tab asks by the browser, but only with unsaved changes', async () => {
    await start();
    const asked: string[] = [];
    page().on('dialog', (question) => {
      asked.push(question.type());
      void question.dismiss();
    });
    await describeAs('Unsaved');
    await page().close({ runBeforeUnload: true });
    await eventually(
      () => asked,
      (all) => all.length === 1,
    );
    expect(asked).toEqual(['beforeunload']);
    await expect(field('Description')).toHaveValue('Unsaved');
    await button('Discard').click();
    await isList();
    await page().close({ runBeforeUnload: true });
    await eventually(
      () => page().isClosed(),
      (isClosed) => isClosed,
    );
    expect(asked).toHaveLength(1);
  });

  test('nothing is asked after Save, Discard, or when nothing was changed', async () => {
    await start();
    await describeAs('Saved');
    await button('Save').click();
    await isList();
    await goTo(page(), EDIT);
    await describeAs('Dropped');
    await button('Discard').click();
    await isList();
    await goTo(page(), EDIT);
    await expect(field('Description')).toHaveValue('Saved');
    await describeAs('Back again');
    await field('Description').fill('Saved');
    await expect(button('Close')).toBeVisible();
    await page().getByRole('link', { name: 'Home', exact: true }).click();
    await expect(page().getByRole('heading', { name: 'Home', level: 1 })).toBeVisible();
    await expect(dialog()).toHaveCount(0);
  });
});
