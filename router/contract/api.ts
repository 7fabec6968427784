/**
 * What the owner may ask of a running router, written once: `POST /control/<method>` with the
 * params as JSON answers with the result, or with the error object of every HTTP surface.
 * The client, the router's handlers and the table in docs/api.md are derived from it.
 */
import { z } from 'zod';

import { activityRequest } from './activity.ts';
import { configChange, configDocument, configFile, configPreview } from './config-editing.ts';
import {
  conversationInfo,
  conversationItem,
  conversationQuestion,
  conversationStatus,
} from './conversations.ts';
import { importCandidate, importListing, importSource, LONGEST_IMPORT_TEXT } from './imports.ts';
import { logLine } from './logs.ts';
import { pendingQuestion, questionAnswer } from './questions.ts';
import { secretsStatus } from './secrets.ts';
import { routerStatus, serverStatus } from './status.ts';
import { serverFeatures, toolCallResult, toolInfo } from './tools.ts';

const nothing = z.object({});
const name = z.string().min(1);
const edit = z.object({
  file: configFile,
  /** `hash` of the document the change was made for. */
  expected: z.string().nullable(),
  change: configChange,
});

export const API = {
  'status.get': { params: nothing, result: routerStatus },

  /** The last requests, oldest first; `seq` is where the event stream goes on. */
  'activity.list': {
    params: nothing,
    result: z.object({
      run: z.string(),
      seq: z.number(),
      requests: z.array(activityRequest).readonly(),
    }),
  },
  /** Reaches the upstream socket and the tool. False when it had ended. */
  'requests.cancel': {
    params: z.object({ id: name }),
    result: z.object({ cancelled: z.boolean() }),
  },

  'tools.list': { params: nothing, result: z.object({ tools: z.array(toolInfo).readonly() }) },
  /** Shows in the activity as a request of the given id, so that it can be followed and cancelled. */
  'tools.call': {
    params: z.object({
      name,
      arguments: z.record(z.string(), z.unknown()),
      /** Chosen by the caller, `req_` and 8 to 40 letters, digits, `_`. */
      requestId: z
        .string()
        .regex(/^req_[a-z0-9_]{8,40}$/)
        .exactOptional(),
    }),
    result: toolCallResult,
  },

  /** Prompts, resources and capabilities; empty unless it is connected. */
  'servers.features': { params: z.object({ name }), result: serverFeatures },
  'servers.restart': { params: z.object({ name }), result: nothing },
  /** Resident memory of each stdio server's process, in bytes. */
  'servers.memory': {
    params: nothing,
    result: z.object({ bytes: z.record(serverStatus.shape.name, z.number()) }),
  },

  /** What waits for the person at the window, oldest first. */
  'questions.list': {
    params: nothing,
    result: z.object({ questions: z.array(pendingQuestion).readonly() }),
  },
  'questions.answer': { params: z.object({ id: name, answer: questionAnswer }), result: nothing },

  /** Those that changed last come first; `after` is the id of the last one of the page before. */
  'conversations.list': {
    params: z.object({
      limit: z.int().min(1).max(100),
      after: name.exactOptional(),
      status: conversationStatus.exactOptional(),
    }),
    result: z.object({ conversations: z.array(conversationInfo).readonly(), hasMore: z.boolean() }),
  },
  'conversations.get': { params: z.object({ id: name }), result: conversationInfo },
  /** NOT_SUPPORTED with the reason where whoever holds it does not show it. */
  'conversations.items': {
    params: z.object({ id: name }),
    result: z.object({ items: z.array(conversationItem).readonly() }),
  },
  /** Asked of whoever holds it; null when it waits for nothing, or does not say for what. */
  'conversations.pending': {
    params: z.object({ id: name }),
    result: z.object({ question: conversationQuestion.nullable() }),
  },
  /** Also at its backend, as far as that can. */
  'conversations.delete': { params: z.object({ id: name }), result: nothing },
  'conversations.update': {
    params: z.object({ id: name, title: z.string().max(512).nullable() }),
    result: conversationInfo,
  },

  /** One real request: the list of its models. */
  'inferencers.test': {
    params: z.object({ name }),
    result: z.object({
      ok: z.boolean(),
      latencyMs: z.number(),
      models: z.array(z.string()).readonly(),
      /** What came back instead, for people. */
      problem: z.string().nullable(),
    }),
  },

  'config.read': { params: z.object({ file: configFile }), result: configDocument },
  'config.preview': { params: edit, result: configPreview },
  /** CONFIG_CONFLICT when the file is another by now, CONFIG_INVALID with `issues` when refused. */
  'config.write': { params: edit, result: configDocument },

  /** Takes back the write that left the file with this hash; a file it made is removed again. */
  'config.undo': {
    params: z.object({ file: configFile, expected: z.string() }),
    result: configDocument,
  },

  'secrets.list': { params: nothing, result: secretsStatus },
  /** The value is never given out again. */
  'secrets.set': {
    params: z.object({ name: z.string().regex(/^[A-Za-z_]\w{0,99}$/), value: z.string().min(1) }),
    result: secretsStatus,
  },
  'secrets.remove': { params: z.object({ name }), result: secretsStatus },

  /** Looks for the files of other programs on this machine. */
  'imports.scan': {
    params: nothing,
    result: z.object({ listings: z.array(importListing).readonly() }),
  },
  'imports.review': {
    params: z.object({ text: z.string().max(LONGEST_IMPORT_TEXT) }),
    result: z.object({ candidates: z.array(importCandidate).readonly() }),
  },
  /** Adds what the user said yes to; literal secrets go into the store, `${NAME}` into the file. */
  'imports.apply': {
    params: z.object({
      source: importSource,
      accepted: z.array(z.object({ name, as: name })).min(1),
    }),
    result: z.object({ added: z.array(z.string()).readonly(), document: configDocument }),
  },

  /** The newest `limit` lines, oldest first. */
  'logs.list': {
    params: z.object({ limit: z.int().min(1).max(10_000) }),
    result: z.object({ run: z.string(), seq: z.number(), lines: z.array(logLine).readonly() }),
  },

  /** A link that opens the window in a browser, once. */
  'links.create': { params: nothing, result: z.object({ url: z.string() }) },
  /** The token other programs must send; null when none is needed. For the clipboard. */
  'access.token': { params: nothing, result: z.object({ token: z.string().nullable() }) },
  /** Makes a token file for clients unless there is one; its path belongs into settings.toml. */
  'access.create-token': { params: nothing, result: z.object({ path: z.string() }) },
  /** Stops and starts the router; settings.toml counts from then on. */
  'router.restart': { params: nothing, result: nothing },
} as const satisfies Record<string, { readonly params: z.ZodType; readonly result: z.ZodType }>;

export type Method = keyof typeof API;
export type Params<M extends Method> = z.input<(typeof API)[M]['params']>;
export type Result<M extends Method> = Readonly<z.output<(typeof API)[M]['result']>>;

export const METHODS = Object.keys(API) as readonly Method[];
