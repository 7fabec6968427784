/**
 * `npm run screenshots`: every view in both themes and both sizes into `screenshots/`;
 * with `--readme` only the two of the README, into docs/images/.
 */
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright';

import { launchBrowser } from '../fixtures/browser.ts';
import { startRichHome, type RichHome } from '../fixtures/rich-home.ts';
import { openWindow, SIZES } from '../fixtures/window.ts';
import { openView, VIEWS, type View } from './views.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const THEMES = ['light', 'dark'] as const;
const README = [
  { view: 'activity-running', theme: 'dark' },
  { view: 'servers', theme: 'light' },
] as const;

interface Series {
  readonly theme: (typeof THEMES)[number];
  readonly size: (typeof SIZES)[number];
  readonly views: readonly View[];
  readonly fileOf: (view: View) => string;
}

async function take(browser: Browser, rich: RichHome, series: Series): Promise<void> {
  const { theme, size, views, fileOf } = series;
  const window = await openWindow(browser, rich.home, { theme, size });
  for (const view of views) {
    await rich.keepBusy();
    await (view.asked === true ? rich.keepAsking() : rich.stopAsking());
    const file = fileOf(view);
    const page = await openView(window, view);
    await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    await page.close();
    console.log(`${file} ${Math.round(statSync(file).size / 1024)} KB`);
  }
  await window.close();
}

function allSeries(names: readonly string[]): readonly Series[] {
  const dir = join(ROOT, 'screenshots');
  if (names.length === 0) rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const views = VIEWS.filter(({ name }) => names.length === 0 || names.includes(name));
  return THEMES.flatMap((theme) =>
    SIZES.map((size) => ({
      theme,
      size,
      views,
      fileOf: ({ name }: View) => join(dir, `${name}-${theme}-${size.width}x${size.height}.png`),
    })),
  );
}

function readmeSeries(): readonly Series[] {
  const dir = join(ROOT, 'docs', 'images');
  mkdirSync(dir, { recursive: true });
  return README.map(({ view, theme }) => ({
    theme,
    size: SIZES[0],
    views: VIEWS.filter(({ name }) => name === view),
    fileOf: () => join(dir, `${view}-${theme}.png`),
  }));
}

const names = process.argv.slice(2).filter((argument) => argument !== '--readme');
const isReadme = process.argv.includes('--readme');
const browser = await launchBrowser();
const rich = await startRichHome();
try {
  for (const series of isReadme ? readmeSeries() : allSeries(names)) {
    await take(browser, rich, series);
  }
} finally {
  await browser.close();
  await rich.stop();
}
