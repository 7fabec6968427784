/** The names before the slash of a model that exist without any configuration. */

/** May be changed in inferencers.toml. */
export const BUILT_IN_INFERENCERS: readonly string[] = [
  'ollama',
  'anthropic',
  'openai',
  'groq',
  'together',
  'openrouter',
  'demo',
];

/** Answered by the router itself; nobody can configure an inferencer of that name. */
export const RESERVED_NAMESPACES: readonly string[] = [
  'woollama',
  'auto',
  'claude-code',
  'claude-agent',
];
