import type {
  ConfigChange,
  ConfigDocument,
  ConfigFileName,
  ConfigPreview,
} from '#contract/config-editing.ts';

export interface ConfigEditRequest {
  readonly file: ConfigFileName;
  readonly expected: string | null;
  readonly change: ConfigChange;
}

/** The owner's way to the four files. Rejects with CONFIG_CONFLICT, CONFIG_INVALID, CONFIG_UNWRITABLE. */
export interface ConfigEditor {
  read(file: ConfigFileName): Promise<ConfigDocument>;
  /** Writes nothing. */
  preview(request: ConfigEditRequest): Promise<ConfigPreview>;
  /** Refuses with CONFIG_INVALID and the located issues; the router uses the file before it resolves. */
  write(request: ConfigEditRequest): Promise<ConfigDocument>;
  /**
   * Takes back the write that left the file with the hash `expected`. Rejects with CONFIG_CONFLICT
   * when the file is another by now, INVALID_REQUEST when that write is not remembered.
   */
  undo(file: ConfigFileName, expected: string): Promise<ConfigDocument>;
}
