/** What the app did to the system, for the specs; everything in it can be sent to them. */
export interface MenuEntry {
  readonly label: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly submenu: readonly MenuEntry[];
}

export interface ShownNotification {
  readonly title: string;
  readonly body: string;
}

export interface OpenWindow {
  readonly url: string;
  readonly bounds: { readonly x?: number; readonly y?: number; width: number; height: number };
  readonly webPreferences: Readonly<Record<string, unknown>>;
}

export interface DesktopRecord {
  readonly tray: { icon: string; tooltip: string; menu: readonly MenuEntry[] } | undefined;
  readonly clipboard: string;
  readonly notifications: readonly ShownNotification[];
  readonly openedLinks: readonly string[];
  readonly openedPaths: readonly string[];
  readonly questions: readonly string[];
  readonly windows: readonly OpenWindow[];
  readonly themeSource: string;
  readonly linkSchemes: readonly string[];
  readonly utilityPids: Readonly<Record<string, number>>;
  readonly privilegedSchemes: readonly string[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export const record: Mutable<{
  [K in keyof DesktopRecord]: DesktopRecord[K] extends readonly (infer T)[]
    ? T[]
    : DesktopRecord[K];
}> & { utilityPids: Record<string, number> } = {
  tray: undefined,
  clipboard: '',
  notifications: [],
  openedLinks: [],
  openedPaths: [],
  questions: [],
  windows: [],
  themeSource: 'system',
  linkSchemes: [],
  utilityPids: {},
  privilegedSchemes: [],
};
