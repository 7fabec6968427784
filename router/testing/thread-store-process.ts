/** The bundled conversation store over HTTP, as the process that a user would start. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SERVER = new URL('../../resources/servers/http-thread-store.ts', import.meta.url);

export interface ThreadStoreProcess extends AsyncDisposable {
  readonly url: string;
  /** Ids of the threads on the disk. */
  threads(): readonly string[];
  /** Ends the process; the threads stay. */
  stop(): Promise<void>;
}

export async function startThreadStore(): Promise<ThreadStoreProcess> {
  const dir = mkdtempSync(join(tmpdir(), 'woollama-threads-'));
  const child = spawn(process.execPath, [fileURLToPath(SERVER), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const stop = async (): Promise<void> => {
    child.kill();
    await exited;
  };
  return {
    url: line.toString().trim(),
    threads: () => readdirSync(dir).map((name) => name.replace(/\.json$/, '')),
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      rmSync(dir, { recursive: true });
    },
  };
}
