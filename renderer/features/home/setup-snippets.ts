/**
 * What to paste into other programs. Each says what it cannot do: a setting that is accepted and
 * then does not work costs more than a setting that is missing.
 */
import { AUTO_MODEL } from '#contract/config.ts';
import type { RouterStatus } from '#contract/status.ts';

export interface SetupFacts {
  readonly baseUrl: string;
  readonly mcpUrl: string;
  readonly tokenRequired: boolean;
  /** A model that answers, such as `woollama/streamer`. */
  readonly model: string;
  /** How a program on this machine starts `woollama mcp`, where that can be done. */
  readonly mcpCommand: RouterStatus['mcpCommand'];
  /** Permitted ones of all servers. */
  readonly tools: number;
}

export interface Setup {
  readonly id: string;
  readonly title: string;
  /** Where the text belongs: a file, a menu, a shell. */
  readonly where: string;
  readonly text: string;
  readonly notes: readonly string[];
}

/** The bundled recipe shows tools at work; any other may need what is not there. */
export function modelThatAnswers(recipes: readonly string[]): string {
  return recipes.includes('streamer') ? 'woollama/streamer' : AUTO_MODEL;
}

/** Programs insist on some key; without a token any word does. */
const NO_KEY = 'woollama';
const KEY_PLACE = 'YOUR_WOOLLAMA_KEY';

export function describeSetups(facts: SetupFacts): readonly Setup[] {
  return [
    curl(facts),
    python(facts),
    javascript(facts),
    cursor(facts),
    continueDev(facts),
    aider(facts),
    codex(facts),
    claudeCode(facts),
    zed(facts),
    openWebUi(facts),
    mcpHttp(facts),
    mcpStdio(facts),
  ];
}

function keyOf({ tokenRequired }: SetupFacts): string {
  return tokenRequired ? KEY_PLACE : NO_KEY;
}

function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** From here on the schemas of all tools cost more than a search for them. */
const MANY_TOOLS = 60;

/** What the end of the address may ask for, where it helps. */
function addressNotes({ tools }: SetupFacts): readonly string[] {
  if (tools < MANY_TOOLS) return [];
  return [
    `${tools} tools are many for one request: end the address with ?search=on, and the program gets a search instead of all of them.`,
  ];
}

function mcpHeaders({ tokenRequired }: SetupFacts): object {
  return tokenRequired ? { headers: { Authorization: `Bearer ${KEY_PLACE}` } } : {};
}

function curl(facts: SetupFacts): Setup {
  const { baseUrl, model, tokenRequired } = facts;
  const auth = tokenRequired ? `  -H 'authorization: Bearer ${KEY_PLACE}' \\\n` : '';
  const body = JSON.stringify({
    model,
    messages: [{ role: 'user', content: 'Please count to 4' }],
  });
  return {
    id: 'curl',
    title: 'curl',
    where: 'In a shell',
    text: `curl ${baseUrl}/chat/completions \\\n${auth}  -H 'content-type: application/json' \\\n  -d '${body}'`,
    notes: [],
  };
}

function python(facts: SetupFacts): Setup {
  return {
    id: 'python',
    title: 'Python',
    where: 'With the package openai',
    text: `from openai import OpenAI

client = OpenAI(base_url="${facts.baseUrl}", api_key="${keyOf(facts)}")
answer = client.chat.completions.create(
    model="${facts.model}",
    messages=[{"role": "user", "content": "Please count to 4"}],
)
print(answer.choices[0].message.content)`,
    notes: [],
  };
}

function javascript(facts: SetupFacts): Setup {
  return {
    id: 'javascript',
    title: 'JavaScript',
    where: 'With the package openai',
    text: `import OpenAI from 'openai';

const client = new OpenAI({ baseURL: '${facts.baseUrl}', apiKey: '${keyOf(facts)}' });
const answer = await client.chat.completions.create({
  model: '${facts.model}',
  messages: [{ role: 'user', content: 'Please count to 4' }],
});
console.log(answer.choices[0].message.content);`,
    notes: [],
  };
}

function cursor(facts: SetupFacts): Setup {
  const { mcpUrl } = facts;
  return {
    id: 'cursor',
    title: 'Cursor',
    where: '~/.cursor/mcp.json',
    text: toJson({ mcpServers: { woollama: { url: mcpUrl, ...mcpHeaders(facts) } } }),
    notes: [
      'Your tools reach Cursor this way. Its models do not: the setting "Override OpenAI Base URL" sends requests from the servers of Cursor, which cannot reach this machine.',
      ...addressNotes(facts),
    ],
  };
}

