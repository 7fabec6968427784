/**
 * The manifest: every behaviour that the project promises, its source, and the tests that prove it.
 * requirements.test.ts fails when one of them names no test, or one that does not exist.
 */
import { APP } from './requirements/app.ts';
import { APP_GUARDS } from './requirements/app-guards.ts';
import { CHAT } from './requirements/chat.ts';
import { CLAUDE_CODE } from './requirements/claude-code.ts';
import { CONFIG_ENTRIES } from './requirements/config-entries.ts';
import { CONFIG_FILES } from './requirements/config-files.ts';
import { CONFIG_LIVE } from './requirements/config-live.ts';
import { CONVERSATION_HANDLES } from './requirements/conversation-handles.ts';
import { CONVERSATIONS } from './requirements/conversations.ts';
import { EVENTS } from './requirements/events.ts';
import { HOLDERS } from './requirements/holders.ts';
import { LATER } from './requirements/later.ts';
import { LIFETIME } from './requirements/lifetime.ts';
import { LISTENERS } from './requirements/listeners.ts';
import { MCP_CLIENTS } from './requirements/mcp-clients.ts';
import { MCP_OWN } from './requirements/mcp-own.ts';
import { MCP_RELAY } from './requirements/mcp-relay.ts';
import { MODELS } from './requirements/models.ts';
import { NATIVE } from './requirements/native.ts';
import { OWNER } from './requirements/owner.ts';
import { PROCESS } from './requirements/process.ts';
import { QUESTIONS } from './requirements/questions.ts';
import { RECIPE_ANSWERS } from './requirements/recipe-answers.ts';
import { RECIPE_STREAMS } from './requirements/recipe-streams.ts';
import { RECIPES } from './requirements/recipes.ts';
import { RELAY } from './requirements/relay.ts';
import { RESPONSES } from './requirements/responses.ts';
import { SECURITY } from './requirements/security.ts';
import { SERVERS } from './requirements/servers.ts';
import { WINDOW } from './requirements/window.ts';
import { WINDOW_EDITING } from './requirements/window-editing.ts';
import type { Requirement } from './requirements/requirement.ts';

export const REQUIREMENTS: readonly Requirement[] = [
  ...APP,
  ...APP_GUARDS,
  ...CHAT,
  ...CLAUDE_CODE,
  ...CONFIG_ENTRIES,
  ...CONFIG_FILES,
  ...CONFIG_LIVE,
  ...CONVERSATION_HANDLES,
  ...CONVERSATIONS,
  ...EVENTS,
  ...HOLDERS,
  ...LATER,
  ...LIFETIME,
  ...LISTENERS,
  ...MCP_CLIENTS,
  ...MCP_OWN,
  ...MCP_RELAY,
  ...MODELS,
  ...NATIVE,
  ...OWNER,
  ...PROCESS,
  ...QUESTIONS,
  ...RECIPE_ANSWERS,
  ...RECIPE_STREAMS,
  ...RECIPES,
  ...RELAY,
  ...RESPONSES,
  ...SECURITY,
  ...SERVERS,
  ...WINDOW,
  ...WINDOW_EDITING,
];
