import type { ConversationInfo } from '#contract/conversations.ts';
import type { PendingQuestion } from '#contract/questions.ts';
import type { RouterStatus } from '#contract/status.ts';
import { PAGES, type PagePath } from './pages.ts';

export type PaletteAction =
  | { readonly kind: 'go'; readonly to: PagePath; readonly search: Record<string, string> }
  | { readonly kind: 'answer'; readonly question: PendingQuestion }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'restart'; readonly server: string };

export interface PaletteEntry {
  readonly group: string;
  readonly title: string;
  readonly action: PaletteAction;
}

/** Everything the palette can do with the router as it is now; what waits for an answer first. */
export function paletteEntries(
  status: RouterStatus | undefined,
  waiting: readonly PendingQuestion[] = [],
  conversations: readonly ConversationInfo[] = [],
): readonly PaletteEntry[] {
  const answers = [...answerEntries(waiting), ...conversationEntries(conversations)];
  const pages = PAGES.map(({ path, title }) => entry('Pages', title, go(path)));
  const adding = [
    entry('Actions', 'Add a server', go('/servers', { add: 'form' })),
    entry('Actions', 'Import servers from other programs', go('/servers', { add: 'import' })),
    entry('Actions', 'Add an inferencer', go('/inferencers', { add: '' })),
    entry('Actions', 'New recipe', go('/recipes', { edit: '' })),
  ];
  if (status === undefined) return [...answers, ...pages, ...adding];
  const copies = [
    entry('Actions', 'Copy base_url', { kind: 'copy', text: status.baseUrl }),
    entry('Actions', 'Copy MCP URL', { kind: 'copy', text: status.mcpUrl }),
  ];
  const recipes = status.recipes.flatMap((name) => [
    entry('Recipes', `Try ${name}`, go('/playground', { model: `woollama/${name}` })),
    entry('Recipes', `Edit ${name}`, go('/recipes', { edit: name })),
    entry('Recipes', `Copy woollama/${name}`, { kind: 'copy', text: `woollama/${name}` }),
  ]);
  const servers = status.servers.flatMap(({ name }) => [
    entry('Servers', `Open ${name}`, go('/servers', { open: name })),
    entry('Servers', `Restart ${name}`, { kind: 'restart', server: name }),
    entry('Servers', `Logs of ${name}`, go('/logs', { source: name })),
  ]);
  const inferencers = status.inferencers.flatMap(({ name }) => [
    entry('Inferencers', `Open ${name}`, go('/inferencers', { open: name })),
    entry('Inferencers', `Edit ${name}`, go('/inferencers', { edit: name })),
  ]);
  return [...answers, ...pages, ...copies, ...adding, ...servers, ...recipes, ...inferencers];
}

/** A server may ask several things at once, and titles are ids. */
function answerEntries(waiting: readonly PendingQuestion[]): readonly PaletteEntry[] {
  const counts = new Map<string, number>();
  return waiting.map((question) => {
    const count = (counts.get(question.server) ?? 0) + 1;
    counts.set(question.server, count);
    const title = `Answer ${question.server}'s question${count === 1 ? '' : ` (${count})`}`;
    return entry('Waiting for you', title, { kind: 'answer', question });
  });
}

/** By id: titles repeat, and a conversation may have none. */
function conversationEntries(waiting: readonly ConversationInfo[]): readonly PaletteEntry[] {
  return waiting.map(({ id, title, key }) => {
    const name = title ?? key ?? '';
    const open = go('/conversations', { open: id });
    return entry('Waiting for you', `Answer conversation ${name} ${id}`.replace('  ', ' '), open);
  });
}

function entry(group: string, title: string, action: PaletteAction): PaletteEntry {
  return { group, title, action };
}

function go(to: PagePath, search: Record<string, string> = {}): PaletteAction {
  return { kind: 'go', to, search };
}
