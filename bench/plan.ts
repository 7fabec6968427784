/** What the bench and its load client say to each other. */
import { z } from 'zod';
import type { Address } from './http-connection.ts';
import type { McpHttpOptions, McpStdioOptions } from './mcp-messages.ts';

interface Timing {
  /** Time that is not counted, then time that is. */
  readonly warmMs: number;
  readonly durationMs: number;
}

/** Every connection asks the same again as soon as it was answered. */
export interface LoadPlan extends Timing {
  readonly kind: 'load';
  readonly address: Address;
  readonly body: string;
  readonly connections: number;
  /** Payload of a right answer; absent if answers differ. */
  readonly payloadBytes?: number;
}

/** The load client runs the tool loop itself: the least a recipe can cost. */
export interface FloorPlan extends Timing {
  readonly kind: 'floor';
  readonly address: Address;
  readonly model: string;
  readonly toolServer: string;
}

/** Opens streams and hangs up after their first event. */
export interface HangUpPlan {
  readonly kind: 'hang-up';
  readonly address: Address;
  readonly body: string;
  readonly connections: number;
}

/** One client that asks the same of an MCP server again and again. */
export interface McpHttpPlan extends Timing, McpHttpOptions {
  readonly kind: 'mcp-http';
}

export interface McpStdioPlan extends Timing, McpStdioOptions {
  readonly kind: 'mcp-stdio';
}

export type Plan = LoadPlan | FloorPlan | HangUpPlan | McpHttpPlan | McpStdioPlan;

const slot = z.object({
  count: z.number(),
  /** As count, and the warm-up's too. */
  answered: z.number(),
  /** Answers with another status or length than they should have. */
  failed: z.number(),
  elapsedMs: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  /** Median time to the first payload byte. */
  firstMs: z.number(),
  payloadBytes: z.number(),
});

export const planAnswer = z.union([z.object({ slot }), z.object({ error: z.string() })]);
export const streamCount = z.object({ openStreams: z.number() });

export type Slot = Readonly<z.infer<typeof slot>>;
export type PlanAnswer = z.infer<typeof planAnswer>;
