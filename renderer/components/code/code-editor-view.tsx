import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { indentWithTab } from '@codemirror/commands';
import { useComputedColorScheme } from '@mantine/core';
import { basicSetup, minimalSetup } from 'codemirror';
import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react';

import type { CodeEditorProps, CodeProblem } from './code-props.ts';
import { codeColors } from './highlight.ts';
import { codeLanguage } from './language.ts';

/** On texts that were handed in: nobody typed them. */
const handedIn = Annotation.define<boolean>();

/** CodeMirror; loaded only when a page shows it. Escape then Tab leaves it by keyboard. */
export function CodeEditorView(props: CodeEditorProps): ReactNode {
  const { value, problems = [], onChange } = props;
  const isDark = useComputedColorScheme('light') === 'dark';
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const colors = useRef(new Compartment());
  const changed = useEffectEvent((text: string) => onChange?.(text));
  // Texts and colours are handed in below; what else changes makes another editor (see its key).
  const create = useEffectEvent((place: HTMLDivElement) =>
    createView(place, props, {
      colors: colors.current.of(codeColors(isDark)),
      onText: (text) => changed(text),
    }),
  );

  useEffect(() => {
    if (parent.current === null) return undefined;
    const created = create(parent.current);
    view.current = created;
    return () => created.destroy();
  }, []);

  useEffect(() => {
    const shown = view.current;
    // The editor knows one kind of line end.
    const text = value.replaceAll('\r\n', '\n');
    if (shown === undefined || shown.state.doc.toString() === text) return;
    const changes = { from: 0, to: shown.state.doc.length, insert: text };
    shown.dispatch({ changes, annotations: handedIn.of(true) });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: colors.current.reconfigure(codeColors(isDark)) });
  }, [isDark]);

  useEffect(() => {
    const shown = view.current;
    if (shown === undefined) return;
    const found = problems.flatMap((problem) => toDiagnostic(shown.state, problem));
    shown.dispatch(setDiagnostics(shown.state, found));
  }, [problems]);

  return <div ref={parent} style={{ height: '100%', minHeight: 0 }} />;
}

interface ViewParts {
  readonly colors: Extension;
  readonly onText: (text: string) => void;
}

function createView(parent: HTMLDivElement, props: CodeEditorProps, parts: ViewParts): EditorView {
  const { value, language, label, readOnly = false } = props;
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: value,
      extensions: [
        setupOf(language),
        codeLanguage(language),
        parts.colors,
        EditorState.readOnly.of(readOnly),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          const isOurs = update.transactions.some((one) => one.annotation(handedIn));
          if (update.docChanged && !isOurs) parts.onText(update.state.doc.toString());
        }),
      ],
    }),
  });
}

/** In prose, Tab goes to the next field. */
function setupOf(language: CodeEditorProps['language']): Extension {
  if (language !== 'template') return [basicSetup, keymap.of([indentWithTab])];
  return [minimalSetup, EditorView.contentAttributes.of({ spellcheck: 'true' })];
}

function toDiagnostic(state: EditorState, problem: CodeProblem): readonly Diagnostic[] {
  if (problem.line < 1 || problem.line > state.doc.lines) return [];
  const { from, to } = state.doc.line(problem.line);
  const start = Math.min(to, from + Math.max(0, (problem.column ?? 1) - 1));
  return [
    { from: start, to: Math.max(start, to), severity: problem.severity, message: problem.message },
  ];
}
