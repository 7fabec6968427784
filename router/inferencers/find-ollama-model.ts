/** Asks an Ollama which of its models a call should take. */
import { z } from 'zod';

import { RouterError } from '#core/router-error.ts';
import { fetchText } from './http/fetch-text.ts';
import { parseJson } from './http/parse-json.ts';
import { withDeadline } from './http/with-deadline.ts';
import type { RelayTarget } from './relay/target.ts';

export interface OllamaSource {
  readonly name: string;
  /** Of Ollama's own API, so without `/v1`; may throw a RouterError. */
  target(): RelayTarget;
  /** Whether the user's patterns let a model through. */
  accepts(model: string): boolean;
}

export type OllamaFinding =
  | { readonly kind: 'found'; readonly model: string; readonly reason: string }
  | { readonly kind: 'none'; readonly reason: string };

/** Of the listing, and of all questions about single models together. */
const TIMEOUT_MS = 1_500;

const entrySchema = z.looseObject({
  name: z.string().min(1),
  /** Set for models that run on somebody else's (paid) machines. */
  remote_host: z.string().optional(),
  details: z.looseObject({ family: z.string().catch('') }).catch({ family: '' }),
});
const listSchema = z.looseObject({ models: z.array(entrySchema) });
const showSchema = z.looseObject({ capabilities: z.array(z.string()).optional() });

type Candidate = z.infer<typeof entrySchema>;

export interface OllamaQuestion {
  readonly needsTools: boolean;
  readonly signal: AbortSignal;
}

/**
 * A model that runs on this Ollama itself, one that is in memory before others. Never rejects: an
 * Ollama that is silent or unusable is a `none` with its reason.
 */
export async function findOllamaModel(
  source: OllamaSource,
  { needsTools, signal }: OllamaQuestion,
): Promise<OllamaFinding> {
  try {
    const target = source.target();
    const within = <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> =>
      withDeadline({ signal, ms: TIMEOUT_MS, error: () => silent(target) }, work);
    const [installed, loaded] = await within((signal) =>
      Promise.all([list(target, '/api/tags', signal), listLoaded(target, signal)]),
    );
    const candidates = installed
      .filter((model) => isLocal(model) && source.accepts(model.name))
      .sort((a, b) => Number(loaded.has(b.name)) - Number(loaded.has(a.name)));
    const chosen = await within((signal) =>
      firstAble(candidates, needsTools, (model) => capabilitiesOf(target, model, signal)),
    );
    if (chosen === undefined) return { kind: 'none', reason: lacking(target, needsTools) };
    const state = loaded.has(chosen) ? 'has loaded' : 'has installed';
    const ability = needsTools ? ' and that calls tools' : '';
    return { kind: 'found', model: chosen, reason: `a model ${target.name} ${state}${ability}` };
  } catch (error) {
    if (!(error instanceof RouterError)) throw error;
    return { kind: 'none', reason: error.message };
  }
}

async function firstAble(
  candidates: readonly Candidate[],
  needsTools: boolean,
  capabilitiesOf: (model: string) => Promise<readonly string[] | undefined>,
): Promise<string | undefined> {
  let unknown: string | undefined;
  for (const { name, details } of candidates) {
    const capabilities = await capabilitiesOf(name);
    if (capabilities === undefined) {
      const looksLikeEmbedding = /bert|embed/i.test(`${name} ${details.family}`);
      if (!looksLikeEmbedding) unknown ??= name;
    } else if (capabilities.includes('completion')) {
      if (!needsTools || capabilities.includes('tools')) return name;
    }
  }
  return unknown;
}

/** Undefined when this Ollama does not tell. */
async function capabilitiesOf(
  target: RelayTarget,
  model: string,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  try {
    const text = await fetchText({ target, path: '/api/show', body: { model }, signal });
    return showSchema.safeParse(parseJson(text)).data?.capabilities;
  } catch {
    // A model that cannot be described may still be the only one there is.
    return undefined;
  }
}

async function list(
  target: RelayTarget,
  path: string,
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const parsed = listSchema.safeParse(parseJson(await fetchText({ target, path, signal })));
  if (parsed.success) return parsed.data.models;
  const message = `inferencer '${target.name}' does not answer ${path} as Ollama does`;
  throw new RouterError('UPSTREAM_INVALID', message);
}

async function listLoaded(target: RelayTarget, signal: AbortSignal): Promise<ReadonlySet<string>> {
  try {
    return new Set((await list(target, '/api/ps', signal)).map(({ name }) => name));
  } catch {
    // What is in memory only orders the candidates; /api/tags tells whether Ollama is there.
    return new Set();
  }
}

function isLocal({ name, remote_host }: Candidate): boolean {
  return remote_host === undefined && !/[:-]cloud$/.test(name);
}

function silent({ name, origin }: RelayTarget): RouterError {
  const seconds = TIMEOUT_MS / 1000;
  return new RouterError(
    'UPSTREAM_TIMEOUT',
    `inferencer '${name}' at ${new URL(origin).host} did not answer within ${seconds} s`,
  );
}

function lacking({ name }: RelayTarget, needsTools: boolean): string {
  const what = needsTools ? 'model that can call tools' : 'chat model';
  return `inferencer '${name}' has no ${what}; run: ollama pull qwen3`;
}
