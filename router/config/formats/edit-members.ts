/**
 * Adds and removes the comma-separated members of JSON objects and lists and of TOML's inline
 * tables and lists. Siblings, their comments and their line breaks stay as they are.
 */
import type { MemberNode, ValueNode } from './syntax-tree.ts';
import {
  beginsLine,
  eolOf,
  findComma,
  indentOf,
  lineStart,
  nextLine,
  restOfLine,
  splice,
} from './text-lines.ts';

export interface MemberStyle {
  readonly comment: RegExp;
  /** One indent step for the first member of an object; absent where objects stay on one line. */
  readonly unit?: string;
}

export interface NewMember {
  /** The index it will have; at most the number of members. */
  readonly index: number;
  /** The member's text for a line that is indented like this. */
  readonly render: (indent: string) => string;
  readonly style: MemberStyle;
}

export function insertMember(text: string, node: ValueNode, member: NewMember): string {
  const previous = node.members[member.index - 1];
  if (previous) return insertAfter(text, previous, member);
  const [first] = node.members;
  return first ? insertBefore(text, first, member) : insertFirst(text, node, member);
}

function insertAfter(text: string, previous: MemberNode, { render, style }: NewMember): string {
  const comma = findComma(text, previous.end, style.comment);
  const behind = comma === undefined ? previous.end : comma + 1;
  const indent = indentOf(text, previous.start);
  const lineEnd = beginsLine(text, previous.start)
    ? restOfLine(text, behind, style.comment)
    : undefined;
  const gap = lineEnd === undefined ? ' ' : eolOf(text) + indent;
  const at = lineEnd ?? behind;
  // A comma behind the previous member means that a next one, or a trailing comma, follows.
  const ending = comma === undefined ? '' : ',';
  const inserted = splice(text, { start: at, end: at }, gap + render(indent) + ending);
  if (comma !== undefined) return inserted;
  return splice(inserted, { start: previous.end, end: previous.end }, ',');
}

function insertBefore(text: string, next: MemberNode, { render }: NewMember): string {
  const indent = indentOf(text, next.start);
  const gap = beginsLine(text, next.start) ? eolOf(text) + indent : ' ';
  return splice(text, { start: next.start, end: next.start }, `${render(indent)},${gap}`);
}

function insertFirst(text: string, node: ValueNode, { render, style }: NewMember): string {
  const open = node.start + 1;
  const close = node.end - 1;
  const outer = indentOf(text, node.start);
  const inner = outer + (style.unit ?? '');
  const comments = text.slice(open, close).trimEnd();
  const eol = eolOf(text);
  if (comments !== '') {
    const at = open + comments.length;
    return splice(text, { start: at, end: at }, eol + inner + render(inner));
  }
  const hole = { start: open, end: close };
  if (node.kind === 'array') return splice(text, hole, render(outer));
  if (style.unit === undefined) return splice(text, hole, ` ${render(outer)} `);
  return splice(text, hole, eol + inner + render(inner) + eol + outer);
}

/** A comment on the member's own line goes with it; comments above it stay. */
export function removeMember(
  text: string,
  node: ValueNode,
  { index, comment }: { readonly index: number; readonly comment: RegExp },
): string {
  const member = node.members[index];
  if (!member) return text;
  const comma = findComma(text, member.end, comment);
  const stop = comma === undefined ? member.end : comma + 1;
  const removed = splice(text, cutOf(text, member, { stop, comment }));
  const previous = node.members[index - 1];
  if (!previous) return node.members.length > 1 ? removed : closeEmpty(removed, node);
  const freed = comma === undefined ? findComma(removed, previous.end, comment) : undefined;
  return freed === undefined ? removed : splice(removed, { start: freed, end: freed + 1 });
}

/** Whole lines where the member has them for itself; otherwise up to the next member. */
function cutOf(
  text: string,
  member: MemberNode,
  { stop, comment }: { readonly stop: number; readonly comment: RegExp },
): { start: number; end: number } {
  const lineEnd = beginsLine(text, member.start) ? restOfLine(text, stop, comment) : undefined;
  if (lineEnd !== undefined) {
    return { start: lineStart(text, member.start), end: nextLine(text, lineEnd) };
  }
  const blanks = /^[ \t]*/.exec(text.slice(stop))?.[0].length ?? 0;
  const closes = /^[\]}]/.test(text.slice(stop + blanks));
  if (!closes) return { start: member.start, end: stop + blanks };
  const before = text.slice(0, member.start);
  return { start: before.trimEnd().length, end: stop };
}

function closeEmpty(text: string, node: ValueNode): string {
  const open = node.start + 1;
  const hole = /^\s*/.exec(text.slice(open))?.[0].length ?? 0;
  const closes = /^[\]}]/.test(text.slice(open + hole));
  return closes ? splice(text, { start: open, end: open + hole }) : text;
}
