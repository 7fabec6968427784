/** The Playground before the real router: recipes, models and tools, watched and stopped. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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
import { goTo, openWindow, ownerClient, SIZES, type Window } from './fixtures/window.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

let home: Home;
let router: RouterProcess;
let window: Window;

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);
const noted = () => {
  const path = join(home.dir, 'watched.log');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
};

const RECIPES = `
[recipes.streamer]
inferencer = "demo/tools"
tools = ["hello.count_to"]
system = "Count."

[recipes.endless]
inferencer = "demo/tools"
tools = ["watched.count"]
system = "Count for ever."

[recipes.greeter]
inferencer = "demo/echo"
tools = []
system = "Greet in {{language}}."
variables = { language = { default = "German", choices = ["German", "French"] } }
`;

beforeEach(async () => {
  home = createHome();
  const hello = { command: '${WOOLLAMA_NODE:-node}', args: ['${WOOLLAMA_EXAMPLES_DIR}/hello.js'] };
  const watched = {
    command: process.execPath,
    args: [fixture('watched-server.ts')],
    env: { WATCHED_LOG: join(home.dir, 'watched.log') },
  };
  const hostile = { command: process.execPath, args: [fixture('hostile-server.ts')] };
  home.write('mcp.json', JSON.stringify({ mcpServers: { hello, watched, hostile } }));
  home.write('recipes.toml', RECIPES);
  router = await startRouter(home);
  await eventually(
    () => ownerClient(home).call('status.get', {}),
    ({ servers }) => servers.every(({ state }) => state === 'connected'),
  );
  window = await openWindow(browser, home, { path: '/playground' });
});

afterEach(async () => {
  await window.close();
  await router.stop();
  home.remove();
});

const log = () => window.page.getByRole('log', { name: 'Conversation' });
const behind = () => window.page.getByRole('region', { name: 'Behind the answer' });
const result = () => window.page.getByRole('region', { name: 'Result' });
const button = (name: string) => window.page.getByRole('button', { name, exact: true });
const field = (name: string) => window.page.getByRole('textbox', { name, exact: true });
const bar = (tool: string) => behind().getByRole('progressbar', { name: `Progress of ${tool}` });

async function say(text: string): Promise<void> {
  await field('Your message').fill(text);
  await window.page.keyboard.press('Enter');
}

const lastRequest = async () => {
  const { requests } = await ownerClient(home).call('activity.list', {});
  return requests.at(-1);
};

describe('chat', () => {
  test('one types at once, also after Stop', async () => {
    await goTo(window.page, '/recipes');
    await window.page.getByRole('link', { name: 'Try endless' }).click();
    await expect(field('Your message')).toBeFocused();
    await window.page.keyboard.type('Count');
    await window.page.keyboard.press('Enter');
    await expect(bar('watched.count')).toBeVisible();
    await button('Stop').click();
    await expect(log()).toContainText('Stopped');
    await expect(field('Your message')).toBeFocused();
  });

  test('a recipe shows its hidden loop as it runs, then the answer with its tokens', async () => {
    await say('Please count to 12');
    await expect(bar('hello.count_to')).toHaveAttribute('aria-valuenow', /^[1-9]/);
    await expect(behind()).toContainText(/Counted \d+ of 12/);
    await expect(log()).toContainText('Working');
    await expect(log()).toContainText('{"count":12,"total":12,"done":true}');
    await expect(log()).toContainText(/Finish reason: stop · \d+ tokens/);
    await expect(log()).toContainText('built-in demo');
    const bars = behind().getByRole('list', { name: 'Turns and tool calls' });
    await expect(bars.getByRole('listitem')).toHaveCount(3);
    await behind().getByRole('link', { name: 'Open in Activity' }).click();
    await expect(window.page.getByRole('region', { name: 'Request' })).toContainText('streamer');
    await goTo(window.page, '/playground');
    await expect(log()).toContainText('"count":12');
    expect(window.complaints).toEqual([]);
  });

  test('Stop ends the model, the tool and the request', async () => {
    await goTo(window.page, '/playground?model=woollama/endless');
    await say('count');
    await expect(bar('watched.count')).toHaveAttribute('aria-valuenow', /./);
    await button('Stop').click();
    await expect(log()).toContainText('Stopped');
    await eventually(noted, (lines) => lines.at(-1) === 'cancelled');
    expect((await eventually(lastRequest, (one) => one?.state !== 'running'))?.state).toBe(
      'cancelled',
    );
  });

  test('Cancel beside it does the same, and is told as what it was', async () => {
    await goTo(window.page, '/playground?model=woollama/endless');
    await say('count');
    await behind().getByRole('button', { name: 'Cancel' }).click();
    await expect(behind()).toContainText('Cancelled');
    await eventually(noted, (lines) => lines.at(-1) === 'cancelled');
    await expect(log()).toContainText('The request was cancelled');
  });

  test('several turns, until they are cleared', async () => {
    await goTo(window.page, '/playground?model=demo/echo');
    await say('one');
    await expect(log().getByRole('article')).toContainText('Finish reason: stop');
    await say('two\u202ethree');
    await expect(log().getByRole('article')).toHaveCount(2);
    await expect(log()).toContainText('two\\u{202e}three');
    await button('Clear').click();
    await expect(log().getByRole('article')).toHaveCount(0);
  });

  test('the variables of a recipe are filled in, and sampling counts', async () => {
    await goTo(window.page, '/playground?model=woollama/greeter');
    await window.page.getByRole('combobox', { name: 'language' }).click();
    await window.page.getByRole('option', { name: 'French' }).click();
    await button('Sampling').click();
    await field('Most tokens').fill('2');
    await say('one two three');
    await expect(log()).toContainText('Finish reason: length');
    expect(await lastRequest()).toMatchObject({ surface: 'patterns', model: 'woollama/greeter' });
  });

  test('copied as curl it gives the same answer in a shell', async () => {
    await goTo(window.page, '/playground?model=demo/echo');
    await field('Your message').fill(`it's $HOME "quoted" \`here\``);
    await button('Copy as').click();
    await window.page.getByRole('menuitem', { name: 'curl' }).click();
    await expect(window.page.getByText('Copied as curl.')).toBeVisible();
    const command = await window.page.evaluate(() => navigator.clipboard.readText());
    const answer = JSON.parse(execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' }));
    expect(answer.choices[0].message.content).toBe(`it's $HOME "quoted" \`here\``);
  });

  test('a failure says why, and leads on', async () => {
    await goTo(window.page, '/playground?model=openai/gpt-5');
    await say('hi');
    const alert = log().getByRole('alert');
    await expect(alert).toContainText('The inferencer has no API key');
    await expect(alert).toContainText('OPENAI_API_KEY');
    await alert.getByRole('button', { name: 'Set the key' }).click();
    await expect(window.page).toHaveURL(/#\/inferencers\?edit=openai$/);
  });
});

describe('a tool', () => {
  test('is cancelled: the count stops, the child hears of it, the activity says so', async () => {
    await goTo(window.page, '/playground?tool=hello.count_to');
    await field('n').fill('900');
    await button('Run the tool').click();
    await expect(bar('hello.count_to')).toHaveAttribute('aria-valuenow', /./);
    await behind().getByRole('button', { name: 'Cancel' }).click();
    await expect(behind()).toContainText('Cancelled');
    await expect(window.page.getByText('The call was cancelled')).toBeVisible();
    expect(await lastRequest()).toMatchObject({
      operation: 'tools/call hello.count_to',
      state: 'cancelled',
      calls: [{ state: 'cancelled' }],
    });

    await goTo(window.page, '/playground?tool=watched.count');
    await button('Run the tool').click();
    await expect(behind()).toContainText(/Step \d+/);
    await behind().getByRole('button', { name: 'Cancel' }).click();
    await eventually(noted, (lines) => lines.includes('cancelled'));
    expect(noted().at(-1)).toBe('cancelled');
    await goTo(window.page, '/activity');
    const row = window.page.getByRole('row').filter({ hasText: 'watched.count' });
    await expect(row).toContainText('Cancelled');
  });

  test('copied as curl it is called from a shell, once its arguments are right', async () => {
    await goTo(window.page, '/playground?tool=hello.count_to');
    const copy = async () => {
      await button('Copy as').click();
      await window.page.getByRole('menuitem', { name: 'curl' }).click();
    };
    await field('n').fill('many');
    await copy();
    await expect(window.page.getByText('One argument is not right yet.')).toBeVisible();
    await field('n').fill('3');
    await copy();
    await expect(window.page.getByText('Copied as curl.')).toBeVisible();
    const command = await window.page.evaluate(() => navigator.clipboard.readText());
    const answer = execFileSync('/bin/sh', ['-c', `${command.trim()} -s`], { encoding: 'utf8' });
    expect(answer).toContain('"total":3');
  });

  test('its result comes into sight in a low window', async () => {
    await window.page.setViewportSize(SIZES[1]);
    await goTo(window.page, '/playground?tool=hello.count_to');
    await button('Run the tool').click();
    await expect(result()).toContainText('Done');
    await expect(result().getByText('"total":5')).toBeInViewport();
  });

  test('has a form of its schema, which says what is wrong', async () => {
    await goTo(window.page, '/playground?tool=watched.shapes');
    await field('amount').fill('12');
    await field('anything').fill('{"a":');
    await button('Run the tool').click();
    await expect(window.page.getByText('4 arguments are not right yet.')).toBeVisible();
    await expect(window.page.getByText('At most 9')).toBeVisible();
    await expect(window.page.getByText(/not valid JSON/)).toBeVisible();
    await expect(field('title')).toBeFocused();
    await expect(field('title')).toHaveAttribute('aria-invalid', 'true');
    expect(noted()).not.toContain('called shapes');
    await field('title').fill('A <b>title</b>');
    await field('amount').fill('7');
    await window.page.getByText('No', { exact: true }).click();
    await window.page.getByRole('combobox', { name: 'color' }).click();
    await window.page.getByRole('option', { name: 'green' }).click();
    await field('tags').fill('x\ny');
    await field('city').fill('Ulm');
    await field('anything').fill('{"a":[1]}');
    await button('Run the tool').click();
    await expect(result()).toContainText('Done');
    const said = await result().getByLabel('Text').textContent();
    expect(JSON.parse(said ?? '')).toEqual({
      title: 'A <b>title</b>',
      amount: 7,
      loud: false,
      color: 'green',
      tags: ['x', 'y'],
      place: { city: 'Ulm' },
      anything: { a: [1] },
    });
    await window.page.getByText('JSON', { exact: true }).click();
    await expect(field('Arguments as JSON')).toHaveValue(/"city": "Ulm"/);
  });

  test('runs by keyboard alone', async () => {
    const { page } = window;
    await page.getByRole('combobox', { name: 'Recipe, model or tool' }).focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('hello.hello');
    await expect(page.getByRole('option', { name: 'hello.hello' })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/tool=hello.hello/);
    // Past the description and the choice of form or JSON.
    for (let step = 0; step < 6; step += 1) {
      await page.keyboard.press('Tab');
      if (await field('name').evaluate((input) => input === document.activeElement)) break;
    }
    await expect(field('name')).toBeFocused();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('Ada');
    await page.keyboard.press('Enter');
    await expect(result()).toContainText('Hello, Ada!');
  });

  test('shows pictures made of pixels only, and errors as such', async () => {
    await goTo(window.page, '/playground?tool=watched.picture');
    await button('Run the tool').click();
    await expect(result().getByRole('img', { name: /image\/png/ })).toBeVisible();
    await expect(result().getByRole('img', { name: /Answer/ })).toHaveCount(1);
    await expect(result()).toContainText('An image of the type image/svg+xml is not shown');
    await goTo(window.page, '/playground?tool=watched.fail');
    await button('Run the tool').click();
    await expect(result()).toContainText('The tool reports an error');
    await expect(result()).toContainText('it went wrong');
    expect(window.complaints).toEqual([]);
  });

  test('of a hostile server can do nothing', async () => {
    await goTo(window.page, '/playground?tool=hostile.plain');
    await expect(window.page.getByText('<script>').first()).toBeVisible();
    await button('Run the tool').click();
    await expect(result()).toContainText('<img src=x');
    await expect(result()).toContainText('safe\\u{202e}gnp.exe');
    await expect(result()).toContainText('Link: <img');
    expect(await window.page.evaluate(() => 'hacked' in globalThis)).toBe(false);
    await expect(
      window.page.getByRole('main').locator('img, script, a[href^=javascript]'),
    ).toHaveCount(0);
    expect(window.complaints).toEqual([]);
  });

  test('that is not there says so, with the way on', async () => {
    await goTo(window.page, '/playground?tool=gone.tool');
    await expect(window.page.getByText('There is no tool gone.tool now')).toBeVisible();
    await button('Look at the servers').click();
    await expect(window.page).toHaveURL(/#\/servers/);
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(SIZES)('nothing is hard to see or to reach at $width x $height', async (size) => {
    await window.close();
    window = await openWindow(browser, home, { theme, size, path: '/playground' });
    await say('Please count to 8');
    await expect(bar('hello.count_to')).toBeVisible();
    expect(await axeViolations(window.page)).toEqual([]);
    await expect(log()).toContainText('"count":8');
    await goTo(window.page, '/playground?model=openai/gpt-5');
    await say('hi');
    await expect(log().getByRole('alert')).toBeVisible();
    expect(await axeViolations(window.page)).toEqual([]);
    await goTo(window.page, '/playground?tool=watched.shapes');
    await button('Run the tool').click();
    await expect(window.page.getByText('This is needed').first()).toBeVisible();
    expect(await axeViolations(window.page)).toEqual([]);
    await goTo(window.page, '/playground?tool=hostile.plain');
    await button('Run the tool').click();
    await expect(result()).toBeVisible();
    expect(await axeViolations(window.page)).toEqual([]);
  });
});
