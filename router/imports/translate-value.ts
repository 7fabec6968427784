/** The variables of other programs in terms of ours: `${NAME}` and `${NAME:-default}`. */
import { literal, type Piece, reference, type Template } from './template.ts';

/**
 * What a program replaces in its values. `literal`: nothing. `braces`: `${NAME}`, `${NAME:-default}`.
 * `dollar`: also `$NAME`. `editor`: `${env:NAME}`, `${input:id}` and places such as `${userHome}`.
 * `any`: a pasted text, which may come from everywhere.
 */
export type Dialect = 'literal' | 'braces' | 'dollar' | 'editor' | 'any';

export interface Translation {
  readonly template: Template;
  readonly problem: string | null;
}

interface TranslationOptions {
  readonly dialect: Dialect;
  readonly platform: NodeJS.Platform;
}

const PLAIN = /^(?<name>[A-Za-z_]\w*)(?::-(?<fallback>.*))?$/s;
const IN_BRACES = /\$\{([^}]{0,2000})\}/g;
const DOLLAR_TOO = /\$\{([^}]{0,2000})\}|\$([A-Za-z_]\w*)/g;

export function translateValue(raw: string, options: TranslationOptions): Translation {
  if (options.dialect === 'literal') {
    return { template: literal(raw), problem: null };
  }
  let problem: string | null = null;
  const pieces: Piece[] = [];
  let end = 0;
  for (const found of raw.matchAll(options.dialect === 'dollar' ? DOLLAR_TOO : IN_BRACES)) {
    const meaning = translateReference(found[1] ?? found[2] ?? '', options);
    if (meaning === undefined) continue;
    problem ??= meaning.problem ?? null;
    pieces.push({ kind: 'text', text: raw.slice(end, found.index) }, meaning.piece);
    end = found.index + found[0].length;
  }
  pieces.push({ kind: 'text', text: raw.slice(end) });
  return { template: joinTexts(pieces), problem };
}

interface Meaning {
  readonly piece: Piece;
  readonly problem?: string;
}

/** Undefined when it is no reference in that program: then it is literal. */
function translateReference(
  written: string,
  { dialect, platform }: TranslationOptions,
): Meaning | undefined {
  const plain = PLAIN.exec(written)?.groups;
  if (dialect === 'editor' || dialect === 'any') {
    const meaning = translateEditorReference(written, platform);
    if (meaning !== undefined || dialect === 'editor') return meaning;
  }
  if (plain?.['name'] === undefined) return undefined;
  return { piece: reference(plain['name'], plain['fallback']) };
}

function translateEditorReference(written: string, platform: NodeJS.Platform): Meaning | undefined {
  const isWindows = platform === 'win32';
  const [, kind = '', rest = ''] = /^([A-Za-z]+):(?!-)(.*)$/s.exec(written) ?? [];
  if (kind === 'env' && /^[A-Za-z_]\w*$/.test(rest)) return { piece: reference(rest) };
  // The editor asks its user for it; here it must be stored under that name.
  if (kind === 'input') return { piece: reference(toVariableName(rest)) };
  if (written === 'userHome') return { piece: reference(isWindows ? 'USERPROFILE' : 'HOME') };
  if (written === 'pathSeparator' || written === '/') {
    return { piece: { kind: 'text', text: isWindows ? '\\' : '/' } };
  }
  if (/^(workspace|file|relativeFile|cwd|config|command|selectedText)/.test(written)) {
    const problem = `It uses \${${written.slice(0, 60)}}, which only its own program can fill in.`;
    return { piece: { kind: 'text', text: `\${${written}}` }, problem };
  }
  return undefined;
}

/** `api-key` as `API_KEY`. */
export function toVariableName(text: string): string {
  const words = text.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').replaceAll(/\W+/g, '_');
  const name = words.replaceAll(/_+/g, '_').replaceAll(/^_|_$/g, '').toUpperCase().slice(0, 80);
  return /^[A-Z]/.test(name) ? name : `VALUE_${name}`.replace(/_$/, '');
}

function joinTexts(pieces: readonly Piece[]): Template {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece.kind === 'text' && last?.kind === 'text') {
      joined[joined.length - 1] = { kind: 'text', text: last.text + piece.text };
    } else if (piece.kind !== 'text' || piece.text !== '') joined.push(piece);
  }
  return joined;
}
