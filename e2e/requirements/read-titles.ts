import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** What a test that does not run, or runs in order to fail, is called with. */
const OFF = ['skip', 'todo', 'fails'];

/**
 * The titles of the tests and describe blocks of a file, each alone and as `outer > inner`.
 * Throws when there is no such file.
 */
export function readTitles(path: string): ReadonlySet<string> {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  const titles = new Set<string>();
  const visit = (node: ts.Node, outer: readonly string[]): void => {
    if (isOff(node)) return;
    const title = titleOf(node, source);
    const inner = title === undefined ? outer : [...outer, title];
    if (title !== undefined) {
      titles.add(title);
      for (const each of outer) titles.add(`${each} > ${title}`);
    }
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(source, []);
  return titles;
}

function titleOf(node: ts.Node, source: ts.SourceFile): string | undefined {
  if (!ts.isCallExpression(node) || !isTestCall(node.expression)) return undefined;
  const [title] = node.arguments;
  if (title === undefined) return undefined;
  if (ts.isStringLiteralLike(title)) return title.text;
  return ts.isTemplateExpression(title) ? title.getText(source).slice(1, -1) : undefined;
}

/** `test`, `test.each(...)` and the like. */
function isTestCall(callee: ts.Expression): boolean {
  const root = calleeParts(callee).at(-1);
  return root !== undefined && ['describe', 'it', 'test'].includes(root);
}

function isOff(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !isTestCall(node.expression)) return false;
  return calleeParts(node.expression).some((part) => OFF.includes(part));
}

/** The names of a callee, the last one first: `each`, `test` for `test.each(...)`. */
function calleeParts(callee: ts.Expression): readonly string[] {
  if (ts.isIdentifier(callee)) return [callee.text];
  if (ts.isPropertyAccessExpression(callee))
    return [callee.name.text, ...calleeParts(callee.expression)];
  return ts.isCallExpression(callee) ? calleeParts(callee.expression) : [];
}
