/** Files that change while the router runs, and how it writes them itself. */
import type { Requirement } from './requirement.ts';

export const CONFIG_LIVE: readonly Requirement[] = [
  {
    id: 'config.live-edit',
    promise: 'A saved edit counts within a second; requests in flight end on the old state',
    source: ['issue 2 "Config"', 'contract 10.29'],
    tests: {
      'e2e/router/live-config.test.ts': [
        'a recipe appears, a renamed file counts, a removed one gives the defaults back',
        'a request in flight ends on the state it began with',
      ],
    },
  },
  {
    id: 'config.live-servers',
    promise: 'Only the servers that changed restart',
    source: ['issue 2 "Config"'],
    tests: {
      'e2e/router/live-config.test.ts': 'only the changed server restarts',
      'router/mcp/mcp-tools-apply.test.ts': 'starts, stops and restarts only what differs',
    },
  },
  {
    id: 'config.live-broken',
    promise:
      'A file that breaks while the router runs keeps its last good state, and the place is told until it is mended',
    source: ['issue 2 "Config"'],
    tests: {
      'router/config/config-store.test.ts':
        'keeps the last good state of a file that breaks, and tells about it until it is mended',
      'e2e/router/live-config.test.ts':
        'a file that no longer parses keeps the last good state and says where',
    },
  },
  {
    id: 'config.edit-in-place',
    promise:
      'The editor writes single values: comments, order, unknown keys, BOM and line ends survive',
    source: ['issue 2 "Config"', 'issue 3 "Editors"'],
    tests: {
      'router/config/formats/edit-document.test.ts': [
        'survives any series of edits',
        'sets any scalar, and only the text of that value changes',
      ],
      'router/config/update-config-file.test.ts':
        'changes the file, keeps the text before, and returns the hash to edit on',
    },
  },
  {
    id: 'config.edit-atomic',
    promise: 'A write is whole or not at all, with a backup, permissions and links kept',
    source: ['issue 2 "Config"'],
    tests: {
      'router/config/update-config-file.test.ts': [
        'keeps the permissions, for the copy too',
        'follows a link to its file',
        'changes the file, keeps the text before, and returns the hash to edit on',
      ],
    },
  },
  {
    id: 'config.edit-conflict',
    promise: 'A file that was changed meanwhile is a conflict, never a lost update',
    source: ['issue 2 "Config"', 'issue 3 "Editors"'],
    tests: {
      'router/config/update-config-file.test.ts': [
        'when the file is another than expected',
        'when another edit was faster by a moment',
      ],
    },
  },
  {
    id: 'config.edit-refused',
    promise:
      'The editor refuses what the router could not read, with the place, and repairs a file that did not parse',
    source: ['issue 3 "Editors"'],
    tests: {
      'router/config/config-editor-write.test.ts': [
        'with the new errors, the first of them in the message',
        'repairs a file that did not parse, whatever else is wrong with it',
      ],
    },
  },
  {
    id: 'config.edit-undo',
    promise: 'A save can be taken back byte for byte, and never over what came after',
    source: ['issue 3 "Editors"'],
    tests: {
      'router/config/config-editor-undo.test.ts': [
        'brings back the text byte for byte, with the secrets that were in it',
        'never overwrites what somebody else wrote meanwhile',
      ],
    },
  },
  {
    id: 'config.secrets-hidden',
    promise:
      'The text of a file is shown with placeholders for its secrets, which come back at writing',
    source: ['issue 3 "Secrets"'],
    tests: {
      'router/config/config-editor.test.ts':
        "gives the user's file, parsed too, with placeholders for its secrets",
      'router/config/placeholders.test.ts':
        'comes back exactly, as a text and as a value, and shows no secret',
      'router/config/config-editor-write.test.ts':
        'keeps the secrets behind the placeholders, spelled as they were',
    },
  },
  {
    id: 'config.unusable-file',
    promise: 'What is no file that can be read is told with its path, and never written to',
    source: ['issue 2 "Bad input"'],
    tests: {
      'router/config/config-store.test.ts': 'refuses a folder that is a file',
      'router/config/config-editor.test.ts': 'refuses a file that is no text or cannot be read',
      'router/config/config-editor-write.test.ts': 'when the file is read-only',
    },
  },
];
