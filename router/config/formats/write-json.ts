const WIDTH = 100;

export interface JsonLayout {
  /** Of the line the value begins on. */
  readonly indent: string;
  readonly unit: string;
  readonly eol: string;
}

/** JSON as people write it: an object has one member a line, a short list of scalars one line. */
export function writeJson(value: unknown, layout: JsonLayout): string {
  if (Array.isArray(value)) return writeList(value, layout);
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, item]) => (inner: JsonLayout): string => {
      return `${JSON.stringify(key)}: ${writeJson(item, inner)}`;
    });
    return writeLines('{}', members, layout);
  }
  return JSON.stringify(value);
}

function writeList(items: readonly unknown[], layout: JsonLayout): string {
  const plain = items.every((item) => typeof item !== 'object' || item === null);
  const line = `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;
  if (plain && layout.indent.length + line.length <= WIDTH) return line;
  const members = items.map(
    (item) =>
      (inner: JsonLayout): string =>
        writeJson(item, inner),
  );
  return writeLines('[]', members, layout);
}

function writeLines(
  brackets: '{}' | '[]',
  members: readonly ((inner: JsonLayout) => string)[],
  layout: JsonLayout,
): string {
  const [open = '', close = ''] = brackets;
  if (members.length === 0) return brackets;
  const inner = { ...layout, indent: layout.indent + layout.unit };
  const lines = members.map((member) => inner.indent + member(inner));
  return open + layout.eol + lines.join(`,${layout.eol}`) + layout.eol + layout.indent + close;
}
