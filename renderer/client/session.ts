/**
 * How a browser proves that the owner sits before it. The link's secret stands behind `#`, which
 * never reaches a server; it is exchanged once for a cookie that no script can read and this half,
 * which no other origin can read.
 */
import { SESSION_HEADER, SESSION_PATH } from '#contract/stream.ts';

const STORAGE_KEY = 'woollama-session';
const LINK = /^#link=([\w-]+)$/;

export interface Session {
  readonly headers: () => Readonly<Record<string, string>>;
  /** Exchanges a link for a session; false when the router refuses it. */
  readonly redeem: (link: string) => Promise<boolean>;
}

export function createSession(storage: Storage, fetch: typeof globalThis.fetch): Session {
  return {
    headers: () => {
      const session = storage.getItem(STORAGE_KEY);
      return session === null ? {} : { [SESSION_HEADER]: session };
    },
    async redeem(link) {
      const response = await fetch(SESSION_PATH, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ link }),
      });
      if (!response.ok) return false;
      const answer: unknown = await response.json();
      if (!isSession(answer)) return false;
      storage.setItem(STORAGE_KEY, answer.session);
      return true;
    },
  };
}

function isSession(answer: unknown): answer is { readonly session: string } {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'session' in answer &&
    typeof answer.session === 'string'
  );
}

export function hasLink({ hash }: Pick<Location, 'hash'>): boolean {
  return LINK.test(hash);
}

/** Takes the link out of the address, so that it is neither bookmarked nor shared. */
export function takeLink(location: Location, history: History): string | undefined {
  const link = LINK.exec(location.hash)?.[1];
  if (link !== undefined) history.replaceState(null, '', location.pathname);
  return link;
}
