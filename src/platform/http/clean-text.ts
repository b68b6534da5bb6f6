import { Invalid } from './http.problems';

/** Deeper than any body of ours; a guard against a body made to exhaust the stack. */
const MAX_DEPTH = 32;

/**
 * PostgreSQL stores neither NUL nor half of a surrogate pair: refuses them wherever they stand, with the pointer.
 * @throws Invalid
 */
export function assertCleanText(value: unknown, pointer = '', depth = 0): void {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed()) {
      throw invalid(pointer, 'holds a character that cannot be stored');
    }
  } else if (typeof value === 'object' && value !== null) {
    if (depth > MAX_DEPTH) throw invalid(pointer, 'is nested too deeply');
    for (const [key, child] of Object.entries(value)) {
      assertCleanText(key, pointer, depth + 1);
      assertCleanText(child, `${pointer}/${key}`, depth + 1);
    }
  }
}

function invalid(pointer: string, detail: string) {
  return Invalid(`${pointer || 'the request'}: ${detail}`, { errors: [{ pointer, detail }] });
}
