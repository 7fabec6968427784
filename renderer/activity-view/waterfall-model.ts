/** Where the bars of a request stand on its time axis. */
import type { ActivityCall, ActivityRequest, ActivityTurn } from '#contract/activity.ts';

/** `left` and `width` are percent of the axis. */
export interface Bar {
  readonly left: number;
  readonly width: number;
}

export type WaterfallRow =
  | { readonly kind: 'turn'; readonly key: string; readonly bar: Bar; readonly turn: ActivityTurn }
  | { readonly kind: 'call'; readonly key: string; readonly bar: Bar; readonly call: ActivityCall };

export interface Waterfall {
  readonly rows: readonly WaterfallRow[];
  /** Length of the axis in milliseconds. */
  readonly spanMs: number;
  /** Places of the axis that have a label, in milliseconds from its start. */
  readonly ticks: readonly number[];
}

/** Nothing is so short that it cannot be seen. */
const LEAST_WIDTH = 0.6;
const LEAST_SPAN_MS = 1;

/** Turns and calls in the order they began. `now` is where running bars end, milliseconds since 1970. */
export function toWaterfall(request: ActivityRequest, now: number): Waterfall {
  const { startedAt } = request;
  const endedAt = endOf(request, now);
  const spanMs = Math.max(LEAST_SPAN_MS, endedAt - startedAt);
  const barOf = (from: number, to: number): Bar => toBar(from - startedAt, to - startedAt, spanMs);
  const turns = request.turns.map((turn): WaterfallRow & { readonly at: number } => ({
    kind: 'turn',
    key: `turn ${turn.turn}`,
    at: turn.startedAt,
    bar: barOf(turn.startedAt, turn.endedAt ?? endedAt),
    turn,
  }));
  const calls = request.calls.map((call): WaterfallRow & { readonly at: number } => ({
    kind: 'call',
    key: `call ${call.callId}`,
    at: call.startedAt,
    bar: barOf(call.startedAt, endOfCall(call, endedAt)),
    call,
  }));
  const rows = [...turns, ...calls].sort((a, b) => a.at - b.at);
  return { rows, spanMs, ticks: toTicks(spanMs) };
}

/** Whichever came last: a call's end may be told after the request's. */
function endOf(
  { startedAt, state, durationMs, turns, calls }: ActivityRequest,
  now: number,
): number {
  if (state === 'running') return Math.max(now, startedAt);
  const ends = [
    startedAt + (durationMs ?? 0),
    ...turns.map(({ endedAt }) => endedAt ?? 0),
    ...calls.map((call) => endOfCall(call, 0)),
  ];
  return Math.max(...ends);
}

function endOfCall({ startedAt, durationMs }: ActivityCall, fallback: number): number {
  return durationMs === undefined ? fallback : startedAt + durationMs;
}

/** Clocks may differ by a moment, so bars are kept on the axis. */
function toBar(fromMs: number, toMs: number, spanMs: number): Bar {
  const percent = (ms: number): number => Math.min(100, Math.max(0, (ms / spanMs) * 100));
  const width = Math.max(LEAST_WIDTH, percent(toMs) - percent(fromMs));
  return { left: Math.min(percent(fromMs), 100 - width), width };
}

const STEPS = [1, 2, 5];
const MOST_TICKS = 4;
/** Of the axis; a label behind it would reach beyond the end. */
const LAST_TICK = 0.92;

/** Round places: 1, 2 or 5 times a power of ten. */
function toTicks(spanMs: number): readonly number[] {
  const power = 10 ** Math.floor(Math.log10(spanMs / MOST_TICKS));
  const step = [...STEPS, 10].find((factor) => spanMs / (factor * power) <= MOST_TICKS) ?? 10;
  // Times are counted in whole milliseconds.
  const length = Math.max(1, step * power);
  const count = Math.floor((spanMs * LAST_TICK) / length) + 1;
  return Array.from({ length: count }, (_, index) => index * length);
}

/** What is known about how far a call is; undefined when its server says nothing. */
export function percentOf({ progress, total }: ActivityCall): number | undefined {
  if (progress === undefined || total === undefined || !(total > 0)) return undefined;
  return Math.min(100, Math.max(0, (progress / total) * 100));
}
