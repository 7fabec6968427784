import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, expect, test, vi } from 'vitest';

import { recordingLogger } from '../fixtures/harness.ts';
import { isRunning } from '../fixtures/is-running.ts';
import { createGuardian } from '#core/processes/guardian.ts';
import { StdioTransport, type StdioTransportOptions } from './stdio-transport.ts';

const SCRIPTED = fileURLToPath(new URL('../fixtures/scripted-server.ts', import.meta.url));
const guardian = createGuardian(recordingLogger());
const opened: StdioTransport[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((transport) => transport.close()));
});

interface Opened {
  readonly transport: StdioTransport;
  readonly messages: object[];
  readonly noise: string[];
  /** Resolves with the reason when the transport says that it closed. */
  readonly closed: Promise<string | undefined>;
}

function open(args: readonly string[], options: Partial<StdioTransportOptions> = {}): Opened {
  const messages: object[] = [];
  const noise: string[] = [];
  const env = { PATH: process.env['PATH'] ?? '', ENDLESS_BYTES: '5000000' };
  const transport = new StdioTransport({
    spec: { command: process.execPath, args, env },
    guardian,
    mask: (text) => text,
    onNoise: (line) => noise.push(line),
    ...options,
  });
  opened.push(transport);
  const closed = new Promise<string | undefined>((resolve) => {
    Object.assign(transport, {
      onmessage: (message: object) => messages.push(message),
      onclose: () => resolve(transport.ended),
    });
  });
  return { transport, messages, noise, closed };
}

function request(id: number, name: string): object {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name } };
}

test('messages go both ways, and what is no message is noise', async () => {
  const { transport, messages, noise } = open([SCRIPTED, '--noise']);
  await transport.start();
  await transport.send({ jsonrpc: '2.0', id: 1, method: 'initialize' });
  await vi.waitFor(() => expect(messages).toHaveLength(1), 4000);
  expect(messages[0]).toMatchObject({ id: 1, result: { serverInfo: { name: 'scripted' } } });
  expect(noise).toEqual(['Welcome!', '{"half": ', '[1,2]', '"text"']);
});

test('a command that does not exist is a start failure', async () => {
  const { transport } = open([], {
    spec: { command: 'no-such-command-anywhere', args: [], env: { PATH: '/bin' } },
  });
  await expect(transport.start()).rejects.toMatchObject({ code: 'TOOLS_UNAVAILABLE' });
  expect(transport.startFailure).toBe('ENOENT');
});

test('a message beyond the limit ends the connection and the process', async () => {
  const { transport, closed } = open([SCRIPTED], { maxMessageBytes: 1_000_000 });
  await transport.start();
  await transport.send(request(1, 'endless'));
  expect(await closed).toBe('The server sent a message beyond the size limit');
  await expect(transport.send(request(2, 'echo'))).rejects.toMatchObject({
    code: 'TOOLS_UNAVAILABLE',
  });
});

test('an ended process is reported with its exit code, after its last message', async () => {
  const script = `process.stdout.write('{"jsonrpc":"2.0","id":1,"result":{}}\\n'.repeat(2000), () => process.exit(9))`;
  const { transport, messages, closed } = open(['-e', script]);
  await transport.start();
  expect(await closed).toBe('The process exited with code 9');
  expect(messages).toHaveLength(2000);
});

test('what a child of an ended process still has to say is heard', async () => {
  const script = `(sleep 0.05; echo '{"jsonrpc":"2.0","id":1,"result":{}}') & exit 4`;
  const spec = { command: '/bin/sh', args: ['-c', script], env: { PATH: '/usr/bin:/bin' } };
  const { transport, messages, closed } = open([], { spec });
  await transport.start();
  expect(await closed).toBe('The process exited with code 4');
  expect(messages).toHaveLength(1);
});

test('a signal is reported by name', async () => {
  const { transport, closed } = open(['-e', 'process.kill(process.pid, "SIGKILL")']);
  await transport.start();
  expect(await closed).toBe('The process was ended by SIGKILL');
});

test('a process that closes its output is of no more use', async () => {
  const { transport, closed } = open([
    '-e',
    'require("fs").closeSync(1); setInterval(() => {}, 1000)',
  ]);
  await transport.start();
  expect(await closed).toBe('The server closed its output');
});

test('a server that does not read slows its callers down and is given up in the end', async () => {
  const { transport } = open(['-e', 'setInterval(() => {}, 1000)']);
  await transport.start();
  const megabyte = { jsonrpc: '2.0', method: 'x'.repeat(1_000_000) };
  const sends = Array.from({ length: 80 }, () =>
    transport.send(megabyte).then(() => 'sent', String),
  );
  expect(await sends.at(-1)).toContain('does not read its input');
  expect(await Promise.race([sends[5], Promise.resolve('still waiting')])).toBe('still waiting');
  await transport.close();
  expect(await sends[5]).toContain('connection is closed');
});

test('a polite server ends by itself when its input closes', async () => {
  const told = join(mkdtempSync(join(tmpdir(), 'woollama-polite-')), 'told');
  const script = `
    process.on('SIGTERM', () => require('node:fs').writeFileSync(${JSON.stringify(told)}, ''));
    process.stdin.resume();
    console.log('{"jsonrpc":"2.0","method":"ready"}');`;
  const { transport, messages } = open(['-e', script]);
  await transport.start();
  await vi.waitFor(() => expect(messages).toHaveLength(1), 4000);
  await transport.close();
  await transport.close();
  expect(existsSync(told)).toBe(false);
  rmSync(dirname(told), { recursive: true });
});

test('a server that ignores everything is gone with its children when close resolves', async () => {
  const { transport, messages } = open([SCRIPTED, '--stubborn']);
  await transport.start();
  await transport.send(request(1, 'pids'));
  await vi.waitFor(() => expect(messages).toHaveLength(1), 4000);
  const { own, grandchild } = pidsIn(messages[0]);
  expect([own, grandchild].map(isRunning)).toEqual([true, true]);
  await transport.close();
  expect([own, grandchild].map(isRunning)).toEqual([false, false]);
}, 10_000);

test('closing while the process is still starting leaves nothing behind', async () => {
  const { transport } = open([SCRIPTED]);
  const starting = transport.start();
  await transport.close();
  await starting;
  await expect(transport.send(request(1, 'echo'))).rejects.toMatchObject({
    code: 'TOOLS_UNAVAILABLE',
  });
});

function pidsIn(message: object | undefined): { own: number; grandchild: number } {
  return (message as { result: { structuredContent: { own: number; grandchild: number } } }).result
    .structuredContent;
}
