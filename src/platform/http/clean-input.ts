import { Invalid } from './http.problems';
import { pointerStep } from './problem';

/** Deeper than any body of ours; a guard against a body made to exhaust the stack. */
const MAX_DEPTH = 32;

/**
 * Refuses, with the pointer, what no route takes: NUL and halves of surrogate pairs, which PostgreSQL cannot store, and
 * fields named like something every object has (`constructor`), which slip through validation as if they were known.
 * @throws Invalid
 */
export function assertCleanInput(value: unknown, pointer = '', depth = 0): void {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed()) {
      throw invalid(pointer, 'holds a character that cannot be stored');
    }
  } else if (typeof value === 'object' && value !== null) {
    if (depth > MAX_DEPTH) throw invalid(pointer, 'is nested too deeply');
    for (const [key, child] of Object.entries(value)) {
      assertCleanInput(key, pointer, depth + 1);
      if (key in Object.prototype) throw invalid(`${pointer}${pointerStep(key)}`, 'unknown field');
      assertCleanInput(child, `${pointer}${pointerStep(key)}`, depth + 1);
    }
  }
}

function invalid(pointer: string, detail: string) {
  return Invalid(`${pointer || 'the request'}: ${detail}`, { errors: [{ pointer, detail }] });
}
