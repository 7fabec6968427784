/** Tokens that open a few tools of `/mcp` for the time of one run. They live in memory only. */
import { randomBytes } from 'node:crypto';

import type { OpenGrant, ToolGrants } from '#core/ports/tool-grants.ts';
import type { ToolEntry } from '#core/ports/tools.ts';
import { RouterError } from '#core/router-error.ts';

/** Every token begins so; what begins so and is none opens nothing at all. */
export const GRANT_PREFIX = 'wol_run_';

const TOKEN_BYTES = 16;
/** A run that is forgotten must not leave a door open for ever. */
const LONGEST_MS = 12 * 60 * 60_000;

export interface ToolGrantsOptions {
  /** `http://127.0.0.1:4711` as programs on this machine reach the router; empty while they cannot. */
  readonly origin: () => string;
  /** Milliseconds; only differences count. */
  readonly now?: () => number;
}

export function createToolGrants({
  origin,
  now = () => performance.now(),
}: ToolGrantsOptions): ToolGrants {
  const grants = new Map<string, OpenGrant & { readonly end: number }>();

  return {
    open(entries, holder) {
      const base = origin();
      if (base === '') {
        throw new RouterError(
          'NOT_SUPPORTED',
          'a model that runs tools itself needs the router to listen on this machine (127.0.0.1)',
        );
      }
      const closing = new AbortController();
      const token = `${GRANT_PREFIX}${randomBytes(TOKEN_BYTES).toString('hex')}`;
      const byName = new Map(entries.map((entry) => [nameOf(entry), entry]));
      let calls = 0;
      grants.set(token, {
        ...holder,
        entries: byName,
        signal: closing.signal,
        end: now() + LONGEST_MS,
        began: () => {
          let isOver = false;
          calls += 1;
          return () => {
            if (!isOver) calls -= 1;
            isOver = true;
          };
        },
      });
      return {
        url: `${base}/mcp`,
        token,
        names: [...byName.keys()],
        busy: () => calls > 0,
        close() {
          if (grants.delete(token)) closing.abort(new RouterError('CANCELLED', 'the run is over'));
        },
      };
    },
    find(token) {
      const grant = grants.get(token);
      return grant === undefined || now() > grant.end ? undefined : grant;
    },
  };
}

/**
 * Grammar-safe as the name for models, without the part that a program puts before it anyway. Names
 * without it never begin with `mcp_` and the others always do, so two tools cannot get the same.
 */
function nameOf({ modelName }: ToolEntry): string {
  return modelName.replace(/^mcp__(?!mcp_)/, '');
}
