/** Puts what runs inside between the other events of an answer, in the order in which it happens. */
import { compileGlob, isGlob } from '#contract/match-glob.ts';
import type { CallNews, ToolEntry, Tools } from '#core/ports/tools.ts';
import type { AnswerEvent, AnswerPiece, McpListPiece } from './answer-event.ts';
import type { ShownServer } from './read-tools.ts';

export interface CallWatch {
  readonly onCall: (news: CallNews) => void;
  /** Rejects as `events` does; ends them when it is ended early. */
  mix(events: AsyncIterable<AnswerEvent>, signal: AbortSignal): AsyncGenerator<AnswerEvent>;
}

/** Only calls of the servers that the request named are seen: a recipe's own loop is its secret. */
export function createCallWatch(shown: readonly ShownServer[], tools: Tools): CallWatch {
  const waiting: AnswerPiece[] = [];
  const seen = new Set<string>();
  let woken = Promise.withResolvers<undefined>();

  const toPiece = (news: CallNews): AnswerPiece | undefined => {
    const { callId } = news;
    if (news.kind === 'ended') {
      const { failed, text } = news;
      return seen.delete(callId) ? { kind: 'mcp-result', callId, failed, text } : undefined;
    }
    const server = shown.find((candidate) => offers(candidate, news.entry, tools));
    if (server === undefined) return undefined;
    seen.add(callId);
    const { label } = server;
    const name = nameIn(server, news.entry);
    return { kind: 'mcp-call', callId, label, name, arguments: news.arguments };
  };

  return {
    onCall(news) {
      const piece = toPiece(news);
      if (piece === undefined) return;
      waiting.push(piece);
      woken.resolve(undefined);
    },
    async *mix(events, signal) {
      const iterator = events[Symbol.asyncIterator]();
      let begun = false;
      try {
        let next = iterator.next();
        for (;;) {
          const step = await Promise.race([next, woken.promise]);
          woken = Promise.withResolvers();
          if (begun) yield* waiting.splice(0);
          if (step === undefined) continue;
          if (step.done === true) return;
          yield step.value;
          if (step.value.kind === 'begun') {
            yield* await listTools(shown, tools, signal);
            begun = true;
            yield* waiting.splice(0);
          }
          next = iterator.next();
        }
      } finally {
        await iterator.return?.();
      }
    },
  };
}

/** Once for each label, when its servers are no longer starting. */
async function listTools(
  shown: readonly ShownServer[],
  tools: Tools,
  signal: AbortSignal,
): Promise<readonly McpListPiece[]> {
  if (shown.length === 0) return [];
  const all = tools.servers().map(({ name }) => name);
  const named = shown.flatMap(({ server }) => (server === undefined ? all : [server]));
  await tools.settled([...new Set(named)], signal);
  return [...Map.groupBy(shown, ({ label }) => label)].map(([label, servers]) => ({
    kind: 'mcp-list',
    label,
    tools: tools.list().flatMap((entry) => {
      const server = servers.find((candidate) => offers(candidate, entry, tools));
      return server === undefined ? [] : [toListed(nameIn(server, entry), entry)];
    }),
  }));
}

function toListed(name: string, { description, inputSchema, annotations }: ToolEntry) {
  return { name, description, input_schema: inputSchema, annotations: annotations ?? null };
}

function offers({ tools: allowed }: ShownServer, { name }: ToolEntry, tools: Tools): boolean {
  return allowed.some((wanted) => {
    const entry = tools.find(wanted);
    return entry === undefined ? isGlob(wanted) && compileGlob(wanted)(name) : entry.name === name;
  });
}

function nameIn({ server }: ShownServer, { tool, name }: ToolEntry): string {
  return server === undefined ? name : tool;
}
