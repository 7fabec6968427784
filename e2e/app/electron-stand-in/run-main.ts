/**
 * Runs the built main file as Electron would, with this folder's `electron`. Arguments: the main
 * file, then the app's own. The app is ready only when the main module has been evaluated, as in
 * Electron; a module that waits for `ready` at its top level therefore never ends there, and here
 * it ends with DEADLOCK_CODE.
 */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const EVALUATED_MS = Number(process.env['STAND_IN_EVALUATED_MS'] ?? 10_000);
const DEADLOCK_CODE = 70;

const electron = new URL('electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: electron, shortCircuit: true } : next(specifier, context),
});

process.argv.splice(1, 1);
const [, main = ''] = process.argv;
const { becomeReady } = await import('./app.ts');
await import('./remote.ts');

const timer = setTimeout(() => {
  process.stderr.write('the main module waits for something that comes only after it\n');
  process.exit(DEADLOCK_CODE);
}, EVALUATED_MS);
await import(pathToFileURL(main).href);
clearTimeout(timer);
becomeReady();
