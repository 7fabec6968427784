import type { OfferChange } from '../offers/shown-offer.ts';
import type { ServerOffer } from '../offers/server-offer.ts';
import type { Session, SessionHost } from '../session/session.ts';
import type { ConnectOptions } from './connect-server.ts';

export interface ConnectionLimits {
  readonly connectTimeoutMs: number;
  /** Default idle limit of a call; 0 means none. */
  readonly callTimeoutMs: number;
  /** Ceiling of the back-off; 0 means a lost server is not retried. */
  readonly retryMaxMs: number;
  /** How long calls may finish on a connection that is being replaced; 10 s by default. */
  readonly drainMs?: number;
}

export interface ConnectionOptions extends Pick<
  ConnectOptions,
  'server' | 'entry' | 'links' | 'client' | 'logger'
> {
  readonly limits: ConnectionLimits;
  readonly random: () => number;
  readonly clock: () => number;
  /** Shown while it is starting. */
  readonly remembered: ServerOffer | undefined;
  readonly host: Omit<SessionHost, 'onOffer'>;
  /** State, reason or attempts changed. */
  readonly onState: () => void;
  /** What `offer` and `offered` return changed. */
  readonly onOffer: (change: OfferChange) => void;
  /** A session is open, before the state says so. */
  readonly onSession: (session: Session) => void;
}
