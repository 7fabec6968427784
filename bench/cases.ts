/** Every load the router is put under, and what must come out of it. */
import {
  answer,
  chatBody,
  EVENT,
  LARGE_ANSWER,
  LARGE_REPLY_MODEL,
  largeChatBody,
  SMALL_MODEL,
  streamBytes,
  streamModel,
  recipeModel,
} from './bodies.ts';
import type { Address } from './http-connection.ts';
import { slotOf, type Metric, type Round } from './measure.ts';
import type { Plan } from './plan.ts';
import { RECIPES, TOOL_SERVER, type Recipe } from './router-under-test.ts';

/** Somebody who answers chat requests; `prefix` is put before a model's name. */
export interface Endpoint {
  readonly address: Address;
  readonly prefix: string;
}

export interface Endpoints {
  readonly direct: Endpoint;
  readonly bare: Endpoint;
  readonly ours: Endpoint;
  /** Undefined unless a case needs it. */
  readonly mcp: McpEndpoints | undefined;
}

/** 500 tools: of ten servers behind the router, or of one made with the official SDK. */
export interface McpEndpoints {
  readonly sdk: Address;
  readonly ours: Address;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Timing {
  readonly warmMs: number;
  readonly durationMs: number;
}

export interface Case {
  readonly name: string;
  /** One at a time: everything shares one processor, so that no hand-over between two is measured. */
  readonly oneAtATime: boolean;
  /** Only the router itself can do it, not whatever poses as one. */
  readonly needsRecipes: boolean;
  /** The servers of `McpEndpoints` run while it is measured. */
  readonly needsMcp?: true;
  readonly participants: Readonly<Record<string, (ends: Endpoints, timing: Timing) => Plan>>;
  readonly metrics: readonly Metric[];
}

interface PassThrough {
  readonly name: string;
  readonly connections: number;
  readonly body: (model: string) => string;
  readonly model: string;
  readonly payloadBytes: number;
  readonly metrics: readonly Metric[];
}

function passThrough({ name, connections, body, model, payloadBytes, metrics }: PassThrough): Case {
  const plan = (who: Exclude<keyof Endpoints, 'mcp'>) => (ends: Endpoints, timing: Timing) => {
    const { address, prefix } = ends[who];
    const load = { address, body: body(`${prefix}${model}`), connections, payloadBytes };
    return { kind: 'load' as const, ...timing, ...load };
  };
  return {
    name,
    oneAtATime: connections === 1,
    needsRecipes: false,
    participants: { direct: plan('direct'), bare: plan('bare'), ours: plan('ours') },
    metrics,
  };
}

const SMALL_BYTES = Buffer.byteLength(answer());

function chat(connections: number, metrics: readonly Metric[]): Case {
  const name = `chat, ${connections} connection${connections === 1 ? '' : 's'}`;
  const body = (model: string) => chatBody(model);
  return passThrough({
    name,
    connections,
    body,
    model: SMALL_MODEL,
    payloadBytes: SMALL_BYTES,
    metrics,
  });
}

function largeRequest(modelAt: 'front' | 'end'): Case {
  return passThrough({
    name: `132 KB request, model at the ${modelAt}, 32 connections`,
    connections: 32,
    body: (model) => largeChatBody(model, modelAt),
    model: SMALL_MODEL,
    payloadBytes: SMALL_BYTES,
    metrics: [throughput(0.9), requestTime],
  });
}

function stream(connections: number, events: number, metrics: readonly Metric[]): Case {
  return passThrough({
    name: `SSE, ${connections} stream${connections === 1 ? '' : 's'}`,
    connections,
    body: (model) => chatBody(model, true),
    model: streamModel(events),
    payloadBytes: streamBytes(events),
    metrics,
  });
}

function recipe({ name, rounds, calls }: Recipe, atMost: number): Case {
  return {
    name: `recipe, ${rounds} x ${calls} tool calls`,
    oneAtATime: true,
    needsRecipes: true,
    participants: {
      floor: ({ direct }, timing) => ({
        kind: 'floor',
        ...timing,
        address: direct.address,
        model: recipeModel(rounds, calls),
        toolServer: TOOL_SERVER,
      }),
      ours: ({ ours }, timing) => ({
        kind: 'load',
        ...timing,
        address: ours.address,
        body: chatBody(`woollama/${name}`),
        connections: 1,
      }),
    },
    metrics: [{ ...p50({ on: 'quotient', atMost }), reference: 'floor' }],
  };
}

function p50(target: Metric['target']): Metric {
  const read = (round: Round, who: string) => slotOf(round, who).p50Ms;
  return withTarget({ name: 'p50', unit: 'ms', read, reference: 'bare' }, target);
}

function added(name: 'p50' | 'p99', atMost?: number): Metric {
  const key = name === 'p50' ? 'p50Ms' : 'p99Ms';
  const read = (round: Round, who: string) =>
    slotOf(round, who)[key] - slotOf(round, 'direct')[key];
  const target = atMost === undefined ? undefined : { on: 'value' as const, atMost };
  return withTarget({ name: `added ${name}`, unit: 'ms', read }, target);
}

function throughput(atLeast?: number): Metric {
  const read = (round: Round, who: string) => {
    const { count, elapsedMs } = slotOf(round, who);
    return (count / elapsedMs) * 1000;
  };
  const target = atLeast === undefined ? undefined : { on: 'quotient' as const, atLeast };
  return withTarget({ name: 'throughput', unit: 'req/s', read, reference: 'bare' }, target);
}

const eventsOf = (round: Round, who: string) => slotOf(round, who).payloadBytes / EVENT.length;

const chunkRate: Metric = {
  name: 'chunk rate',
  unit: '/s',
  read: (round, who) => (eventsOf(round, who) / slotOf(round, who).elapsedMs) * 1000,
  reference: 'bare',
  target: { on: 'quotient', atLeast: 1.6 },
};

/** Unlike throughput, hardly changed by whatever else the machine does. */
function processorTime(piece: string, piecesPerAnswer: Metric['read']): Metric {
  return {
    name: `processor time a ${piece}`,
    unit: 'us',
    read: (round, who) => {
      const { processorMs = Number.NaN, answered } = slotOf(round, who);
      return (processorMs / answered / piecesPerAnswer(round, who)) * 1000;
    },
    reference: 'bare',
  };
}

const requestTime = processorTime('request', () => 1);
const chunkTime: Metric = {
  ...processorTime('chunk', (round, who) => eventsOf(round, who) / slotOf(round, who).count),
  target: { on: 'quotient', atMost: 0.65 },
};

const firstChunk: Metric = {
  name: 'first chunk',
  unit: 'ms',
  read: (round, who) => slotOf(round, who).firstMs,
  reference: 'bare',
  target: { on: 'quotient', atMost: 0.9 },
};

function withTarget(metric: Metric, target: Metric['target']): Metric {
  return target ? { ...metric, target } : metric;
}

const recipeLimits = [2.3, 1.9];

export const CASES: readonly Case[] = [
  chat(1, [p50({ on: 'quotient', atMost: 1 }), added('p50', 0.3), added('p99', 3), requestTime]),
  chat(16, [throughput(), added('p50')]),
  chat(32, [throughput(1.3), requestTime]),
  chat(256, [throughput(1.3), requestTime, added('p50')]),
  passThrough({
    name: '64 KB reply, 32 connections',
    connections: 32,
    body: (model) => chatBody(model),
    model: LARGE_REPLY_MODEL,
    payloadBytes: Buffer.byteLength(LARGE_ANSWER),
    metrics: [throughput(1.3), requestTime],
  }),
  largeRequest('front'),
  largeRequest('end'),
  { ...stream(1, 8, [firstChunk]), name: 'SSE, short streams one at a time' },
  stream(1, 2_000, [chunkRate, chunkTime]),
  stream(64, 200, [chunkRate, chunkTime]),
  stream(256, 100, [chunkRate, chunkTime]),
  ...RECIPES.map((each, index) => recipe(each, recipeLimits[index] ?? Infinity)),
];
