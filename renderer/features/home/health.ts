/** How things stand, in sentences, each with the one thing to do about it. */
import { CLAUDE_CODE } from '#contract/names.ts';
import type { RouterStatus } from '#contract/status.ts';
import type { StateTone } from '#components/state-label.tsx';

export interface HealthLine {
  readonly id: string;
  readonly tone: StateTone;
  readonly word: string;
  readonly text: string;
  readonly fix?: HealthFix;
}

export interface HealthFix {
  readonly label: string;
  readonly to: '/activity' | '/servers' | '/recipes' | '/inferencers' | '/settings';
  readonly search: Readonly<Record<string, string>>;
}

export function describeHealth(status: RouterStatus): readonly HealthLine[] {
  return [
    autoLine(status),
    ...inferencerLines(status),
    ...serverLines(status),
    ...clientLines(status),
    ...issueLines(status),
    ...(status.socket === null ? [NO_SOCKET] : []),
  ];
}

const NO_SOCKET: HealthLine = {
  id: 'socket',
  tone: 'warn',
  word: 'No socket',
  text: 'The private socket could not be opened; programs reach the router over the address above.',
};

function autoLine({ auto }: RouterStatus): HealthLine {
  const isDemo = auto.model.startsWith('demo/');
  const text = isDemo
    ? 'auto/default is answered by the built-in demo, which is no intelligence. Start Ollama, or name a model of another inferencer in your recipes.'
    : `auto/default is answered by ${auto.model}.`;
  return {
    id: 'auto',
    tone: isDemo ? 'idle' : 'ok',
    word: isDemo ? 'Demo' : 'Ready',
    text,
    ...(isDemo && { fix: { label: 'Inferencers', to: '/inferencers', search: {} } }),
  };
}

/** Those that recipes rely on. */
function inferencerLines({ inferencers }: RouterStatus): readonly HealthLine[] {
  return inferencers.flatMap(({ name, recipes = 0, key, problem }): readonly HealthLine[] => {
    const trouble = key === 'missing' ? 'it has no key' : problem;
    // Recipes for Claude Code come with Woollama, whether anybody has it or not.
    if (recipes === 0 || trouble === undefined || name === CLAUDE_CODE) return [];
    return [
      {
        id: `inferencer ${name}`,
        tone: 'warn',
        word: key === 'missing' ? 'No key' : 'Not reachable',
        text: `Inferencer ${name}, used by ${count(recipes, 'recipe')}: ${trouble}.`,
        fix: { label: 'Look at it', to: '/inferencers', search: { edit: name } },
      },
    ];
  });
}

/** Whether anything needs a person. */
export function hasTrouble(status: RouterStatus): boolean {
  return describeHealth(status).some(({ tone }) => tone === 'bad' || tone === 'warn');
}

function serverLines({ servers }: RouterStatus): readonly HealthLine[] {
  const broken = servers.filter(({ state }) => state === 'failed' || state === 'retrying');
  const connected = servers.filter(({ state }) => state === 'connected');
  const tools = connected.reduce((sum, server) => sum + server.tools, 0);
  const summary: HealthLine = {
    id: 'servers',
    tone: connected.length > 0 ? 'ok' : 'idle',
    word: connected.length > 0 ? 'Connected' : 'No servers',
    text:
      connected.length > 0
        ? `${count(connected.length, 'server')} with ${count(tools, 'tool')}.`
        : 'No tool server is connected.',
    ...(connected.length === 0 && {
      fix: { label: 'Add a server', to: '/servers', search: { add: 'form' } },
    }),
  };
  return [summary, ...broken.map(brokenLine)];
}

function brokenLine({ name, state, reason }: RouterStatus['servers'][number]): HealthLine {
  return {
    id: `server ${name}`,
    tone: state === 'failed' ? 'bad' : 'warn',
    word: state === 'failed' ? 'Failed' : 'Retrying',
    text: `Server ${name}: ${reason ?? 'not connected'}.`,
    fix: { label: 'Look at it', to: '/servers', search: { open: name } },
  };
}

const NAMED_CLIENTS = 4;

/** Who uses the tools, by name; nothing when nobody does. */
function clientLines({ clients }: RouterStatus): readonly HealthLine[] {
  if (clients.length === 0) return [];
  const names = clients
    .slice(0, NAMED_CLIENTS)
    .map(({ name, version }) => `${name} ${version}`.trim());
  const more = clients.length - names.length;
  const listed = [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return [
    {
      id: 'clients',
      tone: 'ok',
      word: 'In use',
      text: `${count(clients.length, 'MCP client')} connected: ${listed}.`,
      fix: { label: 'See them', to: '/activity', search: {} },
    },
  ];
}

const PAGE_OF_FILE = {
  'mcp.json': { to: '/servers', search: {} },
  'recipes.toml': { to: '/recipes', search: {} },
  'inferencers.toml': { to: '/inferencers', search: {} },
  'settings.toml': { to: '/settings', search: { tab: 'router' } },
} as const;

function issueLines({ issues }: RouterStatus): readonly HealthLine[] {
  return issues.map(({ severity, file, line, key, message }) => {
    const name = file.split(/[\\/]/).at(-1) ?? file;
    const place = [line === undefined ? name : `${name}:${line}`, key].filter(Boolean).join(' ');
    const page = Object.entries(PAGE_OF_FILE).find(([known]) => known === name)?.[1];
    return {
      id: `issue ${place} ${message}`,
      tone: severity === 'error' ? 'bad' : 'warn',
      word: severity === 'error' ? 'Error' : 'Warning',
      text: `${place}: ${message}.`,
      ...(page && { fix: { label: 'Open', ...page } }),
    };
  });
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
