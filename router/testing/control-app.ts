/** The control surface with fakes behind it, and the contract's own client in front, checking answers. */
import type { FastifyInstance, InjectOptions } from 'fastify';

import { createControlClient, type ControlClient } from '#contract/control-client.ts';
import { controlSurface } from '../inbound/control/control-surface.ts';
import type { ControlSurfaceOptions } from '../inbound/control/control-surface.ts';
import type { Principal } from '../inbound/shared/create-http-app.ts';
import { createFakeControlParts, type FakeControlParts } from './fake-control-parts.ts';
import { createSurfaceApp, type SurfaceApp } from './surface-app.ts';

export interface ControlApp extends SurfaceApp {
  readonly parts: FakeControlParts;
  readonly client: ControlClient;
}

export async function createControlApp(
  changes: Partial<ControlSurfaceOptions> = {},
  principal: Principal = 'owner',
): Promise<ControlApp> {
  const parts = createFakeControlParts(changes);
  const surface = await createSurfaceApp(async (app) => {
    await app.register(controlSurface, parts);
  }, principal);
  const client = createControlClient({
    fetch: fetchFrom(surface.app),
    origin: '',
    headers: () => ({ 'user-agent': 'the window' }),
    strict: true,
  });
  return { ...surface, parts, client };
}

/** `fetch` without a socket; for whole answers only. */
function fetchFrom(app: FastifyInstance) {
  return async (url: string, { method, headers, body }: RequestInit): Promise<Response> => {
    const request: InjectOptions = {
      method: method === 'POST' ? 'POST' : 'GET',
      url,
      headers: Object.fromEntries(new Headers(headers)),
      ...(typeof body === 'string' && { payload: body }),
    };
    const { statusCode, body: text } = await app.inject(request);
    return new Response(text, { status: statusCode });
  };
}
