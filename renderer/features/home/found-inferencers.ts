/** What was found on this machine that can answer, best first. */
import type { InferencerStatus, RouterStatus } from '#contract/status.ts';
import type { StateTone } from '#components/state-label.tsx';

export interface FoundInferencer {
  readonly name: string;
  readonly tone: StateTone;
  readonly word: string;
  readonly text: string;
  /** What can be done about it on the page of inferencers. */
  readonly step?: string;
  /** Several in one line: the page of them all is the place. */
  readonly isGroup?: true;
}

export function findInferencers({ inferencers }: RouterStatus): readonly FoundInferencer[] {
  const keyless = inferencers.filter(({ key }) => key === 'missing');
  const others = inferencers.filter(({ key }) => key !== 'missing');
  const found = [...others.map(describe), ...describeKeyless(keyless)];
  const order: readonly StateTone[] = ['ok', 'idle', 'warn', 'bad', 'off'];
  return found.toSorted((a, b) => order.indexOf(a.tone) - order.indexOf(b.tone));
}

/** A line for each would bury what is there. */
function describeKeyless(keyless: readonly InferencerStatus[]): readonly FoundInferencer[] {
  if (keyless.length < 2) return keyless.map(describe);
  const names = new Intl.ListFormat('en').format(keyless.map(({ name }) => name));
  const text = `Once they have a key: ${names}.`;
  return [
    { name: 'services', tone: 'off', word: 'No key', text, step: 'Add a key', isGroup: true },
  ];
}

function describe(inferencer: InferencerStatus): FoundInferencer {
  const { name, models } = inferencer;
  if (name === 'demo') {
    const text = 'Built in. No intelligence, but it calls tools for real: everything can be tried.';
    return { name, tone: 'idle', word: 'Always there', text };
  }
  return { name, ...describeReal(inferencer, models) };
}

function describeReal(
  { name, key, keyName, problem }: InferencerStatus,
  models: number,
): Omit<FoundInferencer, 'name'> {
  if (key === 'missing') {
    const text = `Add a key (${keyName ?? 'api_key'}) to use it.`;
    return { tone: 'off', word: 'No key', text, step: 'Add key' };
  }
  if (problem !== undefined) {
    const text = name === 'ollama' ? 'Ollama does not run on this machine.' : `${problem}.`;
    return { tone: 'off', word: 'Not there', text, step: 'Look at it' };
  }
  const where = { environment: 'Key in the environment.', stored: 'Key kept here.' };
  const keyText = key === 'environment' || key === 'stored' ? where[key] : '';
  const modelText = models > 0 ? `${models} model${models === 1 ? '' : 's'}.` : '';
  return { tone: 'ok', word: 'Found', text: `${modelText} ${keyText}`.trim() || 'Ready.' };
}
