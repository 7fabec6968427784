import type { EntryForm } from './entry-form-model.ts';

export interface EntryFieldsProps {
  readonly form: EntryForm;
  readonly onForm: (form: EntryForm) => void;
  readonly problems: Readonly<Partial<Record<keyof EntryForm, string>>>;
  /** Names in the store of secrets. */
  readonly secretNames: readonly string[];
  /** Keeps a typed secret now; without it, it is kept when the server is added. */
  readonly onStore?: (name: string, value: string) => Promise<boolean>;
}

/** What a part of the form gets. */
export interface PartProps extends EntryFieldsProps {
  readonly set: (change: Partial<EntryForm>) => void;
}
