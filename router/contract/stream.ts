/**
 * The event stream, `GET /control/events`: server-sent events that can be resumed.
 * Every message has the id `<run>.<seq>.<logSeq>`, which `Last-Event-ID` or `?after=` gives back;
 * `?logs=1` adds log lines. First comes `hello`, then `batch`es at most ten times a second.
 */
import { z } from 'zod';

import { routerEvent } from './events.ts';
import { logLine } from './logs.ts';

export const streamHello = z.object({
  /** Of this start of the router; another one means that everything must be read anew. */
  run: z.string(),
  seq: z.number(),
  logSeq: z.number(),
  /** Whether nothing is missing since the id that was given. */
  resumed: z.boolean(),
});

export const streamBatch = z.object({
  events: z.array(z.intersection(routerEvent, z.object({ seq: z.number(), at: z.number() }))),
  logs: z.array(logLine),
  /** Events were left out because there were too many: lists must be read anew. */
  missed: z.boolean(),
});

export type StreamHello = Readonly<z.infer<typeof streamHello>>;
export type StreamBatch = Readonly<z.infer<typeof streamBatch>>;

/** The header that browsers must send beside the cookie; other sites cannot set it. */
export const SESSION_HEADER = 'x-woollama-session';
/** `POST` with `{link}`, the one request anybody may make: `{session}` and the cookie. */
export const SESSION_PATH = '/control/session';
export const EVENTS_PATH = '/control/events';
