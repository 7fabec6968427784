/** The three single changes to a TOML text; each takes and gives a whole body without BOM. */
import { RouterError } from '#core/router-error.ts';
import { insertMember, removeMember } from './edit-members.ts';
import {
  type DocumentPath,
  findMember,
  findNode,
  pathKey,
  startsWith,
  type ValueNode,
} from './syntax-tree.ts';
import { eolOf, HASH_COMMENT, splice } from './text-lines.ts';
import { insertEntry, removeLines, removeSection } from './toml-lines.ts';
import { parseTomlTree, type TomlEntry, type TomlSection } from './toml-tree.ts';
import { writeInline, writePair, writeTomlValue } from './write-toml.ts';

export function replaceToml(body: string, path: DocumentPath, value: unknown): string {
  const place = findPlace(parseTomlTree(body), path);
  if (!place) return insertToml(removeToml(body, path), path, value);
  const written = place.direct ? writeTomlValue(value, eolOf(body)) : writeInline(value);
  return splice(body, place.node, written);
}

/** `path` names the new key, or the index the new item will have. */
export function insertToml(body: string, path: DocumentPath, value: unknown): string {
  const sections = parseTomlTree(body);
  const key = path.at(-1);
  const place = findPlace(sections, path.slice(0, -1));
  if (!place) return insertEntry(body, { sections, path, value });
  const { node } = place;
  const text = writeInline(value);
  return insertMember(body, node, {
    index: node.kind === 'array' ? Number(key) : node.members.length,
    render: () => (node.kind === 'array' ? text : writePair(String(key), text)),
    style: { comment: HASH_COMMENT },
  });
}

export function removeToml(body: string, path: DocumentPath): string {
  const sections = parseTomlTree(body);
  const place = findPlace(sections, path);
  if (place?.direct) return removeLines(body, place.entry);
  const parent = findPlace(sections, path.slice(0, -1));
  if (parent) return removeInline(body, parent.node, path);
  return removeTable(body, sections, path);
}

function removeInline(body: string, node: ValueNode, path: DocumentPath): string {
  const member = findMember(node, path.slice(-1));
  if (!member) throw new RouterError('CONFIG_INVALID', `'${path.join('.')}' is not in this file`);
  const index = node.members.indexOf(member);
  return removeMember(body, node, { index, comment: HASH_COMMENT });
}

/** A table may be spread over several headers and dotted keys. From the end, so offsets stay true. */
function removeTable(body: string, sections: readonly TomlSection[], path: DocumentPath): string {
  let text = body;
  for (const section of sections.toReversed()) {
    if (startsWith(section.path, path)) {
      text = removeSection(text, section);
      continue;
    }
    const dotted = section.entries.filter((entry) => startsWith(entry.path, path));
    for (const entry of dotted.toReversed()) text = removeLines(text, entry);
  }
  return text;
}

interface Place {
  readonly entry: TomlEntry;
  readonly node: ValueNode;
  /** Whether the node is the whole right side of its line. */
  readonly direct: boolean;
}

/** The written value at `path`; undefined when `path` is a table of headers or dotted keys, or nothing. */
function findPlace(sections: readonly TomlSection[], path: DocumentPath): Place | undefined {
  for (const { entries } of sections) {
    const entry = entries.find((candidate) => startsWith(path, candidate.path));
    const node = entry && findNode(entry.value, path.slice(entry.path.length));
    if (node) return { entry, node, direct: pathKey(entry.path) === pathKey(path) };
  }
  return undefined;
}
