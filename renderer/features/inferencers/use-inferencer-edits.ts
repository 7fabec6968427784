/** Small changes of inferencers.toml that are made at once; each can be taken back. */
import { useQuickEdits } from '#editing/use-quick-edits.tsx';
import { editOf, entriesOf, pathOf } from './inferencer-entries.ts';
import { removalOf, type InferencerRow } from './inferencer-rows.ts';
import { useForgetTest } from './use-inferencer-test.ts';

export interface InferencerEdits {
  /** Names that are being written now. */
  readonly busy: ReadonlySet<string>;
  readonly setOn: (row: InferencerRow, isOn: boolean) => Promise<boolean>;
  /** Removes its entry; a built-in one is then as it came. */
  readonly remove: (row: InferencerRow) => Promise<boolean>;
}

export function useInferencerEdits(): InferencerEdits {
  const { busy, apply } = useQuickEdits('inferencers.toml');
  const forgetTest = useForgetTest();
  return {
    busy,
    async setOn({ name }, isOn) {
      const isDone = await apply({
        key: name,
        message: `${name} is ${isOn ? 'on' : 'off'}.`,
        // On is what happens without the key.
        edits: () => editOf(name, 'enabled', isOn ? undefined : false),
      });
      if (isDone) await forgetTest(name);
      return isDone;
    },
    async remove(row) {
      const { name } = row;
      const isDone = await apply({
        key: name,
        message: removalOf(row) === 'reset' ? `${name} is as it came.` : `Removed ${name}.`,
        edits: (document) =>
          entriesOf(document).has(name) ? [{ kind: 'remove', path: pathOf(name) }] : [],
      });
      if (isDone) await forgetTest(name);
      return isDone;
    },
  };
}
