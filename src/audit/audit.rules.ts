/** What an act changed: field by field, as JSON has it. */
export type Values = Record<string, unknown>;

type Json = null | boolean | number | string | Json[] | Fields;
interface Fields {
  [key: string]: Json;
}

export const REDACTED = '[redacted]';
export const ERASED = '[erased]';

/** Characters of one text; longer ones are cut, and say so. */
const MAX_TEXT = 2_000;

/** Nothing of such a name belongs here at all: whoever passes it by mistake leaves no harm. */
const SECRET =
  /passw|secret|token|credential|authorization|cookie|signature|verifier|passcode|api_?key|totp|recoverycode|private|start_?url|hash$/i;

/** A bearer header, a sealed or signed text of ours, or a random token, alone or in an address. */
const LOOKS_SECRET = /\bBearer\s+\S+|\b[\w-]+\.[\w-]{43,}|(?<![\w-])[\w-]{43}(?![\w-])/g;

/** Fields that tell of a person, whatever they are fields of. */
const PERSONAL = new Set([
  ...[
    'name',
    'email',
    'otherEmails',
    'phone',
    'address',
    'displayName',
    'zoomEmail',
    'title',
    'notes',
    'internalNotes',
  ],
  ...['guests', 'booker', 'answers', 'contact', 'reason', 'value', 'url'],
]);

/** The fields that differ, as they were and as they are. Pure JSON; fields that only one side names count as null. */
export function changed(before: object, after: object): { before: Values; after: Values } {
  const [was, is] = [plain(before), plain(after)];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (field) => JSON.stringify(sorted(was[field] ?? null)) !== JSON.stringify(sorted(is[field] ?? null)),
  );
  const of = (side: Fields) => Object.fromEntries(fields.map((field) => [field, side[field] ?? null]));
  return { before: of(was), after: of(is) };
}

export interface Parted {
  /** With ERASED in place of each personal value. */
  open: Values;
  /** The personal values alone, at their places; null when there are none. */
  personal: Values | null;
}

/** Values without secrets, parted into what stays for good and what can be erased. */
export function parted(values: object): Parted {
  const { open, personal } = partedFields(plain(values));
  return { open, personal: personal ?? null };
}

/** Puts personal values back in their places. */
export function whole(open: Values, personal: Values | null): Values {
  const filled = Object.entries(personal ?? {}).map(([key, value]) => {
    const place = open[key];
    return [key, isRecord(place) && isRecord(value) ? whole(place, value) : value] as const;
  });
  return { ...open, ...Object.fromEntries(filled) };
}

interface Part<Value> {
  open: Value;
  /** Absent where nothing is personal. */
  personal?: Value;
}

function partedFields(fields: Fields): Part<Fields> {
  const parts = Object.entries(fields).map(([key, value]) => ({ key, ...partedValue(value, key) }));
  const open = Object.fromEntries(parts.map(({ key, open }) => [key, open]));
  const personal = parts.flatMap(({ key, personal }) => (personal === undefined ? [] : [[key, personal] as const]));
  return personal.length > 0 ? { open, personal: Object.fromEntries(personal) } : { open };
}

function partedValue(value: Json, key: string): Part<Json> {
  if (value === null) return { open: null };
  if (SECRET.test(key)) return { open: REDACTED };
  if (PERSONAL.has(key)) return { open: ERASED, personal: withoutSecrets(value) };
  if (typeof value === 'string') return { open: safeText(value) };
  if (typeof value !== 'object') return { open: value };
  if (!Array.isArray(value)) return partedFields(value);
  // A list is personal as a whole, or not at all.
  const personal = value.some((item) => partedValue(item, key).personal !== undefined);
  const items = value.map(withoutSecrets);
  return personal ? { open: ERASED, personal: items } : { open: items };
}

function withoutSecrets(value: Json): Json {
  if (typeof value === 'string') return safeText(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  const fields = Object.entries(value).map(([key, item]) => {
    return [key, SECRET.test(key) && item !== null ? REDACTED : withoutSecrets(item)] as const;
  });
  return Object.fromEntries(fields);
}

/** PostgreSQL stores no NUL and no half of a surrogate pair, and what comes from outside may hold either. */
function safeText(text: string): string {
  const clean = text.replace(LOOKS_SECRET, REDACTED).replaceAll('\0', '\uFFFD').toWellFormed();
  return clean.length <= MAX_TEXT ? clean : `${clean.slice(0, MAX_TEXT).toWellFormed()}… (${clean.length} characters)`;
}

function plain(values: object): Fields {
  return JSON.parse(JSON.stringify(values)) as Fields;
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, sorted(value[key] ?? null)]),
  );
}

function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
