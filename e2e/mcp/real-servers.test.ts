/** The reference servers behind the router, used by the official clients. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { eventually } from '../fixtures/router-process.ts';
import type { Json } from './fixtures/fixture-tool.ts';
import { createInspector, type Inspector } from './fixtures/inspector.ts';
import { everything, filesystem, memory, startEverything } from './fixtures/real-servers.ts';
import { startRouted, type Routed } from './fixtures/routed.ts';
import {
  hostOverHttp,
  hostOverStdio,
  modernHost,
  type Host,
  type HostOptions,
} from './fixtures/sdk-hosts.ts';
import type { RunningServer } from './fixtures/start-server.ts';

const files = mkdtempSync(join(tmpdir(), 'woollama-files-'));
const running: RunningServer[] = [];
let routed: Routed;

beforeAll(async () => {
  writeFileSync(join(files, 'hello.txt'), 'hello from a file');
  running.push(await startEverything('streamableHttp'), await startEverything('sse'));
  const [http, sse] = running.map(({ port }) => `http://127.0.0.1:${port}`);
  routed = await startRouted({
    stdio: everything,
    http: { url: `${http}/mcp` },
    sse: { url: `${sse}/sse`, type: 'sse' },
    files: filesystem(files),
    memory: memory(join(files, 'memory.jsonl')),
  });
}, 60_000);

afterAll(async () => {
  await routed.stop();
  for (const server of running) await server.stop();
  rmSync(files, { recursive: true, force: true });
});

const hostOptions = (name: string): HostOptions => ({
  name,
  root: pathToFileURL(files).href,
  form: { name, check: true },
});

const HOSTS = {
  'SDK v1 over HTTP': () => hostOverHttp(routed.mcpUrl, hostOptions('v1-http')),
  'SDK v1 over stdio': () => hostOverStdio(routed.home, hostOptions('v1-stdio')),
  'SDK v2 over HTTP': () => modernHost(routed.mcpUrl, hostOptions('v2')),
};
const TRANSPORTS = ['stdio', 'http', 'sse'];

const textOf = (result: Json) => JSON.stringify(result['content'] ?? result['contents']);

describe.each(Object.entries(HOSTS))('%s', (_name, open) => {
  let host: Host;
  beforeAll(async () => {
    host = await open();
  });
  afterAll(() => host.client.close());

  describe.each(TRANSPORTS)('everything over %s', (server) => {
    const call = (tool: string, args?: Json) => host.call(`${server}.${tool}`, args);

    test('lists what it offers', async () => {
      const { tools } = await host.client.listTools();
      const names = tools.map(({ name }) => name).filter((name) => name.startsWith(`${server}.`));
      // Those that want a client who can be asked are offered too.
      expect(names).toEqual(
        expect.arrayContaining(
          ['echo', 'trigger-sampling-request', 'trigger-elicitation-request', 'get-roots-list'].map(
            (tool) => `${server}.${tool}`,
          ),
        ),
      );
      const { prompts } = await host.client.listPrompts();
      expect(prompts.map(({ name }) => name)).toContain(`${server}.args-prompt`);
      const { resources } = await host.client.listResources();
      expect(resources.some(({ uri }) => uri.startsWith(`${server}+demo://`))).toBe(true);
      const { resourceTemplates } = await host.client.listResourceTemplates();
      const templates = resourceTemplates.map(({ uriTemplate }) => uriTemplate);
      expect(templates).toContain(`${server}+demo://resource/dynamic/text/{resourceId}`);
    });

    test('calls', async () => {
      expect(textOf(await call('get-sum', { a: 2, b: 3 }))).toContain('5');
      const weather = await call('get-structured-content', { location: 'Chicago' });
      expect(weather['structuredContent']).toMatchObject({ conditions: expect.any(String) });
      expect(textOf(await call('get-tiny-image'))).toContain('"image/png"');
    });

    test('progress', async () => {
      host.progress.length = 0;
      await call('trigger-long-running-operation', { duration: 0.2, steps: 4 });
      // The SDK's own way of listening may lose the last one.
      expect(host.progress.slice(0, 3)).toEqual([1, 2, 3]);
    });

    test('sampling', async () => {
      const result = await call('trigger-sampling-request', { prompt: 'hello', maxTokens: 10 });
      expect(textOf(result)).toMatch(/sampled by v[12]/);
    });

    test('elicitation', async () => {
      expect(textOf(await call('trigger-elicitation-request'))).toMatch(/"?name"?.*v[12]/is);
    });

    test('roots', async () => {
      const listed = async () => textOf(await call('get-roots-list'));
      // It asks when it hears of a change, not in the call: a client of 2026-07-28 is not asked then.
      if (_name.includes('v2')) expect(await listed()).toContain('roots');
      else await eventually(listed, (roots) => roots.includes(pathToFileURL(files).href));
    });

    test('resources, prompts and completion', async () => {
      const uri = `${server}+demo://resource/dynamic/text/7`;
      expect(textOf(await host.client.readResource({ uri }))).toContain('Resource 7');
      const prompt = { name: `${server}.args-prompt`, arguments: { city: 'Paris' } };
      expect(JSON.stringify(await host.client.getPrompt(prompt))).toContain('Paris');
      const { completion } = await host.client.complete({
        ref: { type: 'ref/prompt', name: `${server}.completable-prompt` },
        argument: { name: 'department', value: 'Eng' },
      });
      expect(completion.values).toEqual(['Engineering']);
    });
  });

  test('filesystem', async () => {
    const listed = await host.call('files.list_directory', { path: files });
    expect(textOf(listed)).toContain('hello.txt');
    const read = await host.call('files.read_text_file', { path: join(files, 'hello.txt') });
    expect(textOf(read)).toContain('hello from a file');
    const escape = await host.call('files.read_text_file', { path: '/etc/hostname' });
    expect(escape['isError']).toBe(true);
  });

  test('memory', async () => {
    const entity = { name: `of ${_name}`, entityType: 'host', observations: ['was here'] };
    await host.call('memory.create_entities', { entities: [entity] });
    const found = await host.call('memory.search_nodes', { query: entity.name });
    expect(textOf(found)).toContain('was here');
  });
});

describe.each(TRANSPORTS)('news of everything over %s', (server) => {
  test('logging and subscriptions', async () => {
    const host = await hostOverHttp(routed.mcpUrl, hostOptions('v1-news'));
    await host.client.setLoggingLevel('debug');
    const uri = `${server}+demo://resource/dynamic/text/1`;
    await host.client.subscribeResource({ uri });
    await host.call(`${server}.toggle-simulated-logging`);
    await host.call(`${server}.toggle-subscriber-updates`);
    await eventually(
      () => [...host.updated, ...host.logs.map(({ logger }) => logger)],
      (seen) => host.updated.includes(uri) && seen.length > 1,
    );
    await host.call(`${server}.toggle-simulated-logging`);
    await host.call(`${server}.toggle-subscriber-updates`);
    await host.client.close();
  });
});

describe("the Inspector's command line", () => {
  let inspector: Inspector;
  beforeAll(() => {
    inspector = createInspector(routed.mcpUrl);
  });
  afterAll(() => inspector.remove());
  const inspect = (...args: string[]) => inspector.inspect(...args);

  test('lists', async () => {
    const { tools } = await inspect('--method', 'tools/list');
    expect(JSON.stringify(tools)).toContain('"stdio.echo"');
    expect(JSON.stringify(await inspect('--method', 'prompts/list'))).toContain('args-prompt');
    const listed = await inspect('--method', 'resources/list');
    expect(JSON.stringify(listed)).toContain('stdio+demo://');
  });

  test('calls, reads and gets', async () => {
    const call = ['--method', 'tools/call', '--tool-name', 'stdio.echo'];
    expect(textOf(await inspect(...call, '--tool-arg', 'message=hi'))).toContain('Echo: hi');
    const uri = 'stdio+demo://resource/dynamic/text/3';
    const read = await inspect('--method', 'resources/read', '--uri', uri);
    expect(textOf(read)).toContain('Resource 3');
    const prompt = ['--method', 'prompts/get', '--prompt-name', 'stdio.args-prompt'];
    const got = await inspect(...prompt, '--prompt-args', 'city=Rome');
    expect(JSON.stringify(got)).toContain('Rome');
    await inspect('--method', 'logging/setLevel', '--log-level', 'debug');
  });
});
