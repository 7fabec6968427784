import type { Position } from './line-index.ts';

/** Why a text is not a document, in words for the person who wrote it. Never quotes the text. */
export interface SyntaxProblem {
  readonly position: Position;
  readonly message: string;
  readonly hint: string;
}
