/** Which parts of a server there is anything to show of. */
import type { ServerFeatures } from '#contract/tools.ts';
import type { ServerRow } from './server-list-model.ts';

export type ServerTab = 'tools' | 'prompts' | 'resources' | 'about' | 'output' | 'entry';

export interface TabSources {
  readonly row: Pick<ServerRow, 'state'>;
  /** How many tools it has, also those that are off; undefined until they were read. */
  readonly tools: number | undefined;
  /** Undefined until they were read, and while it is not connected. */
  readonly features: ServerFeatures | undefined;
}

export function shownTabs({ row, tools, features }: TabSources): readonly ServerTab[] {
  const prompts = features?.prompts.length ?? 0;
  const resources = features?.resources.length ?? 0;
  const isConnected = row.state === 'connected';
  // A server may offer other things only; one that offers nothing says so among the tools.
  const hasTools = tools !== 0 || prompts + resources === 0;
  return [
    ...(hasTools ? (['tools'] as const) : []),
    ...(prompts > 0 ? (['prompts'] as const) : []),
    ...(resources > 0 ? (['resources'] as const) : []),
    ...(isConnected ? (['about'] as const) : []),
    'output',
    'entry',
  ];
}
