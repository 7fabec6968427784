import type { Dispatcher } from 'undici';

/** Where one relayed call goes; made anew per call, because keys are read at call time. */
export interface RelayTarget {
  readonly dispatcher: Dispatcher;
  /** Such as `https://api.openai.com`. */
  readonly origin: string;
  /** Such as `/v1`; no trailing slash. */
  readonly basePath: string;
  /** Authorization and other headers of the inferencer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Longest silence of the upstream, milliseconds; 0 means none. */
  readonly idleTimeoutMs: number;
  /** The inferencer's name, for messages. */
  readonly name: string;
}
