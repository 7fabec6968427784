import type { Tools } from '#core/ports/tools.ts';

/** Servers that take longer to start are told of by `list_changed`. */
const STARTING_MS = 3_000;

/**
 * Clients ask once, right after the start: what is not here yet they would never see. Resolves at
 * once when every starting server's tools are known from before, else when waiting longer would
 * not help.
 */
export async function firstToolsKnown(
  tools: Pick<Tools, 'servers' | 'settled'>,
  signal: AbortSignal,
): Promise<void> {
  const unknown = tools
    .servers()
    .filter((server) => server.state === 'starting' && server.tools === 0);
  if (unknown.length === 0) return;
  const limit = AbortSignal.timeout(STARTING_MS);
  try {
    await tools.settled(
      unknown.map(({ name }) => name),
      AbortSignal.any([signal, limit]),
    );
  } catch (error) {
    if (!limit.aborted) throw error;
  }
}
