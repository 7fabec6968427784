/** The window for browsers: the files of its build, and nothing else. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { readFile } from 'node:fs/promises';

import { UI_CONTENT_SECURITY_POLICY } from '#contract/ui-policy.ts';
import { RouterError } from '#core/router-error.ts';
import { listUiFiles, type UiFile } from './list-ui-files.ts';

export interface UiSurfaceOptions {
  /** The built window; undefined when there is none. */
  readonly uiDir: string | undefined;
}

const HEADERS = {
  'content-security-policy': UI_CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
};

export async function uiSurface(app: FastifyInstance, { uiDir }: UiSurfaceOptions): Promise<void> {
  const files: ReadonlyMap<string, UiFile> =
    uiDir === undefined ? new Map() : await listUiFiles(uiDir);

  async function send(address: string, reply: FastifyReply): Promise<Buffer> {
    const file = files.get(address === '' ? 'index.html' : address);
    if (file === undefined) {
      const reason =
        files.size === 0
          ? 'this router was built without its window; `npm run build:ui` makes it'
          : `the window has no file '${address}'`;
      throw new RouterError('NOT_FOUND', reason);
    }
    const bytes = await readFile(file.path);
    void reply.headers({ 'content-type': file.contentType, 'cache-control': file.cacheControl });
    return bytes;
  }

  app.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(HEADERS);
    done();
  });
  app.get('/ui', (request, reply) => {
    // Slashes at the end do not count for routing, but a browser resolves names against them.
    const { pathname, search } = new URL(request.originalUrl, 'http://localhost');
    if (pathname.endsWith('/')) return send('', reply);
    return reply.redirect(`/ui/${search}`, 308);
  });
  app.get<{ Params: { '*': string } }>('/ui/*', (request, reply) =>
    send(request.params['*'], reply),
  );
}
