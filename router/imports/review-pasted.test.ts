import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createImportHome, type ImportHome } from './fixtures/import-home.ts';

let own: ImportHome;

beforeEach(async () => {
  own = await createImportHome();
});

afterEach(() => own[Symbol.asyncDispose]());

const NPX = { command: 'npx', args: ['-y', '@scope/server-x'] };
const ENTRY = '{ "command": "npx", "args": ["-y", "@scope/server-x"] }';

describe('the same entry in every dress', () => {
  it.each([
    ['a whole file', `{ "mcpServers": { "x": ${ENTRY} } }`, 'x'],
    ['the keys of VS Code', `{ "servers": { "x": ${ENTRY} }, "inputs": [] }`, 'x'],
    ['older settings of VS Code', `{ "mcp": { "servers": { "x": ${ENTRY} } } }`, 'x'],
    ['the keys of Zed', `{ "context_servers": { "x": ${ENTRY} } }`, 'x'],
    ['a bare list', `{ "x": ${ENTRY} }`, 'x'],
    ['a member without braces', `"x": ${ENTRY},`, 'x'],
    ['a list without braces', `"mcpServers": { "x": ${ENTRY} }`, 'x'],
    ['comments and commas', `// see docs\n{ /* a */ "x": ${ENTRY}, }`, 'x'],
    ['one entry alone', ENTRY, 'x'],
    ['one entry with a name', ENTRY.replace('{', '{ "name": "mine",'), 'mine'],
    [
      'a command in a list',
      '{ "mcp": { "x": { "command": ["npx", "-y", "@scope/server-x"] } } }',
      'x',
    ],
    ['a page', `# Install\nAdd this:\n\n  \`\`\`json\n  { "x": ${ENTRY} }\n  \`\`\`\nDone.`, 'x'],
    ['a page with an example first', `~~~\nhello\n~~~\n~~~\n"x": ${ENTRY}\n~~~`, 'x'],
    ['a block that was not copied whole', `\`\`\`json\n{ "x": ${ENTRY} }`, 'x'],
    ['TOML', '[mcp_servers.x]\ncommand = "npx"\nargs = ["-y", "@scope/server-x"]', 'x'],
    ['its command', 'npx -y @scope/server-x', 'x'],
    ['its command at a prompt', '$ npx -y "@scope/server-x"', 'x'],
    ['Claude Code', 'claude mcp add x -- npx -y @scope/server-x', 'x'],
    ['Claude Code with a scope', 'claude mcp add --scope user x npx -y @scope/server-x', 'x'],
    ['several lines', 'claude mcp add x \\\n  -s user \\\n  -- npx -y \\\n  @scope/server-x', 'x'],
    ['Claude Code with JSON', `claude mcp add-json -s user x '${ENTRY}'`, 'x'],
    ['Codex', 'codex mcp add x -- npx -y @scope/server-x', 'x'],
    ['VS Code', `code --add-mcp '${ENTRY.replace('{', '{"name":"x",')}'`, 'x'],
    [
      'a link for Cursor',
      `cursor://anysphere.cursor-deeplink/mcp/install?name=x&config=${btoa(ENTRY)}`,
      'x',
    ],
    ['a link for VS Code', `vscode:mcp/install?${encodeURIComponent(ENTRY)}`, 'x'],
    ['Windows lines', `{\r\n "x": ${ENTRY}\r\n}`, 'x'],
  ])('as %s', async (...[, text, name]) => {
    const candidate = await own.reviewOne(text);
    expect(candidate).toMatchObject({ suggestedName: name, problem: null, known: false });
    await own.takeOver(text);
    expect(own.servers).toEqual({ [name]: NPX });
  });
});

