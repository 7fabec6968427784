import { randomUUID } from 'node:crypto';

/** Where made-up answers get their ids and times from. */
export interface Identity {
  /** 32 letters and digits, never the same twice. */
  newId(): string;
  /** Seconds since 1970. */
  nowSeconds(): number;
}

export const realIdentity: Identity = {
  newId: () => randomUUID().replaceAll('-', ''),
  nowSeconds: () => Math.floor(Date.now() / 1000),
};
