/** In UTF-16 units, of the whole text. */
export const MAX_TEXT_LENGTH = 100_000;

/** A code is short and on one line; what would be longer is an opener that somebody forgot to close. */
const MAX_CODE_LENGTH = 500;
const BRACKETS = /\[\[(?!\[)|\{\{(?!\{)|\]\]|\}\}/g;
const NAME = /^[A-Za-z][\w-]*(\.[A-Za-z0-9_][\w-]*)*$/;
/** What follows a forgotten bracket and is surely meant as a name: two words and a dot between. */
const STRANDED_NAME = /^[ \t]*[A-Za-z][\w-]*(\.[A-Za-z0-9_][\w-]*)+/;
const CLOSERS: Readonly<Record<string, string>> = { '[[': ']]', '{{': '}}' };

export interface TextPart {
  kind: 'text';
  text: string;
}

export interface ValuePart {
  kind: 'value';
  /** Such as "contact.first_name". */
  name: string;
  /** What stands after `|`, trimmed; null without a `|`. */
  fallback: string | null;
  /** Where the code begins in the text, in UTF-16 units. */
  position: number;
}

/** Something wrong in a template. `position` counts UTF-16 units from the text's beginning. */
export interface Fault {
  position: number;
  detail: string;
}

/** The parts hold no code that isn't a value: faulty ones are left out. */
export interface Template {
  parts: readonly (TextPart | ValuePart)[];
  faults: readonly Fault[];
}

interface Opener {
  at: number;
  bracket: string;
}

/**
 * Reads `[[name]]`, `{{name}}` and `[[name | fallback]]`, in one pass over the text.
 * @throws RangeError beyond MAX_TEXT_LENGTH
 */
export function parse(text: string): Template {
  if (text.length > MAX_TEXT_LENGTH) throw new RangeError(`A template has at most ${MAX_TEXT_LENGTH} characters`);
  const reading = new Reading(text);
  let open: Opener | null = null;
  for (const { 0: bracket, index } of text.matchAll(BRACKETS)) {
    if (bracket in CLOSERS) {
      if (open !== null) reading.unclosed(open);
      open = { at: index, bracket };
    } else if (open !== null && CLOSERS[open.bracket] === bracket) {
      reading.code(open, index);
      open = null;
    }
  }
  if (open !== null) reading.unclosed(open);
  return reading.finish();
}

class Reading {
  private readonly parts: (TextPart | ValuePart)[] = [];
  private readonly faults: Fault[] = [];
  private done = 0;

  constructor(private readonly text: string) {}

  code(open: Opener, closesAt: number): void {
    const inner = this.text.slice(open.at + 2, closesAt);
    if (inner.length > MAX_CODE_LENGTH || /[\r\n]/.test(inner)) {
      this.unclosed(open);
      return;
    }
    this.copyTo(open.at);
    this.done = closesAt + 2;
    const bar = inner.indexOf('|');
    const name = (bar < 0 ? inner : inner.slice(0, bar)).trim();
    if (NAME.test(name)) {
      this.parts.push({
        kind: 'value',
        name,
        fallback: bar < 0 ? null : inner.slice(bar + 1).trim(),
        position: open.at,
      });
    } else {
      const shown = this.text.slice(open.at, this.done);
      this.faults.push({ position: open.at, detail: `${shown.slice(0, 100)} does not name a custom value.` });
    }
  }

  unclosed(open: Opener): void {
    this.copyTo(open.at);
    const stranded = STRANDED_NAME.exec(this.text.slice(open.at + 2, open.at + 2 + MAX_CODE_LENGTH))?.[0] ?? '';
    this.done = open.at + 2 + stranded.length;
    this.faults.push({ position: open.at, detail: `${open.bracket} is never closed.` });
  }

  finish(): Template {
    this.copyTo(this.text.length);
    return { parts: this.parts, faults: this.faults };
  }

  private copyTo(end: number): void {
    if (end > this.done) this.parts.push({ kind: 'text', text: this.text.slice(this.done, end) });
  }
}
