/** Conversations, with everybody who can own a transcript. */
import { join } from 'node:path';

import type { ClaudeCode } from '#core/ports/claude-code.ts';
import type { ConfigStore } from '#core/ports/config.ts';
import type { TranscriptOwner } from '#core/ports/conversation-backend.ts';
import type { Events } from '#core/ports/events.ts';
import type { Inferencers } from '#core/ports/inferencers.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { Recipes } from '#core/ports/recipes.ts';
import type { Tools } from '#core/ports/tools.ts';
import { createAskModel } from './conversations/ask-model.ts';
import { createClaudeResume } from './conversations/backends/claude-resume/create-claude-resume.ts';
import { createManagedAgents } from './conversations/backends/managed-agents/create-managed-agents.ts';
import { createConfiguredStore } from './conversations/backends/store-backed/configured-store.ts';
import { createStoreBacked } from './conversations/backends/store-backed/create-store-backed.ts';
import { createConversations } from './conversations/create-conversations.ts';
import { resolveModel } from './inbound/shared/resolve-model.ts';
import { createDispatcher } from './inferencers/create-dispatcher.ts';
import type { Settings } from './settings.ts';
import { openHandles } from './state/open-handles.ts';
import type { StoredSecrets } from './stored-secrets.ts';

interface Surroundings {
  readonly settings: Pick<Settings, 'stateDir'>;
  readonly version: string;
  readonly secrets: StoredSecrets;
  readonly store: ConfigStore;
  readonly logs: { readonly logger: Logger };
}

interface Needs {
  readonly events: Events;
  readonly tools: Tools;
  readonly inferencers: Inferencers;
  readonly recipes: Recipes;
  readonly claude: ClaudeCode;
}

/** Throws STATE_UNUSABLE. */
export function openConversations(
  { settings, version, secrets, store: config, logs: { logger } }: Surroundings,
  { events, tools, inferencers, recipes, claude }: Needs,
) {
  const { stateDir } = settings;
  const store = createConfiguredStore({ tools, entry: () => config.current().conversationStore });
  const checkModel = (model: string) => void resolveModel(model, { inferencers, recipes });
  const ask = createAskModel({ recipes, checkModel });
  const env = () => secrets.env;
  const dispatcher = createDispatcher(env(), logger);
  const backends: readonly TranscriptOwner[] = [
    createClaudeResume({ claude, dir: join(stateDir, 'claude-code') }),
    createManagedAgents({ dispatcher, env, logger, version, stateDir }),
    createStoreBacked({ store, ask }),
  ];
  const handles = openHandles({ dir: stateDir, logger });
  const conversations = createConversations({ handles, backends, events, logger });
  return {
    conversations,
    /** What is wrong with the file of the handles. */
    stateProblem: () => handles.problem(),
    /** Ends all turns first. */
    closeConversations: async (): Promise<void> => {
      await conversations.stop();
      handles.close();
      await Promise.allSettled([store.close(), dispatcher.destroy()]);
    },
  };
}
