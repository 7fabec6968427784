import type { ConfigDocument } from '#contract/config-editing.ts';
import type { ImportCandidate, ImportListing, ImportSource } from '#contract/imports.ts';

export interface AcceptedImport {
  readonly name: string;
  /** Its name in our mcp.json. */
  readonly as: string;
}

/** MCP servers of other programs, as data. */
export interface ServerImports {
  scan(): Promise<readonly ImportListing[]>;
  /** Rejects with INVALID_REQUEST when no servers are in the text, BODY_TOO_LARGE when too many are. */
  review(text: string): Promise<readonly ImportCandidate[]>;
  /** Rejects with CONFIG_CONFLICT when the source is another by now. */
  apply(
    source: ImportSource,
    accepted: readonly AcceptedImport[],
  ): Promise<{ readonly added: readonly string[]; readonly document: ConfigDocument }>;
}
