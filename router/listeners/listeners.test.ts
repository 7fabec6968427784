import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { createTestDoors, hasIpv6, knock, toEndpoint } from '../testing/open-doors.ts';
import { readOneLineFile } from './one-line-file.ts';

/** Another program on this port. */
async function occupy(port: number, host = '127.0.0.1'): Promise<Server> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  return server;
}

describe('open doors', () => {
  test('the socket and both loopbacks answer, and the file says where', async () => {
    await using doors = createTestDoors();
    const { address, socket } = await doors.open();
    const { host, port } = toEndpoint(address);
    expect(host).toBe('127.0.0.1');
    expect(socket).toBe(doors.places.socket);
    expect(await knock(address)).toBe('200 ok');
    expect(await knock(`localhost:${port}`)).toBe('200 ok');
    if (hasIpv6) expect(await knock(`[::1]:${port}`)).toBe('200 ok');
    expect(await knock({ socketPath: doors.places.socket })).toBe('200 ok');
    expect(readOneLineFile(doors.places.addressFile)).toBe(address);
    expect(doors.log.lines).toEqual([]);
  });

  test('are for this user only', async () => {
    await using doors = createTestDoors();
    await doors.open();
    const mode = (path: string) => statSync(path).mode & 0o777;
    expect(mode(doors.places.dir)).toBe(0o700);
    expect(mode(doors.places.socket)).toBe(0o600);
    expect(mode(doors.places.addressFile)).toBe(0o600);
    expect(mode(doors.places.ownerFile)).toBe(0o600);
    expect(mode(doors.stateDir)).toBe(0o700);
    // The process's own mask is as before.
    expect(process.umask()).toBe(process.umask(process.umask()));
    expect(process.umask()).not.toBe(0o177);
  });

  test('a socket that speaks another protocol is handed over, and cut at the end', async () => {
    await using doors = createTestDoors();
    const listeners = await doors.open({
      onTcpUpgrade: (_request, socket) => {
        socket.on('error', () => undefined);
        socket.write('HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n');
      },
    });
    const headers = { connection: 'upgrade', upgrade: 'x' };
    const call = request(`http://${listeners.address}/`, { headers });
    call.end();
    const [, socket] = (await once(call, 'upgrade')) as [unknown, Socket];
    socket.on('error', () => undefined);
    const cut = once(socket, 'close');
    await listeners.close(0, () => undefined);
    await cut;
  });

  test('requests come in by the door they came to', async () => {
    await using doors = createTestDoors();
    const { address } = await doors.open({
      onSocketRequest: (_request, response) => response.end('socket'),
      onTcpRequest: (_request, response) => response.end('tcp'),
    });
    expect(await knock(address)).toBe('200 tcp');
    expect(await knock({ socketPath: doors.places.socket })).toBe('200 socket');
  });

  test('closed, they leave nothing behind, and closing twice is closing once', async () => {
    await using doors = createTestDoors();
    const listeners = await doors.open();
    const first = listeners.close(1_000, () => undefined);
    expect(listeners.close(0, () => undefined)).toBe(first);
    await first;
    expect(readdirSync(doors.places.dir)).toEqual([]);
    expect(await knock(listeners.address)).toBe('ECONNREFUSED');
  });
});

