/** Where the parts of a document stand in its text; offsets count UTF-16 units, ends are exclusive. */
export type DocumentPath = readonly (string | number)[];

export interface ValueNode {
  readonly kind: 'object' | 'array' | 'scalar';
  readonly start: number;
  readonly end: number;
  readonly members: readonly MemberNode[];
}

/** A property with its key, or an item of a list. */
export interface MemberNode {
  /** Relative to the containing node; longer than one only for TOML's dotted keys. */
  readonly path: DocumentPath;
  readonly start: number;
  readonly end: number;
  readonly value: ValueNode;
}

export function startsWith(path: DocumentPath, prefix: DocumentPath): boolean {
  return prefix.every((segment, at) => path[at] === segment);
}

/** A path as a map key; `0` and `"0"` stay different. */
export function pathKey(path: DocumentPath): string {
  return JSON.stringify(path);
}

/** The last member that holds `path`: of a key written twice, the later one counts. */
export function findMember(node: ValueNode, path: DocumentPath): MemberNode | undefined {
  return node.members.findLast((member) => startsWith(path, member.path));
}

export function findNode(node: ValueNode, path: DocumentPath): ValueNode | undefined {
  if (path.length === 0) return node;
  const member = findMember(node, path);
  return member && findNode(member.value, path.slice(member.path.length));
}

/** Remembers where `path` begins, and its parents where nothing better is known. */
export function indexPath(offsets: Map<string, number>, path: DocumentPath, start: number): void {
  offsets.set(pathKey(path), start);
  for (let length = path.length - 1; length > 0; length--) {
    const parent = pathKey(path.slice(0, length));
    if (!offsets.has(parent)) offsets.set(parent, start);
  }
}

export function indexMembers(
  offsets: Map<string, number>,
  base: DocumentPath,
  node: ValueNode,
): void {
  for (const member of node.members) {
    const path = [...base, ...member.path];
    indexPath(offsets, path, member.start);
    indexMembers(offsets, path, member.value);
  }
}