function continueDev(facts: SetupFacts): Setup {
  return {
    id: 'continue',
    title: 'Continue',
    where: '~/.continue/config.yaml',
    text: `models:
  - name: Woollama
    provider: openai
    model: ${facts.model}
    apiBase: ${facts.baseUrl}
    apiKey: ${keyOf(facts)}`,
    notes: [],
  };
}

function aider(facts: SetupFacts): Setup {
  return {
    id: 'aider',
    title: 'Aider',
    where: 'In a shell',
    text: `export OPENAI_API_BASE=${facts.baseUrl}
export OPENAI_API_KEY=${keyOf(facts)}
aider --model openai/${facts.model}`,
    notes: ['The word openai/ before the name tells Aider which protocol to speak.'],
  };
}

function codex(facts: SetupFacts): Setup {
  const auth = facts.tokenRequired ? '\nbearer_token_env_var = "WOOLLAMA_KEY"' : '';
  return {
    id: 'codex',
    title: 'Codex',
    where: '~/.codex/config.toml',
    text: `[mcp_servers.woollama]\nurl = "${facts.mcpUrl}"${auth}`,
    notes: [
      'Tools only: as a model provider Codex wants the Responses API, which this version does not answer.',
      ...(facts.tokenRequired ? ['Put the key into the variable WOOLLAMA_KEY.'] : []),
      ...addressNotes(facts),
    ],
  };
}

function claudeCode(facts: SetupFacts): Setup {
  const auth = facts.tokenRequired ? ` \\\n  --header "Authorization: Bearer ${KEY_PLACE}"` : '';
  return {
    id: 'claude-code',
    title: 'Claude Code',
    where: 'In a shell',
    text: `claude mcp add --transport http woollama ${facts.mcpUrl}${auth}`,
    notes: [
      'Tools only: Claude Code asks its models over the Anthropic API, which this version does not answer.',
      ...addressNotes(facts),
    ],
  };
}

function zed(facts: SetupFacts): Setup {
  const models = [{ name: facts.model, max_tokens: 32_000 }];
  return {
    id: 'zed',
    title: 'Zed',
    where: '~/.config/zed/settings.json',
    text: toJson({
      language_models: {
        openai_compatible: { Woollama: { api_url: facts.baseUrl, available_models: models } },
      },
    }),
    notes: [
      'Zed asks for a key once: any word does unless a token is set here.',
      'Zed does not read the list of models: add each one you want.',
    ],
  };
}

function openWebUi(facts: SetupFacts): Setup {
  return {
    id: 'open-webui',
    title: 'Open WebUI',
    where: 'In the environment of Open WebUI',
    text: `OPENAI_API_BASE_URLS=${facts.baseUrl}\nOPENAI_API_KEYS=${keyOf(facts)}`,
    notes: [
      'In a container, 127.0.0.1 is the container itself. Start it with --network host, or let other machines in under Settings.',
    ],
  };
}

function mcpHttp(facts: SetupFacts): Setup {
  return {
    id: 'mcp-http',
    title: 'MCP over HTTP',
    where: 'In the file where the program keeps its MCP servers',
    text: toJson({
      mcpServers: { woollama: { type: 'http', url: facts.mcpUrl, ...mcpHeaders(facts) } },
    }),
    notes: [
      'A program that refuses dots in the names of tools wants ?names=underscore at the end of the address.',
      ...addressNotes(facts),
    ],
  };
}

/** Programs do not look where a shell does, so the command says its whole path. */
function mcpStdio({ mcpCommand, mcpUrl, tokenRequired }: SetupFacts): Setup {
  const setup = {
    id: 'mcp-stdio',
    title: 'MCP over stdio',
    where: 'For programs that only start commands, such as Claude Desktop',
  };
  if (mcpCommand !== undefined) {
    return {
      ...setup,
      text: toJson({ mcpServers: { woollama: mcpCommand } }),
      notes: ['It finds the running router; if there is none, it starts one for itself.'],
    };
  }
  const header = tokenRequired ? ['--header', `Authorization: Bearer ${KEY_PLACE}`] : [];
  const args = ['-y', 'mcp-remote', mcpUrl, ...header];
  return {
    ...setup,
    text: toJson({ mcpServers: { woollama: { command: 'npx', args } } }),
    notes: [
      'The installed app has no command of its own yet. This needs Node: npx fetches mcp-remote, which speaks to the address above. Woollama must be running.',
    ],
  };
}
