/** A configuration text as a value whose every part can be found again in the text. */
import { indexJsonc, parseJsonc } from './jsonc-tree.ts';
import { createLineIndex, type Position } from './line-index.ts';
import type { SyntaxProblem } from './syntax-problem.ts';
import { type DocumentPath, pathKey } from './syntax-tree.ts';
import { indexToml, parseToml, parseTomlTree } from './toml-tree.ts';

export type DocumentFormat = 'jsonc' | 'toml';

export interface ParsedDocument {
  /** Plain objects, arrays and scalars (TOML dates stay dates). */
  readonly value: unknown;
  /** Where the key, or the item of a list, begins. */
  readonly locate: (path: DocumentPath) => Position | undefined;
  /** Keys written twice in one object; the last one counts. */
  readonly repeated: readonly DocumentPath[];
}

export type ParseOutcome =
  | { readonly ok: true; readonly document: ParsedDocument }
  | { readonly ok: false; readonly problem: SyntaxProblem };

const BOM = '\uFEFF';

/** The byte order mark, if any, and the text after it. Offsets and columns count from the body. */
export function splitBom(text: string): { readonly bom: string; readonly body: string } {
  return text.startsWith(BOM) ? { bom: BOM, body: text.slice(1) } : { bom: '', body: text };
}

export function formatOf(file: string): DocumentFormat {
  return file.endsWith('.toml') ? 'toml' : 'jsonc';
}

export function parseDocument(format: DocumentFormat, text: string): ParseOutcome {
  const { body } = splitBom(text);
  if (format === 'jsonc') {
    const parsed = parseJsonc(body);
    if ('hint' in parsed) return { ok: false, problem: parsed };
    const { value, root, repeated } = parsed;
    const locate = createLocator(body, () => indexJsonc(root));
    return { ok: true, document: { value, repeated, locate } };
  }
  const parsed = parseToml(body);
  if ('hint' in parsed) return { ok: false, problem: parsed };
  const locate = createLocator(body, () => indexTomlBody(body));
  return { ok: true, document: { value: parsed.value, repeated: [], locate } };
}

function indexTomlBody(body: string): ReadonlyMap<string, number> {
  try {
    return indexToml(parseTomlTree(body));
  } catch {
    // The two TOML parsers disagree about this text: issues without a line beat no issues.
    return new Map();
  }
}

/** Builds the index on the first question only: a file without a fault never pays for it. */
function createLocator(
  body: string,
  index: () => ReadonlyMap<string, number>,
): ParsedDocument['locate'] {
  const lines = createLineIndex(body);
  let offsets: ReadonlyMap<string, number> | undefined;
  return (path) => {
    offsets ??= index();
    const offset = offsets.get(pathKey(path));
    return offset === undefined ? undefined : lines.positionAt(offset);
  };
}