describe('lines', () => {
  it.each([
    ['https://mcp.notion.com/mcp', 'notion', { url: 'https://mcp.notion.com/mcp' }],
    ['http://127.0.0.1:3845/sse', '127-0-0-1', { url: 'http://127.0.0.1:3845/sse' }],
    [
      'claude mcp add --transport http docs https://d.example/mcp --header "X-Team: a b"',
      'docs',
      { url: 'https://d.example/mcp', type: 'http', headers: { 'X-Team': 'a b' } },
    ],
    [
      'claude mcp add -t sse docs https://d.example/sse',
      'docs',
      { url: 'https://d.example/sse', type: 'sse' },
    ],
    [
      'codex mcp add figma --url https://f.example/mcp --bearer-token-env-var FIGMA',
      'figma',
      { url: 'https://f.example/mcp', headers: { Authorization: 'Bearer ${FIGMA}' } },
    ],
    [
      'claude mcp add air --env A=1 B=two -e=C=3 -- npx -y air --flag',
      'air',
      { command: 'npx', args: ['-y', 'air', '--flag'], env: { A: '1', B: 'two', C: '3' } },
    ],
    [
      'MODE=fast LIMIT="1 2" uvx --from git+https://g.example/r.git mcp-tool serve',
      'tool',
      {
        command: 'uvx',
        args: ['--from', 'git+https://g.example/r.git', 'mcp-tool', 'serve'],
        env: { MODE: 'fast', LIMIT: '1 2' },
      },
    ],
    [
      'docker run -i --rm -e X -v $HOME/d:/d ghcr.io/github/github-mcp-server:latest',
      'github',
      {
        command: 'docker',
        args: [
          'run',
          '-i',
          '--rm',
          '-e',
          'X',
          '-v',
          '${HOME}/d:/d',
          'ghcr.io/github/github-mcp-server:latest',
        ],
      },
    ],
    [
      String.raw`C:\tools\node.exe C:\srv\my-server\dist\index.js`,
      'my',
      {
        command: String.raw`C:\tools\node.exe`,
        args: [String.raw`C:\srv\my-server\dist\index.js`],
      },
    ],
    [
      'npx @playwright/mcp@latest',
      'playwright',
      { command: 'npx', args: ['@playwright/mcp@latest'] },
    ],
    ['python -m mcp_server_time', 'time', { command: 'python', args: ['-m', 'mcp_server_time'] }],
    ['/opt/My Tools/x', 'my', { command: '/opt/My', args: ['Tools/x'] }],
  ])('%s', async (text, name, entry) => {
    await own.takeOver(text);
    expect(own.servers).toEqual({ [name]: entry });
  });

  it('may be several', async () => {
    await own.takeOver('# first\nnpx -y server-a\n\nuvx server-b\n');
    expect(Object.keys(own.servers)).toEqual(['a', 'b']);
  });

  it.each(['npx a && rm -rf /', 'npx a > out', 'uvx a; uvx b', 'npx a | tee log'])(
    'that need a shell cannot be taken over: %s',
    async (text) => {
      expect((await own.reviewOne(text)).problem).toContain('a line for a shell');
    },
  );
});

describe('a text without servers is refused', () => {
  it.each([
    ['', 'No MCP server'],
    ['Please add the git server for me', 'No MCP server'],
    ['{}', 'No MCP server'],
    ['{ "theme": "dark", "size": { "a": 1 } }', 'No MCP server'],
    ['[]', 'No MCP server'],
    ['claude mcp list', 'No MCP server'],
    ['curl -s https://x.example/install.sh | sh', 'No MCP server'],
    ['cursor://x/install?name=a&config=%%%', 'No MCP server'],
    ['vscode:mcp/install?%E0%A4%A', 'No MCP server'],
    ['{\n  "mcpServers": {\n    "a": { "command": "x" \n  ', 'Line 4: a closing } is missing'],
    ['{\n  "a": { "command": x }\n}', 'Line 2: text must stand in double quotes'],
    ['Text\n\n```json\n{\n  "a" 1 }\n```', 'Line 5: a colon'],
    ['[mcp_servers.a]\ncommand = npx', 'Line 2: '],
  ])('%j', async (text, message) => {
    await expect(own.imports.review(text)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining(message),
    });
  });

  it('without quoting it', async () => {
    const text = '{ "a": { "env": { "KEY": "canary-1" oops } } }';
    const error = await own.imports.review(text).catch(String);
    expect(error).not.toMatch(/canary|oops/);
    await expect(own.imports.review('[mcp_servers.a]\nKEY = canary-1')).rejects.toThrow(
      /^(?!.*canary)/,
    );
  });
});

