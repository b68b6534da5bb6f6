import { escapeHtml } from '../platform/http';

/** What stands in place of what was erased. */
export const ERASED = '[erased]';

/** Shorter texts and numbers name nobody: they would be found everywhere. */
const MIN_TEXT = 2;
const MIN_DIGITS = 7;

/** The ways in which texts speak of a person: names, addresses, phone numbers, as they are written. */
export class Traces {
  private readonly texts = new Set<string>();
  private readonly phones = new Set<string>();
  private readonly spared = new Set<string>();

  addTexts(...texts: (string | null | undefined)[]): void {
    for (const text of texts.map((each) => each?.trim() ?? '')) {
      if (text.length >= MIN_TEXT) this.texts.add(text).add(escapeHtml(text));
    }
  }

  /** That others are called so, too: what speaks of them stays. */
  spare(...texts: string[]): void {
    for (const text of texts) this.spared.add(text.trim().toLowerCase()).add(escapeHtml(text.trim()).toLowerCase());
  }

  /** However else their digits may be written. */
  addPhones(...phones: (string | null | undefined)[]): void {
    for (const phone of phones) {
      const digits = (phone ?? '').replace(/\D/g, '');
      if (digits.length >= MIN_DIGITS) this.phones.add(digits);
    }
  }

  /** Of their addresses those among the traces, in lower case. */
  get addresses(): string[] {
    return this.sought.filter((text) => text.includes('@')).map((text) => text.toLowerCase());
  }

  /** Each as it may stand in bytes of JSON that others wrote. */
  get spellings(): string[] {
    const texts = this.sought.flatMap((text) => [text, text.toLowerCase()]);
    return [...new Set(texts.flatMap((text) => [text, inJson(text), inAsciiJson(text)])), ...this.phones];
  }

  /** A regular expression of PostgreSQL's that finds every text that may tell of them, and some that do not. */
  get coarse(): string {
    const texts = this.sought.flatMap((text) => [...new Set([text, inJson(text)])].map(escaped));
    return [...texts, ...[...this.phones].map(spaced), ...(this.isEmpty ? ['$^'] : [])].join('|');
  }

  /** The text without them. Whole words only: an Ann is not in an announcement. */
  without(text: string): string {
    if (this.isEmpty) return text;
    const longestFirst = this.sought.sort((a, b) => b.length - a.length).map(escaped);
    const any = [...longestFirst, ...[...this.phones].map(spaced)].join('|');
    return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, 'giu'), ERASED);
  }

  /** The same for every text in a JSON value; the names of members stay. */
  withoutIn(value: unknown): unknown {
    if (typeof value === 'string') return this.without(value);
    if (Array.isArray(value)) return value.map((item) => this.withoutIn(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.withoutIn(item)]));
  }

  private get sought(): string[] {
    return [...this.texts].filter((text) => !this.spared.has(text.toLowerCase()));
  }

  private get isEmpty(): boolean {
    return this.sought.length + this.phones.size === 0;
  }
}

const escaped = (text: string) => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
const spaced = (digits: string) => `\\+?${digits.split('').join('[ ()./-]*')}`;
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
const inAsciiJson = (text: string) =>
  inJson(text).replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
