/** Whatever people paste from a page about an MCP server. */
import { RouterError } from '#core/router-error.ts';
import { type ForeignDocument, parseJson, parseToml } from './foreign-document.ts';
import { type ForeignServer, serversInAnyShape } from './foreign-servers.ts';
import { parseCommandLine } from './parse-command-line.ts';

interface Excerpt {
  readonly text: string;
  /** Lines before it. */
  readonly line: number;
}

/** Free names are looked for one by one. */
const MOST_SERVERS = 500;
const TOO_MANY = `There are more than ${MOST_SERVERS} servers in this text. Paste fewer of them.`;
const NOTHING =
  'No MCP server was found in this text. Paste its JSON or TOML entry, its command, or its address.';

/**
 * In linear time. Throws INVALID_REQUEST, with a line where one is to blame, and BODY_TOO_LARGE when
 * there are too many servers.
 */
export function parsePasted(pasted: string): readonly ForeignServer[] {
  const text = pasted.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  let first: RouterError | undefined;
  for (const excerpt of findExcerpts(text)) {
    try {
      const servers = parseExcerpt(excerpt);
      if (servers.length > MOST_SERVERS) throw new RouterError('BODY_TOO_LARGE', TOO_MANY);
      if (servers.length > 0) return servers;
    } catch (error) {
      if (!(error instanceof RouterError)) throw error;
      first ??= error;
    }
  }
  throw first ?? invalid(NOTHING);
}

/** The code blocks of a page written in Markdown, else all of it. */
function findExcerpts(text: string): readonly Excerpt[] {
  const blocks: { body: string[]; line: number }[] = [];
  let fence: string | undefined;
  for (const [at, line] of text.split('\n').entries()) {
    const begin = line.trimStart();
    if (fence !== undefined) {
      if (begin.startsWith(fence)) fence = undefined;
      else blocks.at(-1)?.body.push(line);
      continue;
    }
    fence = /^(`{3,}|~{3,})/.exec(begin)?.[0];
    if (fence !== undefined) blocks.push({ body: [], line: at + 1 });
  }
  if (blocks.length === 0) return [{ text, line: 0 }];
  return blocks.map(({ body, line }) => ({ text: body.join('\n'), line }));
}

function parseExcerpt({ text, line }: Excerpt): readonly ForeignServer[] {
  const start = withoutComments(text);
  if (start.startsWith('{')) return fromDocument(parseJson(text), line);
  // A member or more without the braces around them.
  if (/^"(?:[^"\\\n]|\\.)*"\s*:/.test(start)) {
    return fromDocument(parseJson(`{${text.replace(/,\s*$/, '')}\n}`), line);
  }
  if (/^[ \t]*\[\s*(mcp_servers|"mcp_servers")\s*\./m.test(text)) {
    return fromDocument(parseToml(text), line);
  }
  // Blanks are looked at once, from the first of them: this must take linear time.
  const joined = text.replaceAll(/(?:(?<![ \t])[ \t]+)?[\\^`]\n\s*/g, ' ');
  return joined.split('\n').flatMap(parseCommandLine);
}

function fromDocument(document: ForeignDocument, line: number): readonly ForeignServer[] {
  if (!document.ok) throw invalid(`Line ${line + document.line}: ${document.message}`);
  return serversInAnyShape(document.value, 'any');
}

function withoutComments(text: string): string {
  return text.replace(/^(\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/, '');
}

function invalid(message: string): RouterError {
  return new RouterError('INVALID_REQUEST', message, { param: 'text' });
}
