/** The router as a utility process of the desktop app, which starts it with `start` and ends it. */
import { toRouterMessage } from '#contract/process.ts';
import manifest from '../../package.json' with { type: 'json' };
import { findParentPort } from './parent-port.ts';
import { createAppRun } from './serve-app.ts';

/** Requests in flight when the app is gone: nobody is left to wait for long. */
const ORPHAN_GRACE_MS = 1_000;
/** So that last messages and words are on their way before the process is gone. */
const LAST_WORDS_MS = 50;

const port = findParentPort();
let exitCode: number | undefined;

function exit(code: number): void {
  exitCode ??= code;
  setTimeout(() => process.exit(exitCode), LAST_WORDS_MS);
}

const run = createAppRun({
  post: (message) => port.postMessage(message),
  version: manifest.version,
  env: process.env,
  onProblem: (line) => process.stderr.write(`${line}\n`),
  exit,
});

port.on('message', ({ data }) => {
  const parsed = toRouterMessage.safeParse(data);
  if (parsed.success) run.receive(parsed.data);
});
port.on('close', () => void run.stop(ORPHAN_GRACE_MS));
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  // The app collects these lines and starts another router.
  process.on(event, (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    run.crash(error);
  });
}
