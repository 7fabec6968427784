/** Health for whoever may ask, the whole status for the owner only. */
import type { FastifyInstance } from 'fastify';

import type { RouterStatus } from '#contract/status.ts';
import { RouterError } from '#core/router-error.ts';

export interface ControlSurfaceOptions {
  readonly status: () => RouterStatus;
}

export async function controlSurface(
  app: FastifyInstance,
  { status }: ControlSurfaceOptions,
): Promise<void> {
  app.get('/healthz', async () => {
    const { version, servers, issues } = status();
    const broken = servers.some(({ state }) => state === 'failed' || state === 'retrying');
    const degraded = broken || issues.some(({ severity }) => severity === 'error');
    return { status: degraded ? 'degraded' : 'ok', version };
  });

  app.get('/control/status', async (request) => {
    if (request.principal !== 'owner') {
      throw new RouterError('OWNER_ONLY', 'this is answered on the private socket only');
    }
    return status();
  });
}
