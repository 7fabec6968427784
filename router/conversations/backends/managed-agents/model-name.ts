const PREFIX = 'claude-agent/';

const ALIASES: Readonly<Record<string, string>> = {
  '': 'claude-opus-4-8',
  opus: 'claude-opus-4-8',
  sonnet: 'claude-sonnet-4-6',
  haiku: 'claude-haiku-4-5',
};

export function isAgentModel(model: string): boolean {
  return model.startsWith(PREFIX);
}

/** As the API knows it: `claude-agent/opus` is `claude-opus-4-8`; other names pass through. */
export function toApiModel(model: string): string {
  const name = isAgentModel(model) ? model.slice(PREFIX.length) : model;
  return ALIASES[name] ?? name;
}
