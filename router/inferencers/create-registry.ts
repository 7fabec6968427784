/** The enabled inferencers by name: built-in ones with the user's changes, and the demo. */
import { isDeepStrictEqual } from 'node:util';

import type { InferencerEntry } from '#contract/config.ts';
import { CLAUDE_CODE, DEMO, RESERVED_NAMESPACES } from '#contract/names.ts';
import type { Inferencer } from '#core/ports/inferencers.ts';
import type { Logger } from '#core/ports/logger.ts';
import { createDemoAdapter } from './adapters/demo/demo-adapter.ts';
import { createOllamaAdapter } from './adapters/ollama/ollama-adapter.ts';
import { createOpenaiAdapter } from './adapters/openai/openai-adapter.ts';
import { realIdentity } from './adapters/shared/identity.ts';
import type { InferencerSettings } from './inferencer-settings.ts';
import { mergeEntries } from './merge-entries.ts';
import type { RelayTarget } from './relay/target.ts';

/** One HTTP backend; never changed, so a call in flight keeps what it began with. */
export interface Member {
  readonly settings: InferencerSettings;
  readonly inferencer: Inferencer;
  /** Throws MISSING_KEY and INVALID_REQUEST. */
  readonly target: () => RelayTarget;
}

export interface Registry {
  /** A member whose settings stay the same stays the same object. */
  apply(entries: ReadonlyMap<string, InferencerEntry>): void;
  /** Sorted by name; without the demo and Claude Code. */
  members(): readonly Member[];
  find(name: string): Inferencer | undefined;
  /** Sorted; with the demo and Claude Code. */
  names(): readonly string[];
  hasDemo(): boolean;
}

export interface RegistryOptions {
  readonly ollamaUrl: string;
  readonly demoEnabled: boolean;
  readonly toTarget: (settings: InferencerSettings) => RelayTarget;
  readonly logger: Logger;
  /** Claude Code, where this router can run it. */
  readonly claude?: Inferencer | undefined;
}

export function createRegistry(options: RegistryOptions): Registry {
  const { ollamaUrl, demoEnabled, logger, claude } = options;
  const demo = createDemoAdapter(realIdentity);
  let members: ReadonlyMap<string, Member> = new Map();
  let hasDemo = false;

  function apply(entries: ReadonlyMap<string, InferencerEntry>): void {
    const usable = new Map(entries);
    for (const name of RESERVED_NAMESPACES) {
      if (usable.delete(name))
        logger.warn({ inferencer: name }, 'that inferencer name is reserved');
    }
    // Only an address makes an entry of that name a backend of the user's own.
    const ownDemo = usable.get(DEMO);
    hasDemo = demoEnabled && ownDemo?.enabled !== false && !ownDemo?.base_url;
    if (!ownDemo?.base_url) usable.delete(DEMO);

    const previous = members;
    members = new Map(
      mergeEntries(usable, ollamaUrl).map((settings) => {
        const before = previous.get(settings.name);
        const isSame = before !== undefined && isDeepStrictEqual(before.settings, settings);
        return [settings.name, isSame ? before : createMember(settings, options.toTarget)] as const;
      }),
    );
  }

  apply(new Map());
  return {
    apply,
    members: () => [...members.values()],
    find(name) {
      if (name === CLAUDE_CODE) return claude;
      return name === DEMO && hasDemo ? demo : members.get(name)?.inferencer;
    },
    names: () =>
      [...members.keys(), ...(hasDemo ? [DEMO] : []), ...(claude ? [CLAUDE_CODE] : [])].sort(),
    hasDemo: () => hasDemo,
  };
}

function createMember(
  settings: InferencerSettings,
  toTarget: (settings: InferencerSettings) => RelayTarget,
): Member {
  const { name, extraBody, kind } = settings;
  const target = (): RelayTarget => toTarget(settings);
  const openai = createOpenaiAdapter({ name, extraBody, target });
  const inferencer =
    kind === 'ollama' ? createOllamaAdapter({ openai, target, identity: realIdentity }) : openai;
  return { settings, inferencer, target };
}
