/** The model backends behind one port: who they are, what they offer, and what `auto` means. */
import type { InferencerEntry } from '#contract/config.ts';
import { CLAUDE_CODE, DEMO } from '#contract/names.ts';
import type { ClaudeCode } from '#core/ports/claude-code.ts';
import type { Events } from '#core/ports/events.ts';
import type { Inferencers, InferencerTest } from '#core/ports/inferencers.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { ToolGrants } from '#core/ports/tool-grants.ts';
import { RouterError } from '#core/router-error.ts';
import {
  CLAUDE_MODELS,
  createClaudeCodeAdapter,
} from './adapters/claude-code/claude-code-adapter.ts';
import { toNativeTarget } from './adapters/ollama/ollama-adapter.ts';
import { DEMO_MODELS } from './adapters/demo/to-demo-turn.ts';
import { createAuto } from './create-auto.ts';
import { createDiscovery } from './create-discovery.ts';
import { createDispatcher } from './create-dispatcher.ts';
import { createRegistry, type Member } from './create-registry.ts';
import { CLAUDE_MISSING, describeInferencers } from './describe-inferencers.ts';
import { fetchModelIds } from './fetch-model-ids.ts';
import { findOllamaModel, type OllamaSource } from './find-ollama-model.ts';
import type { InferencerSettings, ReadEnv } from './inferencer-settings.ts';
import { isWanted } from './is-wanted.ts';
import { listModels } from './list-models.ts';
import type { RelayTarget } from './relay/target.ts';
import { testInferencer } from './test-inferencer.ts';
import { toTarget } from './to-target.ts';

export interface InferencersOptions {
  /** Read at call time for keys, once at the start for proxies. */
  readonly env: ReadEnv;
  /** Root of the local Ollama, with or without `/v1`. */
  readonly ollamaUrl: string;
  readonly demoEnabled: boolean;
  readonly logger: Logger;
  readonly events: Pick<Events, 'publish'>;
  readonly version: string;
  /** Whether the variable of that name comes from the store of secrets; without it none does. */
  readonly isStored?: (name: string) => boolean;
  /** Without it there is no `claude-code/<model>`. */
  readonly claude?: { readonly claude: ClaudeCode; readonly grants: ToolGrants };
}

export interface InferencersHost extends Inferencers {
  /** Takes over new entries. Calls in flight finish with what they began with. */
  apply(entries: ReadonlyMap<string, InferencerEntry>): void;
  /** Asks every discovering inferencer for its models now. Never rejects. */
  refresh(): Promise<void>;
  /** Ends what is in flight with SHUTTING_DOWN and closes all connections. */
  stop(): Promise<void>;
}

export function createInferencers(options: InferencersOptions): InferencersHost {
  const { env, logger, events, ollamaUrl, demoEnabled, isStored = () => false } = options;
  const dispatcher = createDispatcher(env(), logger);
  const userAgent = `woollama/${options.version}`;
  const created = Math.floor(Date.now() / 1000);
  const now = (): number => performance.now();
  let stopped: Promise<void> | undefined;

  function targetOf(settings: InferencerSettings): RelayTarget {
    if (stopped !== undefined) throw new RouterError('SHUTTING_DOWN');
    return toTarget(settings, { dispatcher, env, userAgent });
  }
  const claude = options.claude && createClaudeCodeAdapter(options.claude);
  const hasClaude = () => options.claude?.claude.found();
  const registry = createRegistry({ ollamaUrl, demoEnabled, logger, toTarget: targetOf, claude });
  const fetchIds = async (settings: InferencerSettings, signal: AbortSignal) =>
    fetchModelIds(targetOf(settings), signal);
  const discovery = createDiscovery({ fetchIds, logger, now });
  const auto = createAuto({
    sources: () => registry.members().filter(isFreeOllama).map(toOllamaSource),
    find: findOllamaModel,
    hasDemo: () => registry.hasDemo(),
    events,
    logger,
    now,
  });

  return {
    find: (name) => registry.find(name),
    names: () => registry.names(),
    models() {
      discovery.renew();
      return listModels({ registry, discovery, created, hasClaude: hasClaude() === true });
    },
    auto: (needsTools, signal) => auto.choose(needsTools, signal),
    lastAuto: () => auto.last(),
    status: () =>
      describeInferencers({ registry, discovery, env, isStored, hasClaude: hasClaude() }),
    async test(name, signal) {
      if (name === DEMO && registry.hasDemo()) return DEMO_TEST;
      if (name === CLAUDE_CODE) return testClaude(hasClaude());
      const settings = registry.members().find((one) => one.settings.name === name)?.settings;
      if (settings === undefined) return undefined;
      const result = await testInferencer({ settings, fetchIds, env, now }, signal);
      const { models: found, latencyMs } = result;
      if (result.ok) discovery.learn(settings, { found, latencyMs });
      return result;
    },
    apply(entries) {
      registry.apply(entries);
      discovery.apply(registry.members().map(({ settings }) => settings));
      auto.forget();
    },
    refresh: () => discovery.refresh(),
    stop() {
      discovery.stop();
      auto.stop();
      stopped ??= dispatcher.destroy(new RouterError('SHUTTING_DOWN'));
      return stopped;
    },
  };
}

/** It needs no network, so there is nothing that could fail. */
const DEMO_TEST: InferencerTest = { ok: true, latencyMs: 0, models: DEMO_MODELS, problem: null };

/** A real request would cost the user something: only whether the program is there. */
function testClaude(isThere: boolean | undefined): InferencerTest | undefined {
  if (isThere === undefined) return undefined;
  if (isThere) return { ...DEMO_TEST, models: CLAUDE_MODELS };
  return { ok: false, latencyMs: 0, models: [], problem: CLAUDE_MISSING };
}

/** A key means an account somewhere, and `auto` must never cost anything. */
function isFreeOllama({ settings }: Member): boolean {
  return settings.kind === 'ollama' && settings.key.kind === 'none';
}

function toOllamaSource({ settings, target }: Member): OllamaSource {
  const { name, modelPatterns } = settings;
  return {
    name,
    target: () => toNativeTarget(target()),
    accepts: (model) => isWanted(modelPatterns, model),
  };
}
