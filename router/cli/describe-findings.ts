import { AUTO_MODEL } from '#contract/config.ts';
import type { RouterStatus } from '#contract/status.ts';
import { hasProgram } from '#core/has-program.ts';
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
