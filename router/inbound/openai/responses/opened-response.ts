/** What both kinds of turns need, and what they give back. */
import type { OpenRequest } from '#core/ports/requests.ts';
import type { OpenAiSurfaceOptions } from '../surface-options.ts';
import type { AnswerEvent } from './answer-event.ts';
import type { CallWatch } from './call-watch.ts';
import type { OfferedTools } from './read-tools.ts';
import type { ResponseFrame } from './response-object.ts';
import type { ResponseRequest } from './response-request.ts';

export interface ResponseCall {
  readonly options: OpenAiSurfaceOptions;
  readonly open: OpenRequest;
  readonly request: ResponseRequest;
  readonly offered: OfferedTools;
  /** Makes what runs inside part of the answer. */
  readonly watch: CallWatch;
  /** Passed on with every call made for it. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the program that asks. */
  readonly client: string;
}

export interface OpenedResponse {
  readonly frame: ResponseFrame;
  /** Rejects with a RouterError; ending the iteration early cancels the turn. */
  readonly events: AsyncIterable<AnswerEvent>;
}
