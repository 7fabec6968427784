import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { OwnerAccess } from '#core/ports/owner-access.ts';
import { RouterError } from '#core/router-error.ts';
import { parseBody } from '../shared/parse-body.ts';
import { toRawBody } from '../shared/raw-body.ts';

const wanted = z.object({ link: z.string().min(1).max(200) });

/** The one request of the control surface that needs no owner: a link makes one. */
export function sessionRoute(owner: Pick<OwnerAccess, 'redeem'>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<object> => {
    const { link } = parseBody(toRawBody(request.body).whole(), wanted);
    const opened = owner.redeem(link);
    if (opened === undefined) {
      throw new RouterError(
        'LINK_INVALID',
        'this link was used already or is too old; make another',
        {
          param: 'link',
        },
      );
    }
    void reply.header('set-cookie', opened.cookie);
    return { session: opened.session };
  };
}
