import type { ServerEntry } from '#contract/config.ts';
import { compileGlob } from '#contract/match-glob.ts';

/** Which of a server's own tool names (without the server) its entry permits; deny beats allow. */
export function createToolFilter(entry: ServerEntry): (tool: string) => boolean {
  const allow = entry.tools?.allow?.map(compileGlob);
  const deny = entry.tools?.deny?.map(compileGlob) ?? [];
  return (tool) =>
    (allow === undefined || allow.some((matches) => matches(tool))) &&
    !deny.some((matches) => matches(tool));
}
