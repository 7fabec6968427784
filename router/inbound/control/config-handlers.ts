import type { ControlParts, Handlers } from './handler.ts';

type Parts = Pick<ControlParts, 'editor'>;
type Methods = 'config.read' | 'config.preview' | 'config.write' | 'config.undo';

export function configHandlers({ editor }: Parts): Handlers<Methods> {
  return {
    'config.read': ({ file }) => editor.read(file),
    'config.preview': (request) => editor.preview(request),
    'config.write': (request) => editor.write(request),
    'config.undo': ({ file, expected }) => editor.undo(file, expected),
  };
}