describe('the port', () => {
  test('is remembered', async () => {
    await using doors = createTestDoors();
    const first = await doors.open();
    await first.close(0, () => undefined);
    const second = await doors.open();
    expect(second.address).toBe(first.address);
    expect(readdirSync(doors.stateDir)).toEqual(['port']);
    expect(readFileSync(join(doors.stateDir, 'port'), 'utf8')).toBe(
      `${toEndpoint(first.address).port}\n`,
    );
  });

  test.each(['127.0.0.1', ...(hasIpv6 ? ['::1'] : [])])(
    'taken on %s by another program meanwhile, is another one from now on, with a warning',
    async (host) => {
      await using doors = createTestDoors();
      const first = await doors.open();
      const { port } = toEndpoint(first.address);
      await first.close(0, () => undefined);
      const other = await occupy(port, host);
      const second = await doors.open();
      expect(second.address).not.toBe(first.address);
      // Not half of the old place, either.
      if (host === '::1') expect(await knock(first.address)).toBe('ECONNREFUSED');
      expect(doors.log.lines).toMatchObject([
        { level: 'warn', message: expect.stringContaining(`port ${port} is taken`) },
      ]);
      await second.close(0, () => undefined);
      await new Promise((resolve) => other.close(resolve));
      expect((await doors.open()).address).toBe(second.address);
      expect(doors.log.lines).toHaveLength(1);
    },
  );

  test.each(['', 'x', '0', '-1', '70000', '1.5'])('a broken memory is none: %j', async (text) => {
    await using doors = createTestDoors();
    mkdirSync(doors.stateDir);
    writeFileSync(join(doors.stateDir, 'port'), text);
    expect(await knock((await doors.open()).address)).toBe('200 ok');
  });

  test('that cannot be remembered is used all the same', async () => {
    await using doors = createTestDoors();
    writeFileSync(doors.stateDir, 'a file where the folder should be');
    expect(await knock((await doors.open()).address)).toBe('200 ok');
    expect(doors.log.lines).toMatchObject([
      { level: 'warn', message: expect.stringContaining('cannot be remembered') },
    ]);
  });

  test('that was asked for is used and not remembered', async () => {
    await using doors = createTestDoors();
    const free = await occupy(0);
    const port = toEndpoint(`127.0.0.1:${(free.address() as { port: number }).port}`).port;
    await new Promise((resolve) => free.close(resolve));
    const { address } = await doors.open({ address: { host: '127.0.0.1', port } });
    expect(address).toBe(`127.0.0.1:${port}`);
    expect(existsSync(doors.stateDir)).toBe(false);
  });

  test('that was asked for and is taken fails, and nothing stays open', async () => {
    await using doors = createTestDoors();
    const other = await occupy(0);
    const { port } = other.address() as { port: number };
    for (const host of ['127.0.0.1', 'localhost']) {
      await expect(doors.open({ address: { host, port } })).rejects.toMatchObject({
        code: 'LISTEN_FAILED',
        message: expect.stringContaining(`cannot listen on 127.0.0.1:${port}: the port is taken`),
      });
    }
    expect(readdirSync(doors.places.dir)).toEqual([]);
    if (hasIpv6) expect(await knock(`[::1]:${port}`)).toBe('ECONNREFUSED');
    other.close();
    await doors.open();
  });

  test('on an address that is not ours fails', async () => {
    await using doors = createTestDoors();
    await expect(
      doors.open({ address: { host: '192.0.2.1', port: 0 }, hasToken: true }),
    ).rejects.toMatchObject({ code: 'LISTEN_FAILED' });
    expect(readdirSync(doors.places.dir)).toEqual([]);
  });

  test.runIf(hasIpv6)('on IPv6 alone is written with brackets', async () => {
    await using doors = createTestDoors();
    const { address } = await doors.open({ address: { host: '::1', port: 0 } });
    expect(address).toMatch(/^\[::1\]:\d+$/);
    expect(await knock(address)).toBe('200 ok');
    expect(await knock(`127.0.0.1:${toEndpoint(address).port}`)).toBe('ECONNREFUSED');
  });
});

describe('exposure', () => {
  test.each(['0.0.0.0', '::', '192.168.1.2', 'my-mac.lan', '127.0.0.1.evil.test', '[::1'])(
    '%s without a token is refused before anything is bound',
    async (host) => {
      await using doors = createTestDoors();
      const refusal = doors.open({ address: { host, port: 0 } });
      await expect(refusal).rejects.toMatchObject({ code: 'EXPOSURE_REFUSED' });
      await expect(refusal).rejects.toThrow(/WOOLLAMA_TOKEN.*WOOLLAMA_ADDRESS/);
      expect(existsSync(doors.places.dir)).toBe(false);
    },
  );

  test.each(['127.0.0.1', '127.0.0.2', 'localhost'])('%s needs none', async (host) => {
    await using doors = createTestDoors();
    const { address } = await doors.open({ address: { host, port: 0 } });
    expect(await knock(address)).toBe('200 ok');
  });

  test('with a token it is allowed', async () => {
    await using doors = createTestDoors();
    const { address } = await doors.open({ address: { host: '0.0.0.0', port: 0 }, hasToken: true });
    expect(await knock(`127.0.0.1:${toEndpoint(address).port}`)).toBe('200 ok');
  });
});

describe("the owner's token", () => {
  test('lies beside the address while the router listens', async () => {
    await using doors = createTestDoors();
    const listeners = await doors.open({ ownerToken: 'secret-1' });
    expect(readOneLineFile(doors.places.ownerFile)).toBe('secret-1');
    await listeners.close(0, () => undefined);
    expect(existsSync(doors.places.ownerFile)).toBe(false);
  });

  test('of the next router stays when the last one ends', async () => {
    await using doors = createTestDoors();
    const last = await doors.open({ ownerToken: 'secret-1' });
    writeFileSync(doors.places.ownerFile, 'secret-2\n');
    await last.close(0, () => undefined);
    expect(readOneLineFile(doors.places.ownerFile)).toBe('secret-2');
  });
});

