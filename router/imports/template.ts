/** One value of a foreign entry: what is literal, what stands for a variable, what is a secret. */
import { showHidden } from './visible-text.ts';

export interface SecretPiece {
  readonly kind: 'secret';
  readonly value: string;
  /** What it is called where it stands: a variable, header, flag or query field. */
  readonly hint: string;
}

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly name: string; readonly fallback?: string }
  | SecretPiece;

export type Template = readonly Piece[];

/** In place of a secret, where people read it. */
const MARK = '‹secret›';
/** Our files have no escape: this default of a variable that nobody sets is a lone dollar sign. */
const DOLLAR = '${WOOLLAMA_DOLLAR:-$}';

export function literal(text: string): Template {
  return [{ kind: 'text', text }];
}

export function reference(name: string, fallback?: string): Piece {
  return { kind: 'reference', name, ...(fallback === undefined ? {} : { fallback }) };
}

/** As our mcp.json takes it; `nameOf` says under which name a secret is stored. */
export function renderTemplate(
  template: Template,
  nameOf: (secret: SecretPiece) => string,
): string {
  return template
    .map((piece) => {
      if (piece.kind === 'text') return piece.text.replaceAll('${', `${DOLLAR}{`);
      if (piece.kind === 'secret') return writeReference(nameOf(piece));
      return writeReference(piece.name, piece.fallback);
    })
    .join('');
}

/** For people: nothing hidden, no secret. */
export function showTemplate(template: Template): string {
  return template
    .map((piece) => {
      if (piece.kind === 'text') return showHidden(piece.text);
      if (piece.kind === 'secret') return MARK;
      return showHidden(writeReference(piece.name, piece.fallback));
    })
    .join('');
}

/** All there is, secrets too: for looking at, never for showing. */
export function wholeText(template: Template): string {
  return template
    .map((piece) => {
      if (piece.kind === 'text') return piece.text;
      if (piece.kind === 'secret') return piece.value;
      return writeReference(piece.name, piece.fallback);
    })
    .join('');
}

export function secretsOf(template: Template): readonly SecretPiece[] {
  return template.filter((piece) => piece.kind === 'secret');
}

/** Names of the variables that must be set. */
export function neededBy(template: Template): readonly string[] {
  return template.flatMap((piece) =>
    piece.kind === 'reference' && piece.fallback === undefined ? [piece.name] : [],
  );
}

function writeReference(name: string, fallback?: string): string {
  return fallback === undefined ? `\${${name}}` : `\${${name}:-${fallback}}`;
}
