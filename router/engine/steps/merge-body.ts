/**
 * The fields of a recipe's upstream request besides model, messages, stream and tools.
 *
 * Who wins: `extra_body` of the inferencer are defaults; what the client says explicitly overrides
 * them; the recipe's params override both, because the recipe's author decided them on purpose.
 * `options` tables are merged, not replaced. One setting can live at the top level or inside
 * `options`; a stronger layer that sets it in one place removes it from the other, so that only
 * one value goes out.
 */
type Fields = Readonly<Record<string, unknown>>;

interface BodyLayers {
  readonly extraBody: Fields;
  /** The client's whole body. */
  readonly client: Fields;
  readonly params: Fields;
}

interface MergedBody {
  readonly body: Fields;
  /** Reserved keys that the configuration tried to set. */
  readonly ignored: readonly string[];
}

const RESERVED: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'stream',
  'stream_options',
  'tools',
]);

/** Names of the same limit, one of which may go out. */
const LENGTH_LIMITS: ReadonlySet<string> = new Set([
  'max_tokens',
  'max_completion_tokens',
  'num_predict',
]);

export function mergeBody({ extraBody, client, params }: BodyLayers): MergedBody {
  const ignored = [...Object.keys(extraBody), ...Object.keys(params)].filter(isReserved);
  const defaults = overlay(withoutReserved(extraBody), withoutReserved(client));
  return { body: overlay(defaults, withoutReserved(params)), ignored };
}

/** A forced `tool_choice` holds for the first turn: later it would force calls for ever. */
export function bodyOfTurn(body: Fields, turn: number): Fields {
  const { tool_choice: choice, ...rest } = body;
  return choice === undefined || (turn > 1 && choice !== 'none') ? rest : body;
}

/** One layer over a weaker one. */
export function overlay(lower: Fields, upper: Fields): Fields {
  const restated = settingsOf(upper);
  const keep = ([key]: readonly [string, unknown]) => !restated.has(settingOf(key));
  const kept = Object.fromEntries(Object.entries(lower).filter(keep));
  const lowerOptions = Object.entries(optionsOf(lower)).filter(keep);
  const options = { ...Object.fromEntries(lowerOptions), ...optionsOf(upper) };
  const { options: _, ...merged } = oneLengthLimit({ ...kept, ...upper });
  return Object.keys(options).length > 0 ? { ...merged, options } : merged;
}

/** Upstreams refuse both; the newer name is the one that also counts reasoning. */
function oneLengthLimit(fields: Fields): Fields {
  if (fields['max_completion_tokens'] === undefined) return fields;
  const { max_tokens: _, ...rest } = fields;
  return rest;
}

function settingsOf(fields: Fields): ReadonlySet<string> {
  return new Set([...Object.keys(fields), ...Object.keys(optionsOf(fields))].map(settingOf));
}

function settingOf(key: string): string {
  return LENGTH_LIMITS.has(key) ? 'length-limit' : key;
}

function optionsOf({ options }: Fields): Fields {
  return typeof options === 'object' && options !== null ? { ...options } : {};
}

/** Also without nulls: on this wire null asks for the default. */
function withoutReserved(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([key, value]) => !isReserved(key) && value !== undefined && value !== null,
    ),
  );
}

function isReserved(key: string): boolean {
  return RESERVED.has(key);
}
