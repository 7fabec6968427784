/**
 * Runs a stdio server in a utility process of the desktop app, which has no stdin: the server's
 * input and output are messages. Arguments are the script and its own arguments.
 */
import { syncBuiltinESMExports } from 'node:module';
import { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

import { findParentPort } from './parent-port.ts';

/** What may wait for a server that does not read its input. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
const IDLE_POLL_MS = 20;

const port = findParentPort();
const [node = 'node', , script = '', ...args] = process.argv;

const stdin = new Readable({ read: () => undefined });
const stdout = new Writable({
  decodeStrings: true,
  write(chunk: Buffer, _encoding, done) {
    // A copy: what is posted would take the whole memory block along that the chunk lies in.
    port.postMessage(new Uint8Array(chunk));
    done();
  },
});

port.on('message', ({ data }) => {
  if (!(data instanceof Uint8Array)) return;
  stdin.push(data.length === 0 ? null : data);
  if (stdin.readableLength <= MAX_UNREAD_BYTES) return;
  stderr.write('the server does not read its input\n');
  process.exit(1);
});
// The app is gone, and nothing else would end a server that waits for its input.
port.on('close', () => process.exit(0));
stdin.once('end', exitWhenIdle);

/** Opens with its first use, and counts although it keeps nothing alive. */
const { stderr } = process;
/** What this process has without the server: the way to the app, above all. */
const ownResources = process.getActiveResourcesInfo().length;

Object.defineProperty(process, 'stdin', { value: stdin, configurable: true, enumerable: true });
Object.defineProperty(process, 'stdout', { value: stdout, configurable: true, enumerable: true });
process.argv = [node, script, ...args];
// `import { stdin } from 'node:process'` shall see the same.
syncBuiltinESMExports();

try {
  await import(pathToFileURL(script).href);
} catch (error) {
  stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

/** As every process ends that has nothing left to wait for; this one would wait for the app. */
function exitWhenIdle(): void {
  setInterval(() => {
    if (process.getActiveResourcesInfo().length <= ownResources) process.exit();
  }, IDLE_POLL_MS).unref();
}
