/** What can be added with one click: addresses as their makers document them. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  /** Undefined for the built-in ones, which only need a key or their program. */
  readonly entry?: PresetEntry;
}

export interface PresetEntry {
  readonly name: string;
  readonly baseUrl: string;
  readonly discover: boolean;
  readonly needsKey: boolean;
}

const HERE = 'On this machine';

function local(id: string, title: string, port: number): Preset {
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  const entry = { name: id, baseUrl, discover: true, needsKey: false };
  return { id, title, hint: `${HERE}, port ${port}`, entry };
}

export const PRESETS: readonly Preset[] = [
  { id: 'ollama', title: 'Ollama', hint: `${HERE}, built in` },
  local('lmstudio', 'LM Studio', 1234),
  local('llamacpp', 'llama.cpp', 8080),
  local('vllm', 'vLLM', 8000),
  { id: 'openai', title: 'OpenAI', hint: 'Needs a key' },
  { id: 'anthropic', title: 'Anthropic', hint: 'Needs a key' },
  { id: 'groq', title: 'Groq', hint: 'Needs a key' },
  { id: 'together', title: 'Together', hint: 'Needs a key' },
  { id: 'openrouter', title: 'OpenRouter', hint: 'Needs a key' },
  {
    id: 'mistral',
    title: 'Mistral',
    hint: 'Needs a key',
    entry: {
      name: 'mistral',
      baseUrl: 'https://api.mistral.ai/v1',
      discover: true,
      needsKey: true,
    },
  },
  {
    id: 'custom',
    title: 'Another one',
    hint: 'Any OpenAI-compatible address',
    entry: { name: '', baseUrl: '', discover: true, needsKey: false },
  },
];

/** `vllm`, or `vllm-2` when that is taken. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (wanted === '' || !taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}
