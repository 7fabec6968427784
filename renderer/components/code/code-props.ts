/** `template` is prose with `{{variables}}`. */
export type CodeLanguage = 'json' | 'toml' | 'template';

/** `line` and `column` count from 1. */
export interface CodeProblem {
  readonly line: number;
  readonly column?: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

export interface CodeEditorProps {
  readonly value: string;
  readonly language: CodeLanguage;
  /** For screen readers. */
  readonly label: string;
  readonly readOnly?: boolean;
  readonly problems?: readonly CodeProblem[];
  readonly onChange?: (value: string) => void;
}

export interface DiffViewProps {
  readonly before: string;
  readonly after: string;
  readonly language: CodeLanguage;
  readonly label: string;
}
