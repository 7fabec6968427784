import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { AUTO_MODEL } from '#contract/config.ts';
import type { RouterStatus } from '#contract/status.ts';
import type { Router } from '../app.ts';

/** What this machine offers, in lines for a person: Ollama, Claude Code, keys, and what `auto` means. */
export async function describeFindings(router: Router, env: NodeJS.ProcessEnv): Promise<string> {
  const auto = await router.chooseAuto();
  const status = router.status();
  const found = status.inferencers.find(({ name }) => name === 'ollama');
  const ollama = found !== undefined && found.problem === undefined ? 'Ollama yes' : 'Ollama no';
  const choice = auto.model === AUTO_MODEL ? 'nothing' : auto.model;
  const claude = hasProgram(router.settings.claudeBin, env) ? 'claude yes' : 'claude no';
  const keys = keyNames(status);
  return [
    `Found:           ${ollama}, ${claude}, keys ${keys.join(' ') || 'none'}`,
    `auto/default:    ${choice} (${auto.reason})`,
    '',
  ].join('\n');
}

function keyNames({ inferencers }: RouterStatus): string[] {
  return inferencers.flatMap(({ key, keyName }) =>
    key === 'environment' && keyName !== undefined ? [`$${keyName}`] : [],
  );
}

/** Looks along PATH only; nothing is run. */
function hasProgram(name: string, env: NodeJS.ProcessEnv): boolean {
  const places = /[\\/]/.test(name) ? [''] : (env['PATH'] ?? '').split(delimiter);
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  return places.some((place) => endings.some((ending) => isExecutable(join(place, name + ending))));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not to be run: the same to us.
    return false;
  }
}
