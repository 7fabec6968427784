/** What the desktop app and its router process tell each other over the parent port. */
import { z } from 'zod';

import { configIssue } from './config.ts';

const secrets = z.record(z.string(), z.string());

/**
 * A server that runs on the app's own Node, because the machine may have none. The app forks
 * `node-runner.js` as a utility process with the arguments `[script, ...args]` and this `env` and
 * `cwd`, stdout and stderr piped. Between the two every message is a plain Uint8Array: to the
 * runner the server's input (no bytes end it), from the runner the server's stdout. Its stderr, and
 * what was written to the real stdout, come through the pipes and are `node-errors`.
 */
const nodeLaunch = z.object({
  id: z.string(),
  script: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
  cwd: z.string().exactOptional(),
});

/** From the app to the router process. */
export const toRouterMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    /** As on the command line of `woollama serve`. */
    flags: z.record(z.string(), z.union([z.string(), z.boolean()])),
    secrets,
    /** What people should know about how the app keeps them. */
    secretsNotice: z.string().nullable(),
    uiDir: z.string(),
  }),
  /** The answer to `secrets-changed`. */
  z.object({ kind: z.literal('secrets-kept'), id: z.number(), problem: z.string().nullable() }),
  z.object({ kind: z.literal('node-output'), id: z.string(), data: z.instanceof(Uint8Array) }),
  z.object({ kind: z.literal('node-errors'), id: z.string(), data: z.instanceof(Uint8Array) }),
  z.object({ kind: z.literal('node-ended'), id: z.string(), code: z.number().nullable() }),
  z.object({ kind: z.literal('stop'), graceMs: z.number() }),
]);

/** From the router process to the app. */
export const fromRouterMessage = z.discriminatedUnion('kind', [
  /** It listens. `ownerToken` opens `/control` and must not leave the main process. */
  z.object({
    kind: z.literal('ready'),
    origin: z.string(),
    ownerToken: z.string(),
    version: z.string(),
  }),
  /** It will end; `issues` are those of the configuration files, if they are the reason. */
  z.object({
    kind: z.literal('failed'),
    code: z.string(),
    message: z.string(),
    issues: z.array(configIssue),
  }),
  /** The owner changed a secret: keep it (`null` removes it), then answer `secrets-kept`. */
  z.object({
    kind: z.literal('secrets-changed'),
    id: z.number(),
    name: z.string(),
    value: z.string().nullable(),
  }),
  z.object({ kind: z.literal('restart-wanted') }),
  z.object({ kind: z.literal('node-start'), ...nodeLaunch.shape }),
  /** No bytes mean the end of the input. */
  z.object({ kind: z.literal('node-input'), id: z.string(), data: z.instanceof(Uint8Array) }),
  /** Kills it: by then its input has ended, and it did not go by itself. */
  z.object({ kind: z.literal('node-stop'), id: z.string() }),
]);

export type NodeLaunch = Readonly<z.infer<typeof nodeLaunch>>;
export type ToRouterMessage = Readonly<z.infer<typeof toRouterMessage>>;
export type FromRouterMessage = Readonly<z.infer<typeof fromRouterMessage>>;

/** As `command` of a server: the Node that the program itself runs on. */
export const OWN_NODE = 'woollama:node';