describe('the socket', () => {
  test('of a live router is left alone', async () => {
    await using doors = createTestDoors();
    const first = await doors.open();
    const before = statSync(doors.places.socket).ino;
    await expect(doors.open()).rejects.toMatchObject({
      code: 'ALREADY_RUNNING',
      message: expect.stringContaining('already owns'),
    });
    expect(statSync(doors.places.socket).ino).toBe(before);
    expect(await knock({ socketPath: doors.places.socket })).toBe('200 ok');
    expect(await knock(first.address)).toBe('200 ok');
    expect(readOneLineFile(doors.places.addressFile)).toBe(first.address);
    expect(readdirSync(doors.places.dir).sort()).toEqual([
      'woollama.addr',
      'woollama.owner',
      'woollama.sock',
    ]);
  });

  test.each([
    [
      'its place is a folder',
      (dir: string) => mkdirSync(join(dir, 'woollama.sock')),
      'woollama.sock',
    ],
    [
      "its place is somebody's file",
      (dir: string) => writeFileSync(join(dir, 'woollama.sock'), 'mine'),
      'woollama.sock',
    ],
    ['its path is too long', () => undefined, 'x'.repeat(120)],
    ['its name cannot be made at all', () => undefined, 'x'.repeat(300)],
    ['its folder is not there', () => undefined, 'nowhere/woollama.sock'],
  ])('when %s, TCP is served alone', async (_name, prepare, name) => {
    await using doors = createTestDoors();
    mkdirSync(doors.places.dir, { mode: 0o700 });
    prepare(doors.places.dir);
    const places = { ...doors.places, socket: join(doors.places.dir, name) };
    const { address, socket } = await doors.open({ places });
    expect(socket).toBeNull();
    expect(await knock(address)).toBe('200 ok');
    expect(doors.log.lines).toMatchObject([
      { level: 'warn', message: expect.stringContaining('only TCP is served') },
    ]);
    expect(process.umask()).not.toBe(0o177);
  });

  test('and the address file cannot be written: served all the same', async () => {
    await using doors = createTestDoors();
    const places = { ...doors.places, addressFile: join(doors.places.dir, 'nowhere', 'addr') };
    expect(await knock((await doors.open({ places })).address)).toBe('200 ok');
    expect(doors.log.lines).toMatchObject([{ level: 'warn' }]);
  });

  test('two starts at once: exactly one wins', async () => {
    await using doors = createTestDoors();
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => doors.open()));
    const lost = results.filter((result) => result.status === 'rejected');
    expect(lost).toHaveLength(5);
    for (const { reason } of lost) expect(reason).toMatchObject({ code: 'ALREADY_RUNNING' });
    expect(await knock({ socketPath: doors.places.socket })).toBe('200 ok');
  });
});

/** A process of its own that opens the doors and says `up` or why not. */
const CHILD = `
  import { openListeners } from ${JSON.stringify(join(import.meta.dirname, 'listeners.ts'))};
  const [places, stateDir] = [JSON.parse(process.env.PLACES), process.env.STATE_DIR];
  const logger = { warn() {} };
  const answer = (request, response) => response.end('child');
  openListeners({
    places, stateDir, logger, hasToken: false, ownerToken: 'of-child',
    address: { host: 'localhost', port: 0 }, onSocketRequest: answer, onTcpRequest: answer,
    onSocketUpgrade() {}, onTcpUpgrade() {},
  }).then(() => console.log('up'), (error) => console.log(error.code));
`;

function startChild(doors: ReturnType<typeof createTestDoors>) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', CHILD], {
    cwd: join(import.meta.dirname, '..', '..'),
    env: { ...process.env, PLACES: JSON.stringify(doors.places), STATE_DIR: doors.stateDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = once(child.stdout, 'data').then(([chunk]) => String(chunk).trim());
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  return { said, end };
}

describe('several processes', () => {
  test('starting at once: exactly one wins', async () => {
    await using doors = createTestDoors();
    const children = Array.from({ length: 3 }, () => startChild(doors));
    const said = await Promise.all(children.map((child) => child.said));
    expect(said.sort()).toEqual(['ALREADY_RUNNING', 'ALREADY_RUNNING', 'up']);
    expect(await knock({ socketPath: doors.places.socket })).toBe('200 child');
    await Promise.all(children.map((child) => child.end('SIGKILL')));
  });

  test('one that was killed leaves a socket file that the next one takes over', async () => {
    await using doors = createTestDoors();
    const child = startChild(doors);
    expect(await child.said).toBe('up');
    await child.end('SIGKILL');
    expect(existsSync(doors.places.socket)).toBe(true);
    const { address } = await doors.open();
    expect(await knock({ socketPath: doors.places.socket })).toBe('200 ok');
    expect(statSync(doors.places.socket).mode & 0o777).toBe(0o600);
    expect(readOneLineFile(doors.places.addressFile)).toBe(address);
  });
});
