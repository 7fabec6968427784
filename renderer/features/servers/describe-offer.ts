/** What a server offers, in few words. */
import type { ServerStatus } from '#contract/status.ts';
import type { ServerFeatures } from '#contract/tools.ts';

/** `12 tools`, `3 prompts`; what there is none of is left out, but for tools. */
export function describeCounts({
  tools,
  prompts = 0,
  resources = 0,
}: Pick<ServerStatus, 'tools' | 'prompts' | 'resources'>): readonly string[] {
  const others = [count(prompts, 'prompt'), count(resources, 'resource')];
  const shown = [tools > 0 ? count(tools, 'tool') : '', ...others].filter((text) => text !== '');
  return shown.length > 0 ? shown : ['0 tools'];
}

function count(number: number, noun: string): string {
  if (number === 0) return '';
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

const FEW = 100;

/** `about 3,400 tokens`: the number is an estimate, so only its first two digits are told. */
export function describeTokenCost(tokens: number): string {
  if (tokens < FEW) return `under ${FEW} tokens`;
  const unit = 10 ** (Math.floor(Math.log10(tokens)) - 1);
  return `about ${(Math.round(tokens / unit) * unit).toLocaleString('en')} tokens`;
}

const CAPABILITIES: Readonly<Record<string, string>> = {
  tools: 'tools',
  'tools.listChanged': 'tells when its tools change',
  prompts: 'prompts',
  'prompts.listChanged': 'tells when its prompts change',
  resources: 'resources',
  'resources.listChanged': 'tells when its resources change',
  'resources.subscribe': 'tells when a resource changes',
  completions: 'completes arguments',
  logging: 'log messages',
  tasks: 'tasks',
  'extensions.io.modelcontextprotocol/tasks': 'tasks',
};

/** In words where they are known, else as the server names it. */
export function describeCapability(name: string): string {
  return Object.hasOwn(CAPABILITIES, name) ? (CAPABILITIES[name] ?? name) : name;
}

/** `chat: Woollama has that name, shown as bare.chat` */
export function describeDisplaced({
  item,
  keptBy,
  shownAs,
}: ServerFeatures['displaced'][number]): string {
  const keeper = keptBy === 'woollama' ? 'Woollama' : keptBy;
  const shown = shownAs === undefined ? 'left out' : `shown as ${shownAs}`;
  return `${item}: ${keeper} has that name, ${shown}`;
}
