/** One entry of a section, from written value to the schema's type. */
import type { z } from 'zod';

import { describeShapeIssue } from './describe-shape-issue.ts';
import { type Env, type Expansion, expandStrings } from './expand.ts';
import type { DocumentFormat } from './formats/document.ts';
import type { DocumentPath } from './formats/syntax-tree.ts';
import type { IssueLog } from './issue-log.ts';
import { unsetVariable } from './unset-variable.ts';

/** The entry as the schema gives it; undefined, with errors in the log, when it has another shape. */
export function parseEntry<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  { log, format }: { readonly log: IssueLog; readonly format: DocumentFormat },
): z.infer<Schema> | undefined {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const { message, hint } = describeShapeIssue(issue, { value, format });
    log.error(issue.path as DocumentPath, message, hint);
  }
  return undefined;
}

/** The entry with its variables filled in; what cannot be filled in is an error in the log. */
export function expandEntry(value: unknown, env: Env, log: IssueLog): Expansion {
  const expansion = expandStrings(value, env);
  for (const { path, name } of expansion.missing) {
    const hint = `Set ${name}, or write \${${name}:-a default}.`;
    log.error(path, unsetVariable(name), hint);
  }
  for (const { path, name } of expansion.malformed) {
    log.error(
      path,
      `\${${name}} is not the name of a variable`,
      'Write ${NAME} or ${NAME:-default}.',
    );
  }
  for (const { path, name } of expansion.doubtful) {
    const message = `the name or default of \${${name}:-...} holds a blank or another \${`;
    log.warn(path, message, 'A default ends at the first }; variables cannot be nested.');
  }
  return expansion;
}
