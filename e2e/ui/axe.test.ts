/** WCAG on every page, dialog and editor, with data in them, light and dark. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { launchBrowser } from './fixtures/browser.ts';
import { startRichHome, type RichHome } from './fixtures/rich-home.ts';
import { openWindow, type Window } from './fixtures/window.ts';
import { openView, VIEWS } from './screenshots/views.ts';

const THEMES = ['light', 'dark'] as const;
const BAD = ['serious', 'critical'];

let browser: Browser;
let rich: RichHome;
const windows = new Map<string, Window>();
const lesser = new Set<string>();

beforeAll(async () => {
  [browser, rich] = await Promise.all([launchBrowser(), startRichHome()]);
  for (const theme of THEMES) windows.set(theme, await openWindow(browser, rich.home, { theme }));
});

afterAll(async () => {
  if (lesser.size > 0) console.log(`Moderate and minor findings:\n${[...lesser].join('\n')}`);
  await browser.close();
  await rich.stop();
});

/** One line for each element that somebody could not see or use. */
async function findBarriers(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.flatMap(({ target, failureSummary }) => {
      const place = target.join(' ');
      if (BAD.includes(impact ?? '')) return [`${id}: ${place}: ${failureSummary ?? ''}`];
      lesser.add(`${impact ?? ''} ${id}: ${place}`);
      return [];
    }),
  );
}

for (const theme of THEMES) {
  test.each(VIEWS)(`${theme}: $name`, async (view) => {
    const window = windows.get(theme);
    if (window === undefined) throw new Error('there is no window');
    await rich.keepBusy();
    await (view.asked === true ? rich.keepAsking() : rich.stopAsking());
    const page = await openView(window, view);
    expect(await findBarriers(page)).toEqual([]);
    await page.close();
  });
}