describe('an entry that cannot be taken over says why', () => {
  it.each([
    ['{ "a": { "command": "x", "args": "-y" } }', "'args' are not a list"],
    ['{ "a": { "command": "x", "env": ["A=1"] } }', "'env' is not an object"],
    ['{ "a": { "command": "x", "env": { "A": {} } } }', "'A' is not text"],
    ['{ "a": { "command": "  " } }', 'empty'],
    ['{ "a": { "command": "x", "url": "http://h" } }', 'both'],
    ['{ "a": { "url": "javascript:alert(1)" } }', 'http://'],
    ['{ "a": { "url": "file:///etc/passwd" } }', 'http://'],
    ['{ "a": { "type": "ws", "url": "wss://h" } }', 'web socket'],
    ['{ "a": { "command": "x", "env": { "_KEY": "sk-canary-123456789" } } }', "'_KEY' needs"],
  ])('%s', async (text, problem) => {
    const candidate = await own.reviewOne(text);
    expect(candidate.problem).toContain(problem);
    const source = { kind: 'text', text } as const;
    await expect(own.imports.apply(source, [{ name: 'a', as: 'a' }])).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
  });

  it('unless its type tells which of two it means', async () => {
    await own.takeOver('{ "a": { "command": "x", "url": "http://h/", "type": "stdio" } }');
    await own.takeOver('{ "b": { "command": "x", "url": "http://h/", "type": "streamableHttp" } }');
    expect(own.servers).toEqual({ a: { command: 'x' }, b: { url: 'http://h/', type: 'http' } });
  });
});

describe('names', () => {
  it.each([
    ['Größe & Maß', 'Gro-e-Ma'],
    ['__proto__', 'proto'],
    ['a__b', 'a_b'],
    ['../../etc', 'etc'],
    ['日本', 'x'],
    ['a'.repeat(100), 'a'.repeat(48)],
  ])('%j becomes valid', async (name, suggested) => {
    const text = JSON.stringify({ mcpServers: { n: NPX } }).replace('"n"', JSON.stringify(name));
    expect((await own.reviewOne(text)).suggestedName).toBe(suggested);
  });

  it('are free, and differ from one another', async () => {
    own.servers['git'] = { command: 'mine' };
    own.servers['constructor'] = { command: 'mine' };
    const text =
      '{ "git": {"command":"a"}, "git!": {"command":"b"}, "constructor": {"command":"c"} }';
    const found = await own.imports.review(text);
    expect(found.map(({ suggestedName }) => suggestedName)).toEqual([
      'git-2',
      'git-3',
      'constructor-2',
    ]);
  });
});

describe('what is known already', () => {
  it.each([
    [{ command: 'npx', args: ['-y', '@scope/server-x'], env: { A: '1' } }, true],
    [{ command: 'npx', args: ['-y', '@scope/server-y'] }, false],
    [{ command: 'npx', args: ['-y', '@scope/server-x', '--more'] }, false],
    [{ command: 'npx' }, false],
    [{ url: 'https://npx' }, false],
    ['nonsense', false],
  ])('%j: %s', async (ours, known) => {
    own.servers['other'] = ours;
    expect((await own.reviewOne(ENTRY)).known).toBe(known);
  });

  it('also where secrets and variables stand', async () => {
    own.servers['a'] = { command: 'x', args: ['--token=‹secret 1›'] };
    own.servers['b'] = { url: 'https://h.example/mcp?key=${H_KEY}' };
    expect((await own.reviewOne('{"command":"x","args":["--token=abcdef123"]}')).known).toBe(true);
    expect((await own.reviewOne('https://h.example/mcp/?key=abcdef')).known).toBe(false);
    expect((await own.reviewOne('https://h.example/mcp?key=abcdef')).known).toBe(true);
  });
});
