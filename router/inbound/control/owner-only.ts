import type { onRequestHookHandler } from 'fastify';

import { RouterError } from '#core/router-error.ts';

/** Refuses everybody else with OWNER_ONLY, before the body is read. */
export const ownerOnly: onRequestHookHandler = ({ principal }, _reply, done) => {
  if (principal === 'owner') return done();
  const hint = "ask over the private socket, or with the owner's token";
  done(new RouterError('OWNER_ONLY', `this is for the router's owner: ${hint}`));
};
