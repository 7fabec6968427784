/** The names before the slash of a model that exist without any configuration. */

/** Answers without any model behind it; an entry of that name with an address takes its place. */
export const DEMO = 'demo';

/** The user's own `claude` program, as an inferencer. */
export const CLAUDE_CODE = 'claude-code';

/** May be changed in inferencers.toml. */
export const BUILT_IN_INFERENCERS: readonly string[] = [
  'ollama',
  'anthropic',
  'openai',
  'groq',
  'together',
  'openrouter',
  DEMO,
];

/** Answered by the router itself; nobody can configure an inferencer of that name. */
export const RESERVED_NAMESPACES: readonly string[] = [
  'woollama',
  'auto',
  CLAUDE_CODE,
  'claude-agent',
];
