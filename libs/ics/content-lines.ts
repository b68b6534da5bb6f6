/** One property of a component: `NAME;PARAM=value:value`. Names are in capitals. */
export interface ContentLine {
  name: string;
  /** Unquoted; of one given several times the last. */
  params: ReadonlyMap<string, string>;
  value: string;
}

/** Characters of an unfolded line. Longer parts of one are dropped: no list of times is that long. */
const MAX_LINE = 100_000;
const MAX_PARAMS = 20;

/** Cuts a text that comes in pieces into unfolded lines (RFC 5545, 3.1), of which it keeps no more than one. */
export class LineFolds {
  private parts: string[] = [];
  private length = 0;
  private rest = '';

  /** The lines that are complete with this piece. */
  *push(piece: string): Generator<string> {
    const text = this.rest + piece;
    let at = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
      const line = text.slice(at, text[end - 1] === '\r' ? end - 1 : end);
      at = end + 1;
      if (!this.continues(line)) {
        yield this.unfolded();
        this.add(line);
      }
    }
    this.rest = text.slice(at);
    // A line that never ends must not pile up: too long already, it is dropped when its end comes.
    if (this.rest.length > MAX_LINE) this.rest = this.rest.slice(0, MAX_LINE + 1);
  }

  /** The last line. */
  *end(): Generator<string> {
    yield* this.push('\n');
    yield this.unfolded();
  }

  private continues(line: string): boolean {
    if (!line.startsWith(' ') && !line.startsWith('\t')) return false;
    this.add(line.slice(1));
    return true;
  }

  private add(text: string): void {
    if (this.length + text.length > MAX_LINE) return;
    this.parts.push(text);
    this.length += text.length;
  }

  private unfolded(): string {
    const line = this.parts.join('');
    this.parts = [];
    this.length = 0;
    return line;
  }
}

/** Name, parameters and value of an unfolded line; null when it has none. */
export function parseLine(line: string): ContentLine | null {
  const name = /^[A-Za-z0-9-]{1,100}(?=[:;])/.exec(line)?.[0];
  if (name === undefined) return null;
  const params = new Map<string, string>();
  let at = name.length;
  while (line[at] === ';') {
    const end = endOfParam(line, at + 1);
    const [key = '', ...value] = line.slice(at + 1, end).split('=');
    if (params.size < MAX_PARAMS) params.set(key.toUpperCase(), value.join('=').replaceAll('"', ''));
    at = end;
  }
  return line[at] === ':' ? { name: name.toUpperCase(), params, value: line.slice(at + 1) } : null;
}

/** Of the next `;` or `:` outside quotes, or the end of the line. */
function endOfParam(line: string, from: number): number {
  let quoted = false;
  for (let at = from; at < line.length; at += 1) {
    const character = line[at];
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === ';' || character === ':')) return at;
  }
  return line.length;
}
