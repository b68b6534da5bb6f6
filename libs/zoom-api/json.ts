export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A non-empty string, or null. */
export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A finite number, also when Zoom wrote it as a string; else null. */
export function number(value: unknown): number | null {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
}

/** Zoom writes ids as numbers here and as strings there; a string holds both. */
export function id(value: unknown): string | null {
  return typeof value === 'number' ? String(value) : text(value);
}

/** Epoch milliseconds of an ISO date-time (UTC unless it says otherwise) or an HTTP date; null when unreadable. */
export function instant(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const zoneless = /^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(value);
  const read = Date.parse(zoneless ? `${value}Z` : value);
  return Number.isNaN(read) ? null : read;
}
