/** Listeners in folders of their own, and plain ways to knock at them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { request, type IncomingMessage, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  openListeners,
  type Listeners,
  type ListenersOptions,
  type OnUpgrade,
} from '../listeners/listeners.ts';
import { ANY_LOOPBACK } from '../listeners/parse-address.ts';
import { findRuntimePlaces, type RuntimePlaces } from '../listeners/runtime-dir.ts';
import { createFakeLog, type FakeLog } from './fake-log.ts';

export const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === '::1');

export interface TestDoors extends AsyncDisposable {
  readonly places: RuntimePlaces;
  readonly stateDir: string;
  readonly log: FakeLog;
  /** Closes with the test, if it has not been closed before. */
  open(options?: Partial<ListenersOptions>): Promise<Listeners>;
}

export function createTestDoors(onRequest: RequestListener = answerOk): TestDoors {
  const root = mkdtempSync(join(tmpdir(), 'wool-'));
  const places = findRuntimePlaces({ XDG_RUNTIME_DIR: join(root, 'run') });
  const stateDir = join(root, 'state');
  const log = createFakeLog();
  const opened: Listeners[] = [];
  return {
    places,
    stateDir,
    log,
    async open(options) {
      const listeners = await openListeners({
        places,
        stateDir,
        address: { host: ANY_LOOPBACK, port: 0 },
        hasToken: false,
        ownerToken: 'owner-token-of-the-test',
        logger: log,
        onSocketRequest: onRequest,
        onTcpRequest: onRequest,
        onSocketUpgrade: hangUp,
        onTcpUpgrade: hangUp,
        ...options,
      });
      opened.push(listeners);
      return listeners;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((listeners) => listeners.close(0, () => undefined)));
      rmSync(root, { recursive: true, force: true });
    },
  };
}

const hangUp: OnUpgrade = (_request, socket) => void socket.destroy();

const answerOk: RequestListener = (_request, response) => void response.end('ok');

/** Status and body, or the error's code. */
export async function knock(where: string | { readonly socketPath: string }): Promise<string> {
  const options = typeof where === 'string' ? new URL(`http://${where}/`) : where;
  return new Promise((resolve) => {
    const call = request(options, (response: IncomingMessage) => {
      const toText = (chunks: Buffer[]) =>
        resolve(`${response.statusCode} ${Buffer.concat(chunks).toString('utf8')}`);
      response.toArray().then(toText, reject);
    });
    const reject = (error: NodeJS.ErrnoException): void => resolve(error.code ?? error.message);
    call.on('error', reject);
    call.setHeader('connection', 'close');
    call.end();
  });
}

/** Sends bytes as they are and reads until the other side has answered and closed. */
export async function sendRaw(
  where: { readonly port: number; readonly host: string } | { readonly path: string },
  text: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...where, allowHalfOpen: true });
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('end', () => {
      socket.end();
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
    socket.write(text);
  });
}

/** `127.0.0.1:4711` in its parts. */
export function toEndpoint(address: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(`http://${address}`);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
}
