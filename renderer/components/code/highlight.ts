/** Colours of code that keep the contrast of WCAG AA in both themes; ready-made themes do not. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const LIGHT = {
  key: '#1d4f91',
  text: '#1a6b3c',
  number: '#8a3d00',
  word: '#7a2d8c',
  comment: '#5c636e',
};
const DARK = {
  key: '#8ab8ff',
  text: '#8fd6a3',
  number: '#f0b072',
  word: '#d8a3e8',
  comment: '#a2a9b5',
};

export function codeColors(isDark: boolean): Extension {
  const colors = isDark ? DARK : LIGHT;
  const style = HighlightStyle.define([
    { tag: [tags.propertyName, tags.definition(tags.variableName), tags.atom], color: colors.key },
    { tag: [tags.string, tags.special(tags.string)], color: colors.text },
    { tag: [tags.number, tags.literal], color: colors.number },
    { tag: [tags.bool, tags.null, tags.keyword, tags.heading], color: colors.word },
    { tag: tags.comment, color: colors.comment, fontStyle: 'italic' },
  ]);
  return [syntaxHighlighting(style), frame(isDark)];
}

function frame(isDark: boolean): Extension {
  const colors = isDark ? DARK : LIGHT;
  return EditorView.theme(
    {
      '&': {
        height: '100%',
        fontSize: '12px',
        backgroundColor: 'var(--surface)',
        color: 'var(--mantine-color-text)',
      },
      '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.5' },
      '.cm-gutters': {
        backgroundColor: 'var(--surface)',
        color: 'var(--mantine-color-dimmed)',
        border: 'none',
      },
      '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
      '&.cm-focused': { outline: '2px solid var(--mantine-color-indigo-5)', outlineOffset: '-2px' },
      '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
      '.cm-insertedLine, .cm-changedLine': {
        backgroundColor: isDark ? '#173323 !important' : '#e3f6e9 !important',
      },
      '.cm-deletedChunk, .cm-deletedLine': {
        backgroundColor: isDark ? '#3a1d20 !important' : '#fdebec !important',
      },
      '.cm-changedText': { background: isDark ? '#1c432e !important' : '#c8edd4 !important' },
      '.cm-deletedText': { background: isDark ? '#5a2329 !important' : '#fadcde !important' },
      '.cm-variable': {
        color: colors.word,
        backgroundColor: 'var(--mantine-color-default-hover)',
        borderRadius: '3px',
      },
      '.cm-collapsedLines': {
        background: 'var(--rail)',
        color: 'var(--mantine-color-dimmed)',
      },
      // Their signs are in few fonts; the words say what a click does.
      '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: 'none' },
      '.cm-collapsedLines:hover': { textDecoration: 'underline' },
    },
    { dark: isDark },
  );
}
