/** The three single changes to a JSON text; each takes and gives a whole body without BOM. */
import { RouterError } from '#core/router-error.ts';
import { insertMember, removeMember } from './edit-members.ts';
import { parseJsonc } from './jsonc-tree.ts';
import { type DocumentPath, findMember, findNode, type ValueNode } from './syntax-tree.ts';
import { eolOf, indentOf, SLASH_COMMENT, splice } from './text-lines.ts';
import { writeJson } from './write-json.ts';

export function replaceJsonc(body: string, path: DocumentPath, value: unknown): string {
  const node = nodeAt(body, path);
  const layout = { indent: indentOf(body, node.start), unit: unitOf(body), eol: eolOf(body) };
  return splice(body, node, writeJson(value, layout));
}

/** `path` names the new key, or the index the new item will have. */
export function insertJsonc(body: string, path: DocumentPath, value: unknown): string {
  const text = body.trim() === '' ? `{}${eolOf(body)}` : body;
  const node = nodeAt(text, path.slice(0, -1));
  const key = path.at(-1);
  const unit = unitOf(text);
  const name = node.kind === 'array' ? '' : `${JSON.stringify(String(key))}: `;
  return insertMember(text, node, {
    index: node.kind === 'array' ? Number(key) : node.members.length,
    render: (indent) => name + writeJson(value, { indent, unit, eol: eolOf(text) }),
    style: { comment: SLASH_COMMENT, unit },
  });
}

export function removeJsonc(body: string, path: DocumentPath): string {
  const node = nodeAt(body, path.slice(0, -1));
  const member = findMember(node, path.slice(-1));
  if (!member) throw unreachable(path);
  const index = node.members.indexOf(member);
  return removeMember(body, node, { index, comment: SLASH_COMMENT });
}

function nodeAt(body: string, path: DocumentPath): ValueNode {
  const parsed = parseJsonc(body);
  const node = 'root' in parsed ? findNode(parsed.root, path) : undefined;
  if (!node) throw unreachable(path);
  return node;
}

/** What the file indents by: the blanks before its first indented line. */
function unitOf(body: string): string {
  return /^([ \t]+)["[{]/m.exec(body)?.[1] ?? '  ';
}

function unreachable(path: DocumentPath): RouterError {
  return new RouterError('CONFIG_INVALID', `'${path.join('.')}' cannot be edited in this file`);
}
