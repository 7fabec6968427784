import { json } from '@codemirror/lang-json';
import { StreamLanguage } from '@codemirror/language';
import { toml } from '@codemirror/legacy-modes/mode/toml';
import type { Extension } from '@codemirror/state';
import { Decoration, MatchDecorator, ViewPlugin, type EditorView } from '@codemirror/view';

import type { CodeLanguage } from './code-props.ts';

export function codeLanguage(language: CodeLanguage): Extension {
  if (language === 'template') return markVariables();
  return language === 'json' ? json() : StreamLanguage.define(toml);
}

function markVariables(): Extension {
  const marks = new MatchDecorator({
    regexp: /\{\{[ \t]*[\p{L}\p{N}_.-]+[ \t]*\}\}/gu,
    decoration: Decoration.mark({ class: 'cm-variable' }),
  });
  const create = (view: EditorView) => ({ decorations: marks.createDeco(view) });
  return ViewPlugin.define(
    (view) => ({
      ...create(view),
      update(update) {
        this.decorations = marks.updateDeco(update, this.decorations);
      },
    }),
    { decorations: (plugin) => plugin.decorations },
  );
}
