import type { RouterStatus } from '#contract/status.ts';

/** Anybody may ask, so it tells no more than this. */
export function describeHealth({ version, servers, issues }: RouterStatus) {
  const broken = servers.some(({ state }) => state === 'failed' || state === 'retrying');
  const degraded = broken || issues.some(({ severity }) => severity === 'error');
  return { status: degraded ? 'degraded' : 'ok', version };
}
