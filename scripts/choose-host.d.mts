/** For the tests; the script itself must run before there is a compiler. */
type Environment = Readonly<Record<string, string | undefined>>;

export interface HostSituation {
  readonly root: string;
  readonly args: readonly string[];
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  readonly files: {
    exists(path: string): boolean;
    read(path: string): string | undefined;
  };
  readonly nowMs: number;
}

export type Host =
  | { readonly kind: 'app'; readonly program: string; readonly args: readonly string[] }
  | { readonly kind: 'download' }
  | { readonly kind: 'router'; readonly args: readonly string[]; readonly reason?: string };

export function hasDesktop(env: Environment, platform: NodeJS.Platform): boolean;
export function failureMark(root: string): string;
export function chooseHost(situation: HostSituation): Host;
