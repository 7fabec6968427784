import { findRuntimePlaces } from '../listeners/runtime-dir.ts';
import { askRouter } from './connect-owner.ts';
import { explainNoAnswer } from './explain-no-answer.ts';
import { hasDesktop } from './has-desktop.ts';
import type { Invocation } from './invocation.ts';
import { openInBrowser } from './open-in-browser.ts';

/**
 * `woollama ui`: a link that opens the window once, from the running router. With `--open` the
 * browser is given it too; its private file stays until the next one, long after the link ended.
 */
export async function uiCommand({ flags, env }: Invocation): Promise<number> {
  const places = findRuntimePlaces(env);
  let link: string;
  try {
    link = (await askRouter(places, 'links.create', {})).url;
  } catch (error) {
    process.stderr.write(`woollama: ${explainNoAnswer(error, places)}\n`);
    return 1;
  }
  process.stdout.write(`${link}\n`);
  if (flags['open'] !== true) return 0;
  if (!hasDesktop(env, process.platform)) {
    process.stderr.write('woollama: there is no desktop here; open the link in a browser\n');
    return 1;
  }
  try {
    await openInBrowser({ link, dir: places.dir });
    return 0;
  } catch {
    process.stderr.write('woollama: no browser could be started; open the link yourself\n');
    return 1;
  }
}
