/**
 * The bundled example of a conversation store over HTTP, for this machine only:
 * `node http-thread-store.js <folder> [port]`.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { createHttpThreadServer } from './http-thread-server.ts';
import { openThreadFolder } from './thread-folder.ts';

const [dir, port = '0'] = process.argv.slice(2);

if (dir === undefined || !/^\d{1,5}$/.test(port)) {
  process.stderr.write('usage: http-thread-store <folder> [port]\n');
  process.exitCode = 2;
} else {
  const server = createHttpThreadServer(await openThreadFolder(dir));
  server.listen(Number(port), '127.0.0.1');
  await once(server, 'listening');
  const { port: chosen } = server.address() as AddressInfo;
  process.stdout.write(`http://127.0.0.1:${chosen}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
}
