/**
 * Where a reader of the event stream is. The events and lines stay where they are anyhow kept for
 * a while, so that a slow reader costs no memory: what it is too late for shows as `missed`.
 */
import type { SequencedEvent } from '#contract/events.ts';
import type { LogLine } from '#contract/logs.ts';
import type { StreamBatch, StreamHello } from '#contract/stream.ts';
import type { Events } from '#core/ports/events.ts';
import type { LogLines } from '#core/ports/log-lines.ts';

export interface StreamSource {
  /** Of this start of the router. */
  readonly run: string;
  readonly events: Pick<Events, 'since' | 'subscribe'>;
  readonly lines: Pick<LogLines, 'since' | 'subscribe' | 'seq'>;
}

/** The newest that the reader has seen. */
export interface StreamPlace {
  readonly seq: number;
  readonly logSeq: number;
}

const MOST_EVENTS = 1_000;
const MOST_LINES = 2_000;

/** What to greet a reader with that comes back with `id`, if it has one. */
export function findPlace(
  source: StreamSource,
  { id, logs }: { readonly id: string | undefined; readonly logs: boolean },
): StreamHello {
  const { run, events, lines } = source;
  const newest = { seq: events.since(0).at(-1)?.seq ?? 0, logSeq: lines.seq() };
  const asked = parseId(id ?? '');
  const resumed =
    asked?.run === run &&
    asked.seq <= newest.seq &&
    asked.logSeq <= newest.logSeq &&
    !hasGap(asked.seq, events.since(asked.seq)) &&
    !(logs && hasGap(asked.logSeq, lines.since(asked.logSeq)));
  const { seq, logSeq } = resumed ? asked : newest;
  return { run, seq, logSeq, resumed };
}

/** What came since; undefined when nothing did. */
export function takeBatch(
  { events, lines }: StreamSource,
  { seq, logSeq }: StreamPlace,
  logs: boolean,
): { readonly batch: StreamBatch; readonly place: StreamPlace } | undefined {
  const happened = events.since(seq).slice(-MOST_EVENTS);
  const said = logs ? lines.since(logSeq).slice(-MOST_LINES) : [];
  if (happened.length === 0 && said.length === 0) return undefined;
  const missed = hasGap(seq, happened) || hasGap(logSeq, said);
  return {
    batch: { events: happened, logs: said, missed },
    place: {
      seq: happened.at(-1)?.seq ?? seq,
      logSeq: logs ? (said.at(-1)?.seq ?? logSeq) : lines.seq(),
    },
  };
}

export function formatId(run: string, { seq, logSeq }: StreamPlace): string {
  return `${run}.${seq}.${logSeq}`;
}

function parseId(id: string): ({ readonly run: string } & StreamPlace) | undefined {
  const [, run, seq, logSeq] = /^([\w-]+)\.(\d{1,15})\.(\d{1,15})$/.exec(id) ?? [];
  if (run === undefined) return undefined;
  return { run, seq: Number(seq), logSeq: Number(logSeq) };
}

/** Numbers rise by one, so that what is missing shows at the first one. */
function hasGap(seen: number, [first]: readonly (SequencedEvent | LogLine)[]): boolean {
  return first !== undefined && first.seq !== seen + 1;
}
